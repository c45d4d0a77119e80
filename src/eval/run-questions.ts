import type { ModelEndpoint } from '../agent/model-endpoint.ts';
import type { Settings } from '../config.ts';
import { fillText, type Binding } from './binding.ts';
import { Firm } from './firm.ts';
import type { QuestionCase } from './format.ts';
import { bind, unknownPlaceholders, unknownTerms } from './placeholders.ts';
import { playCase, type PlayedTurn } from './play-case.ts';
import type { Sandbox } from './sandbox.ts';
import { scoreCase, type CaseScore } from './score-case.ts';

export interface CaseResult {
  readonly question: QuestionCase;
  readonly binding: Binding | undefined;
  readonly turns: readonly PlayedTurn[];
  readonly score: CaseScore;
}

export interface RunOptions {
  readonly sandbox: Sandbox;
  readonly settings: Settings;
  readonly endpoints: readonly ModelEndpoint[];
  /** Another one fills the placeholders with other people, portfolios and numbers. */
  readonly variant: number;
  readonly onResult: (result: CaseResult) => void;
}

/** Late morning in New York and late afternoon in Europe: most markets are open, Asia's are not. */
const TIME_OF_DAY = 'T15:30:00.000Z';

/** Runs each case on a copy of its own and judges it, in the order of the file. */
export async function runQuestions(questions: readonly QuestionCase[], options: RunOptions): Promise<CaseResult[]> {
  const start = Date.parse(options.sandbox.today + TIME_OF_DAY);
  const firm = new Firm(options.sandbox.template, new Date(start));
  const results: CaseResult[] = [];
  try {
    for (const question of questions) {
      const result = await runCase(question, firm, options, start);
      options.onResult(result);
      results.push(result);
    }
    return results;
  } finally {
    firm.close();
  }
}

function without(question: QuestionCase, outcome: CaseScore['outcome'], problem: string): CaseResult {
  return { question, binding: undefined, turns: [], score: { outcome, facts: [], problems: [problem], unknown: [], remarks: [] } };
}

/** A case that breaks is a failed one: the run goes on. */
async function runCase(question: QuestionCase, firm: Firm, options: RunOptions, start: number): Promise<CaseResult> {
  const foreign = [...unknownTerms(question), ...unknownPlaceholders(question)];
  if (foreign.length > 0) return without(question, 'not applicable', `not known here: ${foreign.join(', ')}`);
  const binding = bind(question, firm, options.variant);
  if (!binding) return without(question, 'not applicable', 'the firm has nothing for its placeholders');
  try {
    return await playAndScore(question, binding, firm, options, start);
  } catch (error) {
    return without(question, 'failed', `the case broke: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function playAndScore(question: QuestionCase, binding: Binding, firm: Firm, { sandbox, settings, endpoints }: RunOptions, start: number): Promise<CaseResult> {
  const file = sandbox.copy();
  try {
    const begun = performance.now();
    const wall = (): Date => new Date(start + Math.round(performance.now() - begun));
    const turns = await playCase({ file, userId: binding.userId, turns: question.turns.map((turn) => fillText(turn, binding.texts)), settings: { ...settings, DATA_DIR: sandbox.folder }, endpoints, today: sandbox.today, wall });
    const after = new Firm(file, new Date(start));
    try {
      return { question, binding, turns, score: await scoreCase({ question, binding, turns, before: firm, after }) };
    } finally {
      after.close();
    }
  } finally {
    sandbox.discard(file);
  }
}
