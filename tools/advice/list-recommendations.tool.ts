import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadRecommendations } from '../../src/data/advice/load-recommendations.ts';
import { resolveAdvisor } from '../../src/data/names/resolve.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fraction, limit, period, whose } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

const input = z.strictObject({
  ...whose, advisor: z.string().trim().min(1).max(120).optional(), status: z.string().regex(/^[a-z_]{3,20}$/).optional().describe('pending, in_review, released, accepted, declined, blocked, expired, executed, measured'), period,
  minConfidence: fraction.optional(), maxConfidence: fraction.optional().describe('Below this'), strategy: z.string().max(40).optional(), modelVersion: z.string().max(80).optional(), overridesOnly: z.boolean().optional(), limit,
  orderBy: z.enum(['date', 'confidence']).optional(), direction: z.enum(['asc', 'desc']).optional(),
});

export const listRecommendations = defineTool({
  name: 'list_recommendations', effect: 'read', version: 3, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Recommendations, newest first or by confidence: by status (pending = undecided), client, portfolio, advisor, period, confidence, strategy, model version, override.',
  input,
  async run({ client, portfolio, advisor, ...query }, { db, clock }) {
    const { label, clientId, portfolioId } = await loadSubject(db, { client, portfolio });
    const advisorId = advisor === undefined ? undefined : await resolveAdvisor(db, advisor);
    const found = await loadRecommendations(db, { ...query, clientId, portfolioId, advisorId }, clock.today());
    return answer({
      title: `Recommendations for ${label}`, asOf: clock.today(), facts: spanFacts(query.period, clock.today()), figures: [countFigure('count', 'Recommendations', found.total, clock.today())],
      tables: [recordsTable('recommendations', 'Recommendations', found, [
        ['number', 'Number', 'id'], ['title', 'Recommendation'], ['client', 'Client', 'name', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['status', 'Status'], ['confidence', 'Confidence', 'fraction'], ['createdOn', 'Made', 'date'],
        ['modelVersion', 'Model version'], ['decidedBy', 'Decided by', 'name', quoted], ['decidedOn', 'Decided', 'date'], ['reason', 'Reason', 'text', quoted], ['securities', 'Trades'],
      ])],
    });
  },
});
