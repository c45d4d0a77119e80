import { z } from 'zod';
import { rebuildExchange } from '../../src/data/conversations/rebuild-exchange.ts';
import { loadTurnBehind } from '../../src/data/advice/load-decision.ts';
import { loadRecommendation } from '../../src/data/advice/load-recommendations.ts';
import { answer } from '../../src/shared/answer.ts';
import { AppError } from '../../src/shared/errors.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { exchangeFact, messagesTable, roundsTable } from './decision-tables.ts';
import { insightRecord, recommendationRecord, turnRecord } from './decision-records.ts';

export const getDecision = defineTool({
  name: 'get_decision', effect: 'read', version: 3, roles: ['advisor', 'auditor'],
  purpose: 'The record of an AI decision (recommendation, answer, refusal, insight): question, model version, inputs, tools called, confidence, compliance, who did what and when, outcome.',
  input: z.strictObject({
    recommendationNumber: z.int().min(1).optional(), turnId: z.string().max(36).optional(), insightId: z.string().max(36).optional(),
    part: z.literal('messages').optional().describe('Auditors: what the model was sent, word for word'),
  }).refine(({ part: _part, ...asked }) => Object.values(asked).filter((value) => value !== undefined).length === 1, { error: 'Give a recommendation number, a turn id or an insight id.' }),
  async run({ recommendationNumber, turnId, insightId, part }, context) {
    if (part === 'messages') return sentMessages(context, recommendationNumber, turnId);
    if (recommendationNumber !== undefined) return recommendationRecord(context, recommendationNumber);
    return insightId === undefined ? turnRecord(context, turnId ?? '') : insightRecord(context, insightId);
  },
});

/** What the model was sent for an answer, or for the answer that a recommendation came from. */
async function sentMessages({ db, clock, principal }: ToolContext, recommendationNumber: number | undefined, asked: string | undefined) {
  if (principal.role !== 'auditor') throw new AppError('not-permitted', 'What a model was sent is for auditors.');
  const turnId = recommendationNumber === undefined ? asked : await loadTurnBehind(db, (await loadRecommendation(db, { number: recommendationNumber })).messageId);
  const exchange = turnId ? await rebuildExchange(db, turnId) : undefined;
  return answer({ title: 'What the model was sent', asOf: clock.today(), facts: [exchangeFact(exchange, true)], tables: exchange ? [messagesTable(exchange), roundsTable(exchange)] : [] });
}
