import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadInputLines } from '../../src/data/advice/input-lines.ts';
import { loadChecksOfRecommendation, loadToolsBehind } from '../../src/data/advice/load-decision.ts';
import { loadRecommendation, type RecommendationRecord } from '../../src/data/advice/load-recommendations.ts';
import { dayText, minute } from '../../src/data/records/listed.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable } from '../service/records-table.ts';
import { whose } from '../shared-inputs.ts';
import { confidenceFigures, shownFigure, sideFigures } from './advice-figures.ts';
import { alternativesTable, reasonFigures, tradesTable, warningsOf } from './recommendation-tables.ts';

export const getRecommendation = defineTool({
  name: 'get_recommendation', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'One recommendation by number or the latest: what it says, why, confidence and its parts, inputs, status, trades, alternatives, checks, who approved it.',
  input: z.strictObject({ ...whose, number: z.int().min(1).optional(), which: z.literal('latest').optional() }).refine(({ number, which }) => number !== undefined || which !== undefined, { error: 'Give a number, or which: latest.' }),
  async run({ number, client, portfolio }, { db, clock }) {
    const subject = number === undefined ? await loadSubject(db, { client, portfolio }) : { clientId: undefined, portfolioId: undefined };
    const record = await loadRecommendation(db, { number, clientId: subject.clientId, portfolioId: subject.portfolioId });
    const isStaff = db.principal.role !== 'client';
    return answer({
      title: `Recommendation ${record.number}: ${record.title}`, asOf: clock.today(), facts: factsOf(record), figures: figuresOf(record),
      tables: [
        tradesTable(record.trades, record.portfolio.baseCurrency), alternativesTable(record.alternatives),
        recordsTable('inputs', 'What it looked at', await loadInputLines(db, record.id), [['input', 'Input'], ['value', 'Value', 'text', quoted]], 'inputs as recorded with the decision'),
        ...(isStaff ? [
          recordsTable('checks', 'Compliance checks', await loadChecksOfRecommendation(db, record.id), [['rule', 'Rule'], ['result', 'Result'], ['severity', 'Severity'], ['message', 'Message', 'text', quoted], ['checkedOn', 'Checked', 'date'], ['overridden', 'Overridden', 'boolean']]),
          recordsTable('tools', 'Tools called', await loadToolsBehind(db, { recommendationId: record.id, messageId: record.messageId }), [['tool', 'Tool'], ['effect', 'Effect'], ['outcome', 'Outcome'], ['startedAt', 'When', 'date']]),
        ] : []),
      ],
      caveats: warningsOf(record.warnings),
    });
  },
});

function figuresOf(record: RecommendationRecord) {
  const { dataAsOf, portfolio: { baseCurrency } } = record;
  const money = (key: string, label: string, value: unknown, method: string) => (typeof value === 'string' ? [shownFigure({ key, label, value, unit: 'money', currency: baseCurrency, method }, dataAsOf)] : []);
  return [
    ...confidenceFigures(record.confidence, record.confidenceParts, dataAsOf), ...reasonFigures(record.reasons, dataAsOf), ...sideFigures(record.before, record.after, dataAsOf),
    ...money('estimatedCost', 'Cost of trading', record.after['estimatedCostBase'], 'commission and half spread by the house schedule'), ...money('estimatedTax', 'Tax of the sales', record.after['estimatedTaxBase'], 'gain of the lots sold at assumed rates; negative saves tax'),
    ...money('outcomeGain', 'Gained over doing nothing', record.outcome?.['gainAgainstDoingNothingBase'], typeof record.outcome?.['method'] === 'string' ? record.outcome['method'] : 'as measured'),
  ];
}

function factsOf(record: RecommendationRecord) {
  return [
    fact('number', 'Number', String(record.number), 'id'), fact('text', 'Recommendation', record.summary), fact('rationale', 'Why', record.rationale), fact('status', 'Status', record.status), quotedFact('statusReason', 'Because', record.statusReason ?? null),
    quotedFact('client', 'Client', record.client.fullName, 'name'), quotedFact('portfolio', 'Portfolio', record.portfolio.name, 'name'), fact('strategy', 'Kind', record.strategy), fact('model', 'Model version', record.modelVersion.label), fact('engine', 'Advice engine', record.modelVersion.engineVersion),
    fact('createdOn', 'Made', dayText(record.createdAt), 'date'), quotedFact('askedBy', 'Asked for by', record.creator, 'name'), fact('dataAsOf', 'Data as of', record.dataAsOf, 'date'), fact('validUntil', 'Valid until', minute(record.validUntil), 'date'),
    fact('releasedAt', 'Released', minute(record.releasedAt), 'date'), quotedFact('releasedBy', 'Released by', record.releaser, 'name'), quotedFact('approver', 'Decided by', record.decider, 'name'), fact('decidedAt', 'Decided', minute(record.decidedAt), 'date'),
    quotedFact('decisionReason', 'Reason given', record.decisionReason ?? null), fact('executedAt', 'Carried out', minute(record.executedAt), 'date'), ...(typeof record.outcome?.['cameTrue'] === 'boolean' ? [fact('cameTrue', 'Came true', record.outcome['cameTrue'])] : []),
  ];
}
