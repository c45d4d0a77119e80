import { isHeldOut } from './hash.ts';
import type { CaseResult } from './run-questions.ts';

/** One failed case for people: what was asked, what came, what was expected. */
export function failureText({ question, turns, binding, score }: CaseResult): string {
  const last = turns.at(-1);
  return [
    `FAILED ${question.id} (${question.persona}, ${question.intent}, difficulty ${question.difficulty}) asked by ${binding?.persona === 'client' ? binding.client?.name ?? '' : binding?.advisor?.name ?? 'the auditor'}`,
    ...turns.map((turn) => `  > ${turn.question}`),
    ...(last?.answer ?? '').trim().split('\n').map((line) => `  | ${line}`),
    ...(last?.approvals ?? []).map((card) => `  | [approval] ${card.title}: ${card.arguments.map(({ label, value }) => `${label} ${value}`).join(', ')}`),
    `  calls: ${(last?.toolCalls ?? []).map(({ tool, outcome, arguments: args }) => `${tool} ${args} ${outcome}`).join(', ') || 'none'}`,
    ...score.facts.filter(({ met }) => !met).map(({ fact, args, expected, problem }) => `  - ${fact}(${Object.entries(args).map(([key, value]) => `${key}=${String(value)}`).join(', ')}) expected ${expected}: ${problem ?? ''}`),
    ...score.problems.map((problem) => `  - ${question.effect}: ${problem}`),
  ].join('\n');
}

/** Passed of scored, for each value of one property. */
export function tally(results: readonly CaseResult[], by: (result: CaseResult) => string): string[] {
  const groups = new Map<string, { passed: number; scored: number }>();
  for (const result of results) {
    if (!isScored(result)) continue;
    const group = groups.get(by(result)) ?? { passed: 0, scored: 0 };
    group.scored += 1;
    if (result.score.outcome === 'passed') group.passed += 1;
    groups.set(by(result), group);
  }
  return [...groups].toSorted(([left], [right]) => left.localeCompare(right)).map(([name, { passed, scored }]) => `  ${name.padEnd(30)} ${passed} of ${scored}`);
}

function isScored({ score }: CaseResult): boolean {
  return score.outcome === 'passed' || score.outcome === 'failed';
}

export function summaryText(results: readonly CaseResult[]): string {
  const count = (outcome: CaseResult['score']['outcome']): number => results.filter(({ score }) => score.outcome === outcome).length;
  const apart = results.filter((result) => !isScored(result)).map(({ question, score }) => `  ${question.id}: ${score.outcome} (${[...score.unknown, ...score.problems].join('; ')})`);
  const remarks = results.flatMap(({ question, score }) => score.remarks.map((remark) => `  ${question.id}: ${remark}`));
  return [
    'By persona', ...tally(results, ({ question }) => question.persona), 'By intent', ...tally(results, ({ question }) => question.intent),
    'By difficulty', ...tally(results, ({ question }) => String(question.difficulty)),
    'By part', ...tally(results, ({ question }) => (isHeldOut(question.id) ? 'held out' : 'development')),
    ...(remarks.length > 0 ? ['Remarks', ...remarks] : []), ...(apart.length > 0 ? ['Apart', ...apart] : []),
    `${count('not applicable')} not applicable, ${count('not scored')} not scored`,
    `${count('passed')} passed, ${count('failed')} failed`,
  ].join('\n');
}
