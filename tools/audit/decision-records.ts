import { inputLines } from '../../src/data/advice/input-lines.ts';
import { loadActsInTurn, loadActsOn, loadActsOnInsight, loadChecksOfRecommendation, loadInsight, loadQuestionBehind, loadToolCallsOfTurns, loadToolsBehind, loadTurn, loadTurnBehind } from '../../src/data/advice/load-decision.ts';
import { loadRecommendation } from '../../src/data/advice/load-recommendations.ts';
import { rebuildExchange } from '../../src/data/conversations/rebuild-exchange.ts';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { minute } from '../../src/data/records/listed.ts';
import { answer } from '../../src/shared/answer.ts';
import { confidenceFigures } from '../advice/advice-figures.ts';
import { reasonFigures, tradesTable } from '../advice/recommendation-tables.ts';
import type { ToolContext } from '../define-tool.ts';
import { fact, fractionFigure, plainFigure, quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable } from '../service/records-table.ts';
import { ACTS, CHECKS, complianceText, exchangeFact, roundsTable, TOOLS } from './decision-tables.ts';

type Context = Pick<ToolContext, 'db' | 'clock' | 'principal'>;

/** What was sent to the model of a turn, for those who may see it. */
async function exchangeOf({ db, principal }: Context, turnId: string | null) {
  const isAuditor = principal.role === 'auditor';
  return { isAuditor, exchange: isAuditor && turnId !== null ? await rebuildExchange(db, turnId) : undefined };
}

export async function recommendationRecord(context: Context, number: number) {
  const { db, clock } = context;
  const record = await loadRecommendation(db, { number });
  const checks = await loadChecksOfRecommendation(db, record.id);
  const turnId = await loadTurnBehind(db, record.messageId);
  const { exchange, isAuditor } = await exchangeOf(context, turnId);
  return answer({
    title: `Decision record of recommendation ${record.number}`, asOf: clock.today(),
    facts: [
      fact('model', 'Model version', record.modelVersion.label), fact('status', 'Status', record.status), quotedFact('approver', 'Decided by', record.decider ?? record.releaser, 'name'), fact('decidedAt', 'Decided', minute(record.decidedAt ?? record.releasedAt), 'date'),
      fact('approved', 'Approved', ['released', 'accepted', 'executed', 'measured'].includes(record.status)), quotedFact('releasedBy', 'Released by', record.releaser, 'name'), fact('releasedAt', 'Released', minute(record.releasedAt), 'date'), fact('compliance', 'Compliance', complianceText(checks.rows)),
      quotedFact('decisionReason', 'Reason given', record.decisionReason ?? null), fact('override', 'Overridden', record.isOverride), quotedFact('client', 'Client', record.client.fullName, 'name'), fact('text', 'Recommendation', record.summary), fact('rationale', 'Rationale', record.rationale),
      quotedFact('question', 'Question', await loadQuestionBehind(db, record.messageId)), quotedFact('askedBy', 'Asked for by', record.creator, 'name'), fact('turn', 'Turn', turnId, 'id'), exchangeFact(exchange, isAuditor), fact('untrustedTexts', 'Texts of others read before', untrustedIn(record.provenance)),
      fact('engine', 'Advice engine', record.modelVersion.engineVersion), fact('promptHash', 'Hash of the prompt', record.modelVersion.promptHash), fact('catalogueHash', 'Hash of the tool catalogue', record.modelVersion.catalogueHash), fact('ruleSet', 'Rule set', checks.ruleSets.join(', ') || null),
      fact('executedAt', 'Carried out', minute(record.executedAt), 'date'), fact('outcome', 'Outcome', typeof record.outcome?.['cameTrue'] === 'boolean' ? (record.outcome['cameTrue'] ? 'came true' : 'did not come true') : null),
      fact('createdAt', 'Made', minute(record.createdAt), 'date'), fact('dataAsOf', 'Data as of', record.dataAsOf, 'date'), fact('inputHash', 'Hash of the inputs', record.inputHash), fact('tradesHash', 'Hash of the trades', record.tradesHash),
    ],
    figures: confidenceFigures(record.confidence, record.confidenceParts, record.dataAsOf),
    tables: [
      recordsTable('inputs', 'What the model saw', inputLines(record.inputs), [['input', 'Input'], ['value', 'Value', 'text', quoted]], 'inputs as recorded with the decision'),
      recordsTable('tools', 'Tools called', await loadToolsBehind(db, { recommendationId: record.id, messageId: record.messageId }), TOOLS), recordsTable('checks', 'Compliance checks', checks, CHECKS), recordsTable('acts', 'What happened', await loadActsOn(db, record.id), ACTS), tradesTable(record.trades, record.portfolio.baseCurrency),
      ...(exchange ? [roundsTable(exchange)] : []),
    ],
  });
}

/** Tools through which the model had read what others wrote before it asked for the advice, as the record says. */
function untrustedIn(provenance: unknown): string | null {
  const readings = typeof provenance === 'object' && provenance !== null && 'untrustedTexts' in provenance && Array.isArray(provenance.untrustedTexts) ? provenance.untrustedTexts as readonly { readonly tool: string; readonly invocationId: string }[] : undefined; // written by propose-recommendation alone
  return readings === undefined ? null : readings.length === 0 ? 'none' : readings.map(({ tool, invocationId }) => `${tool} ${invocationId}`).join(', ');
}

/** An answer or a refusal. */
export async function turnRecord(context: Context, turnId: string) {
  const { db, clock } = context;
  const today = clock.today();
  const turn = await loadTurn(db, turnId);
  const tools = await loadToolCallsOfTurns(db, [turnId]);
  const { exchange, isAuditor } = await exchangeOf(context, turnId);
  const days = tools.rows.flatMap(({ asOf }) => asOf ?? []).toSorted();
  const checks = await checksOf(db, turn.recommendations.rows);
  return answer({
    title: 'Record of a turn', asOf: today,
    facts: [
      quotedFact('question', 'Question', turn.question), quotedFact('text', 'Answer', turn.answer), fact('model', 'Model version', turn.modelVersion), fact('modelReported', 'Model as reported', turn.modelReported), fact('status', 'Status', turn.status),
      fact('refusalReason', 'Refused because', turn.refusal), fact('error', 'Failed because', turn.error), quotedFact('person', 'Person', turn.person, 'name'), fact('role', 'Asked as', turn.role), fact('decidedAt', 'When', turn.at, 'date'),
      fact('prompt', 'Prompt', turn.promptName), fact('promptHash', 'Hash of the prompt', turn.promptHash), fact('catalogueHash', 'Hash of the tool catalogue', turn.catalogueHash), fact('engine', 'Advice engine', turn.engineVersion), exchangeFact(exchange, isAuditor),
      fact('dataAsOf', 'Data as of', days.length === 0 ? 'no data were read' : days[0] === days.at(-1) ? days[0]! : `${days[0]} to ${days.at(-1)}`),
      fact('compliance', 'Compliance', complianceText(checks.rows) ?? 'nothing was proposed: no rule was due'), fact('confidence', 'Confidence', turn.recommendations.total > 0 ? 'that of its recommendations' : 'no score: every figure has its source, and what had none was withheld'),
      fact('outcome', 'Outcome', turn.refusal ? 'refused' : turn.error ? 'failed' : turn.status),
    ],
    figures: [plainFigure('figures', 'Figures with a source', turn.figures, 'count', { asOf: today, method: 'as recorded' })],
    tables: [
      recordsTable('tools', 'Tools called', tools, TOOLS),
      recordsTable('recommendations', 'Recommendations made', turn.recommendations, [['number', 'Number', 'id'], ['title', 'Recommendation'], ['status', 'Status'], ['confidence', 'Confidence', 'fraction']]),
      recordsTable('checks', 'Compliance checks', checks, CHECKS), recordsTable('acts', 'What happened', await loadActsInTurn(db, turnId, turn.answerId), ACTS), ...(exchange ? [roundsTable(exchange)] : []),
    ],
  });
}

async function checksOf(db: ScopedDb, recommendations: readonly { readonly id: string }[]) {
  const all = [];
  for (const { id } of recommendations) all.push(...(await loadChecksOfRecommendation(db, id)).rows);
  return { total: all.length, rows: all };
}

export async function insightRecord(context: Context, id: string) {
  const { db, clock } = context;
  const insight = await loadInsight(db, id);
  return answer({
    title: `Record of an insight: ${insight.title}`, asOf: clock.today(),
    facts: [
      fact('question', 'Question', 'none: the engine looks every night and when an advisor asks'), fact('kind', 'Kind', insight.kind), fact('severity', 'Severity', insight.severity), fact('text', 'What was noticed', insight.detail), fact('status', 'Status', insight.status), quotedFact('statusReason', 'Because', insight.statusReason ?? null),
      quotedFact('client', 'Client', insight.client.fullName, 'name'), quotedFact('portfolio', 'Portfolio', insight.portfolio?.name ?? null, 'name'), fact('model', 'Model version', insight.modelVersion.label), fact('engine', 'Advice engine', insight.modelVersion.engineVersion),
      fact('promptHash', 'Hash of the prompt', insight.modelVersion.promptHash), fact('catalogueHash', 'Hash of the tool catalogue', insight.modelVersion.catalogueHash), fact('messages', 'Messages as sent', 'none: found by the engine, no language model was asked'), fact('compliance', 'Compliance', 'nothing was proposed: no rule was due'),
      fact('dataAsOf', 'Data as of', insight.dataAsOf, 'date'), fact('decidedAt', 'Found', minute(insight.detectedAt), 'date'), fact('inputHash', 'Hash of the inputs', insight.inputHash ?? null), quotedFact('approver', 'Handled by', insight.handler, 'name'),
      fact('handledAt', 'Handled', minute(insight.handledAt), 'date'), fact('sharedAt', 'Shared with the client', minute(insight.sharedAt), 'date'), fact('outcome', 'Outcome', insight.status),
    ],
    figures: [fractionFigure('confidence', 'Confidence', insight.confidence, { asOf: insight.dataAsOf, method: 'confidence of the engine, set by the server' }), ...reasonFigures(insight.figures, insight.dataAsOf).filter(({ key }) => key !== 'confidence')],
    tables: [recordsTable('acts', 'What happened', await loadActsOnInsight(db, insight), ACTS)],
  });
}
