import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadInsights } from '../../src/data/advice/load-recommendations.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { limit, period, whose } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';

export const listInsights = defineTool({
  name: 'list_insights', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Alerts that the engine raised (risk, drift, concentration, idle cash, churn \u2026), gravest first; open ones unless a period is given.',
  input: z.strictObject({
    ...whose, kind: z.enum(['risk', 'risk_spike', 'drift', 'fee_drag', 'idle_cash', 'goal_slippage', 'sentiment_turn', 'churn_risk', 'concentration']).optional(),
    severity: z.enum(['info', 'low', 'medium', 'high', 'critical']).optional().describe('This or worse'), period, limit,
  }),
  async run({ client, portfolio, ...query }, { db, clock }) {
    const { label, clientId, portfolioId } = await loadSubject(db, { client, portfolio });
    const found = await loadInsights(db, { ...query, clientId, portfolioId }, clock.today());
    return answer({
      title: `Alerts on ${label}`, asOf: clock.today(), figures: [countFigure('count', 'Alerts', found.total, clock.today())],
      tables: [recordsTable('insights', 'Alerts', found, [
        ['title', 'Alert', 'text', quoted], ['client', 'Client', 'name', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['kind', 'Kind'], ['severity', 'Severity'], ['status', 'Status'], ['detectedAt', 'Found', 'date'], ['detail', 'Detail', 'text', quoted],
        ['confidence', 'Confidence', 'fraction'], ['id', 'Id', 'id'],
      ])],
    });
  },
});
