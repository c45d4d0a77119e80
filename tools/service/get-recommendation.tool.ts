import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadChecksOfRecommendation, loadToolsBehind } from '../../src/data/advice/load-decision.ts';
import { loadRecommendation, type RecommendationRecord } from '../../src/data/advice/load-recommendations.ts';
import { dayText, minute } from '../../src/data/records/listed.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, fractionFigure, quotedFact } from '../portfolio/figures.ts';
import { whose } from '../shared-inputs.ts';
import { quoted, recordsTable } from './records-table.ts';
import { alternativesTable, reasonsOf, tradesTable } from './recommendation-tables.ts';

export const getRecommendation = defineTool({
  name: 'get_recommendation', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'One recommendation by number or the latest: what it says, why, confidence, status, trades, alternatives, checks.',
  input: z.strictObject({ ...whose, number: z.int().min(1).optional(), which: z.literal('latest').optional() }).refine(({ number, which }) => number !== undefined || which !== undefined, { error: 'Give a number, or which: latest.' }),
  async run({ number, client, portfolio }, { db, clock }) {
    const subject = number === undefined ? await loadSubject(db, { client, portfolio }) : { clientId: undefined, portfolioId: undefined };
    const record = await loadRecommendation(db, { number, clientId: subject.clientId, portfolioId: subject.portfolioId });
    const isStaff = db.principal.role !== 'client';
    const basis = { asOf: record.dataAsOf, method: 'confidence of the advice engine, set by the server' };
    return answer({
      title: `Recommendation ${record.number}: ${record.title}`, asOf: clock.today(), facts: factsOf(record),
      figures: [fractionFigure('confidence', 'Confidence', record.confidence, basis), ...reasonsOf(record)],
      tables: [
        tradesTable(record), alternativesTable(record),
        ...(isStaff ? [
          recordsTable('checks', 'Compliance checks', await loadChecksOfRecommendation(db, record.id), [['rule', 'Rule'], ['result', 'Result'], ['severity', 'Severity'], ['message', 'Message', 'text', quoted], ['checkedOn', 'Checked', 'date'], ['overridden', 'Overridden', 'boolean']]),
          recordsTable('tools', 'Tools called', await loadToolsBehind(db, { recommendationId: record.id, messageId: record.messageId }), [['tool', 'Tool'], ['effect', 'Effect'], ['outcome', 'Outcome'], ['startedAt', 'When', 'date']]),
        ] : []),
      ],
    });
  },
});

function factsOf(record: RecommendationRecord) {
  return [
    fact('number', 'Number', String(record.number), 'id'), fact('text', 'Recommendation', record.summary), quotedFact('rationale', 'Why', record.rationale), fact('status', 'Status', record.status), quotedFact('statusReason', 'Because', record.statusReason ?? null),
    quotedFact('client', 'Client', record.client.fullName, 'name'), quotedFact('portfolio', 'Portfolio', record.portfolio.name, 'name'), fact('strategy', 'Kind', record.strategy), fact('model', 'Model version', record.modelVersion.label),
    fact('createdOn', 'Made', dayText(record.createdAt), 'date'), fact('dataAsOf', 'Data as of', record.dataAsOf, 'date'), fact('validUntil', 'Valid until', minute(record.validUntil), 'date'), fact('releasedAt', 'Released', minute(record.releasedAt), 'date'),
    quotedFact('approver', 'Decided by', record.decider, 'name'), fact('decidedAt', 'Decided', minute(record.decidedAt), 'date'), quotedFact('decisionReason', 'Reason given', record.decisionReason ?? null),
  ];
}
