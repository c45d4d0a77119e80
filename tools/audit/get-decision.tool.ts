import { z } from 'zod';
import { inputLines } from '../../src/data/advice/input-lines.ts';
import { loadChecksOfRecommendation, loadToolCallsOfTurns, loadToolsBehind, loadTurn } from '../../src/data/advice/load-decision.ts';
import { loadRecommendation } from '../../src/data/advice/load-recommendations.ts';
import { minute } from '../../src/data/records/listed.ts';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, fractionFigure, quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable, type ColumnSpec } from '../service/records-table.ts';
import { tradesTable } from '../advice/recommendation-tables.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';

const TOOLS: readonly ColumnSpec[] = [['tool', 'Tool'], ['effect', 'Effect'], ['arguments', 'Arguments', 'text', quoted], ['outcome', 'Outcome'], ['startedAt', 'When', 'date'], ['version', 'Tool version'], ['resultHash', 'Result hash'], ['id', 'Id', 'id']];
const CHECKS: readonly ColumnSpec[] = [['rule', 'Rule'], ['result', 'Result'], ['severity', 'Severity'], ['message', 'Message', 'text', quoted], ['checkedOn', 'Checked', 'date'], ['overridden', 'Overridden', 'boolean'], ['overrideReason', 'Override reason', 'text', quoted]];

export const getDecision = defineTool({
  name: 'get_decision', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'The record of an AI decision: model version, inputs, tools called, confidence, compliance, who approved it and when.',
  input: z.strictObject({ recommendationNumber: z.int().min(1).optional(), turnId: z.string().max(36).optional() }).refine(({ recommendationNumber, turnId }) => (recommendationNumber === undefined) !== (turnId === undefined), { error: 'Give a recommendation number or a turn id.' }),
  async run({ recommendationNumber, turnId }, { db, clock }) {
    return recommendationNumber === undefined ? turnRecord(db, turnId ?? '', clock.today()) : recommendationRecord(db, recommendationNumber, clock.today());
  },
});

async function recommendationRecord(db: ScopedDb, number: number, today: IsoDate) {
  const record = await loadRecommendation(db, { number });
  const checks = await loadChecksOfRecommendation(db, record.id);
  const failed = checks.rows.filter(({ result }) => result === 'failed').length;
  const warned = checks.rows.filter(({ result }) => result === 'warning').length;
  const compliance = checks.total === 0 ? null : failed > 0 ? `${failed} of ${checks.total} rules failed` : warned > 0 ? `${warned} of ${checks.total} rules warned` : `all ${checks.total} rules passed`;
  return answer({
    title: `Decision record of recommendation ${record.number}`, asOf: today,
    facts: [
      fact('model', 'Model version', record.modelVersion.label), fact('status', 'Status', record.status), quotedFact('approver', 'Decided by', record.decider ?? record.releaser, 'name'), fact('decidedAt', 'Decided', minute(record.decidedAt ?? record.releasedAt), 'date'),
      fact('approved', 'Approved', ['released', 'accepted', 'executed', 'measured'].includes(record.status)), quotedFact('releasedBy', 'Released by', record.releaser, 'name'), fact('releasedAt', 'Released', minute(record.releasedAt), 'date'), fact('compliance', 'Compliance', compliance),
      quotedFact('decisionReason', 'Reason given', record.decisionReason ?? null), fact('override', 'Overridden', record.isOverride), quotedFact('client', 'Client', record.client.fullName, 'name'), fact('text', 'Recommendation', record.summary),
      fact('createdAt', 'Made', minute(record.createdAt), 'date'), fact('dataAsOf', 'Data as of', record.dataAsOf, 'date'), fact('inputHash', 'Hash of the inputs', record.inputHash), fact('tradesHash', 'Hash of the trades', record.tradesHash),
    ],
    figures: [fractionFigure('confidence', 'Confidence', record.confidence, { asOf: record.dataAsOf, method: 'confidence of the advice engine, set by the server' })],
    tables: [
      recordsTable('inputs', 'What the model saw', inputLines(record.inputs), [['input', 'Input'], ['value', 'Value', 'text', quoted]], 'inputs as recorded with the decision'),
      recordsTable('tools', 'Tools called', await loadToolsBehind(db, { recommendationId: record.id, messageId: record.messageId }), TOOLS), recordsTable('checks', 'Compliance checks', checks, CHECKS), tradesTable(record.trades, record.portfolio.baseCurrency),
    ],
  });
}

async function turnRecord(db: ScopedDb, turnId: string, today: IsoDate) {
  const turn = await loadTurn(db, turnId);
  return answer({
    title: 'Record of a turn', asOf: today,
    facts: [
      quotedFact('question', 'Question', turn.question), quotedFact('text', 'Answer', turn.answer), fact('model', 'Model version', turn.modelVersion), fact('status', 'Status', turn.status), fact('refusalReason', 'Refused because', turn.refusal),
      quotedFact('person', 'Person', turn.person, 'name'), fact('decidedAt', 'When', turn.at, 'date'),
    ],
    tables: [recordsTable('tools', 'Tools called', await loadToolCallsOfTurns(db, [turnId]), TOOLS)],
  });
}
