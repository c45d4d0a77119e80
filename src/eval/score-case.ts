import { fillArgs, type Binding } from './binding.ts';
import { effectProblems } from './effects.ts';
import { judge, type FactVerdict } from './expect/expected.ts';
import { FACTS } from './facts/registry.ts';
import { NotApplicable, type FactContext } from './facts/context.ts';
import type { Firm } from './firm.ts';
import type { FactRequest, QuestionCase } from './format.ts';
import type { PlayedTurn } from './play-case.ts';
import { shownOf, type Shown } from './shown.ts';

export interface ScoredFact extends FactVerdict {
  readonly fact: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface CaseScore {
  readonly outcome: 'passed' | 'failed' | 'not applicable' | 'not scored';
  readonly facts: readonly ScoredFact[];
  readonly problems: readonly string[];
  /** Facts whose name the scorer does not know. */
  readonly unknown: readonly string[];
  /** What a person would notice though the case counts as passed. */
  readonly remarks: readonly string[];
}

export interface ScoreInput {
  readonly question: QuestionCase;
  readonly binding: Binding;
  readonly turns: readonly PlayedTurn[];
  /** As it stood before the case; `after` as the case left it. */
  readonly before: Firm;
  readonly after: Firm;
}

/** Judges the last turn of a case. Facts after a yes are read from what the case left behind. */
export async function scoreCase(input: ScoreInput): Promise<CaseScore> {
  const { question, turns } = input;
  const shown = shownOf(turns.at(-1)!); // a case has a turn
  const unknown = [...question.facts, ...question.forbidden].filter(({ fact }) => !FACTS[fact]).map(({ fact }) => fact);
  const wrote = turns.some(({ changes }) => changes.length > 0);
  const facts: ScoredFact[] = [];
  const problems = effectProblems({ question, binding: input.binding, turns, shown, spellingsOf: (name) => input.before.texts('select name from Securities where ticker = ?', name) });
  try {
    for (const request of question.facts) {
      const rule = FACTS[request.fact];
      if (!rule) continue;
      const context = contextOf(input, request, wrote && question.effect === 'write_with_approval' ? input.after : input.before);
      facts.push({ fact: request.fact, args: context.args, ...judge(await rule(context), shown) });
    }
    for (const request of question.forbidden) problems.push(...await leaks(input, request, shown));
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
    return { outcome: 'not applicable', facts, problems: [error.message], unknown, remarks: [] };
  }
  const isRight = problems.length === 0 && facts.every(({ met }) => met);
  const outcome = !isRight ? 'failed' : unknown.length > 0 ? 'not scored' : 'passed';
  return { outcome, facts, problems, unknown, remarks: remarksOf(input, shown, facts) };
}

function contextOf({ question, binding }: ScoreInput, { args }: FactRequest, firm: Firm): FactContext {
  return { firm, binding, args: fillArgs(args, binding), sisters: question.facts.map((sister) => ({ fact: sister.fact, args: fillArgs(sister.args, binding) })) };
}

/** A forbidden fact must not stand anywhere, not even in part: no member of a list, no figure. */
async function leaks(input: ScoreInput, request: FactRequest, shown: Shown): Promise<string[]> {
  const rule = FACTS[request.fact];
  if (!rule) return [];
  const expected = await rule(contextOf(input, request, input.before));
  const lines = [...shown.lines, ...shown.tableLines];
  const isSaid = expected.parts ? expected.parts(lines) : expected.problem(lines) === undefined;
  return isSaid ? [`it gives away ${request.fact}: ${expected.text}`] : [];
}

function remarksOf({ question, turns }: ScoreInput, shown: Shown, facts: readonly ScoredFact[]): string[] {
  const last = turns.at(-1)!; // a case has a turn
  return [
    ...facts.filter(({ met, onlyInTable }) => met && onlyInTable).map(({ fact }) => `${fact} stands only in the drawn table, not in the words`),
    ...(/could not be traced to a source/i.test(shown.text) ? ['a part of the answer was withheld'] : []),
    ...(question.effect === 'must_refuse' && !last.refusalReason ? ['the refusal is not recorded with a reason'] : []),
    ...(question.effect === 'must_refuse' && last.refusalReason && question.refusal_reason && last.refusalReason !== question.refusal_reason ? [`recorded as ${last.refusalReason} instead of ${question.refusal_reason}`] : []),
  ];
}

