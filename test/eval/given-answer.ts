import type { PlayedTurn } from '../../src/eval/play-case.ts';

/** A turn that went well and showed nothing but its words, unless said otherwise. */
export function givenAnswer(overrides: Partial<PlayedTurn> & Pick<PlayedTurn, 'answer'>): PlayedTurn {
  return { question: 'What is it worth?', tables: [], approvals: [], toolCalls: [], figures: 0, suggestions: [], status: 'completed', refusalReason: undefined, changes: [], latencyMs: 1, ...overrides };
}
