import { z } from 'zod';
import { inputLines } from '../../src/data/advice/input-lines.ts';
import { loadActsOn, loadChecksOfRecommendation, loadInsight, loadQuestionBehind, loadToolCallsOfTurns, loadToolsBehind, loadTurn } from '../../src/data/advice/load-decision.ts';
import { loadRecommendation } from '../../src/data/advice/load-recommendations.ts';
import { minute } from '../../src/data/records/listed.ts';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, fractionFigure, plainFigure, quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable, type ColumnSpec } from '../service/records-table.ts';
import { confidenceFigures } from '../advice/advice-figures.ts';
import { reasonFigures, tradesTable } from '../advice/recommendation-tables.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';

const TOOLS: readonly ColumnSpec[] = [['tool', 'Tool'], ['effect', 'Effect'], ['arguments', 'Arguments', 'text', quoted], ['outcome', 'Outcome'], ['startedAt', 'When', 'date'], ['version', 'Tool version'], ['resultHash', 'Result hash'], ['id', 'Id', 'id']];
const CHECKS: readonly ColumnSpec[] = [['rule', 'Rule'], ['result', 'Result'], ['severity', 'Severity'], ['message', 'Message', 'text', quoted], ['checkedOn', 'Checked', 'date'], ['overridden', 'Overridden', 'boolean'], ['overrideReason', 'Override reason', 'text', quoted]];

const ACTS: readonly ColumnSpec[] = [['at', 'When', 'date'], ['act', 'What'], ['by', 'Who', 'name', quoted], ['role', 'As'], ['note', 'Note', 'text', quoted], ['id', 'Id', 'id']];

export const getDecision = defineTool({
  name: 'get_decision', effect: 'read', version: 2, roles: ['advisor', 'auditor'],
  purpose: 'The record of an AI decision (recommendation, answer, refusal, insight): question, model version, inputs, tools called, confidence, compliance, who did what and when, outcome.',
  input: z.strictObject({ recommendationNumber: z.int().min(1).optional(), turnId: z.string().max(36).optional(), insightId: z.string().max(36).optional() })
    .refine((asked) => Object.values(asked).filter((value) => value !== undefined).length === 1, { error: 'Give a recommendation number, a turn id or an insight id.' }),
  async run({ recommendationNumber, turnId, insightId }, { db, clock }) {
    if (recommendationNumber !== undefined) return recommendationRecord(db, recommendationNumber, clock.today());
    return insightId === undefined ? turnRecord(db, turnId ?? '', clock.today()) : insightRecord(db, insightId, clock.today());
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
      quotedFact('question', 'Question', await loadQuestionBehind(db, record.messageId)), quotedFact('askedBy', 'Asked for by', record.creator, 'name'), fact('engine', 'Advice engine', record.modelVersion.engineVersion),
      fact('promptHash', 'Hash of the prompt', record.modelVersion.promptHash), fact('catalogueHash', 'Hash of the tool catalogue', record.modelVersion.catalogueHash), fact('ruleSet', 'Rule set', checks.ruleSets.join(', ') || null),
      fact('executedAt', 'Carried out', minute(record.executedAt), 'date'), fact('outcome', 'Outcome', typeof record.outcome?.['cameTrue'] === 'boolean' ? (record.outcome['cameTrue'] ? 'came true' : 'did not come true') : null),
      fact('createdAt', 'Made', minute(record.createdAt), 'date'), fact('dataAsOf', 'Data as of', record.dataAsOf, 'date'), fact('inputHash', 'Hash of the inputs', record.inputHash), fact('tradesHash', 'Hash of the trades', record.tradesHash),
    ],
    figures: confidenceFigures(record.confidence, record.confidenceParts, record.dataAsOf),
    tables: [
      recordsTable('inputs', 'What the model saw', inputLines(record.inputs), [['input', 'Input'], ['value', 'Value', 'text', quoted]], 'inputs as recorded with the decision'),
      recordsTable('tools', 'Tools called', await loadToolsBehind(db, { recommendationId: record.id, messageId: record.messageId }), TOOLS), recordsTable('checks', 'Compliance checks', checks, CHECKS), recordsTable('acts', 'What happened', await loadActsOn(db, record.id), ACTS), tradesTable(record.trades, record.portfolio.baseCurrency),
    ],
  });
}

async function turnRecord(db: ScopedDb, turnId: string, today: IsoDate) {
  const turn = await loadTurn(db, turnId);
  return answer({
    title: 'Record of a turn', asOf: today,
    facts: [
      quotedFact('question', 'Question', turn.question), quotedFact('text', 'Answer', turn.answer), fact('model', 'Model version', turn.modelVersion), fact('modelReported', 'Model as reported', turn.modelReported), fact('status', 'Status', turn.status),
      fact('refusalReason', 'Refused because', turn.refusal), fact('error', 'Failed because', turn.error), quotedFact('person', 'Person', turn.person, 'name'), fact('role', 'Asked as', turn.role), fact('decidedAt', 'When', turn.at, 'date'),
      fact('prompt', 'Prompt', turn.promptName), fact('promptHash', 'Hash of the prompt', turn.promptHash), fact('catalogueHash', 'Hash of the tool catalogue', turn.catalogueHash), fact('engine', 'Advice engine', turn.engineVersion),
    ],
    figures: [plainFigure('figures', 'Figures with a source', turn.figures, 'count', { asOf: today, method: 'as recorded' })],
    tables: [
      recordsTable('tools', 'Tools called', await loadToolCallsOfTurns(db, [turnId]), TOOLS),
      recordsTable('recommendations', 'Recommendations made', turn.recommendations, [['number', 'Number', 'id'], ['title', 'Recommendation'], ['status', 'Status']]),
    ],
  });
}

async function insightRecord(db: ScopedDb, id: string, today: IsoDate) {
  const insight = await loadInsight(db, id);
  return answer({
    title: `Record of an insight: ${insight.title}`, asOf: today,
    facts: [
      fact('kind', 'Kind', insight.kind), fact('severity', 'Severity', insight.severity), fact('text', 'What was noticed', insight.detail), fact('status', 'Status', insight.status), quotedFact('statusReason', 'Because', insight.statusReason ?? null),
      quotedFact('client', 'Client', insight.client.fullName, 'name'), quotedFact('portfolio', 'Portfolio', insight.portfolio?.name ?? null, 'name'), fact('model', 'Model version', insight.modelVersion.label), fact('engine', 'Advice engine', insight.modelVersion.engineVersion),
      fact('dataAsOf', 'Data as of', insight.dataAsOf, 'date'), fact('decidedAt', 'Found', minute(insight.detectedAt), 'date'), fact('inputHash', 'Hash of the inputs', insight.inputHash ?? null), quotedFact('approver', 'Handled by', insight.handler, 'name'),
      fact('handledAt', 'Handled', minute(insight.handledAt), 'date'), fact('sharedAt', 'Shared with the client', minute(insight.sharedAt), 'date'),
    ],
    figures: [fractionFigure('confidence', 'Confidence', insight.confidence, { asOf: insight.dataAsOf, method: 'confidence of the engine, set by the server' }), ...reasonFigures(insight.figures, insight.dataAsOf).filter(({ key }) => key !== 'confidence')],
  });
}
