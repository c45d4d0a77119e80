import { z } from 'zod';
import { loadRecommendations } from '../../src/data/advice/load-recommendations.ts';
import { loadOverriddenChecks } from '../../src/data/compliance/load-checks.ts';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { resolveAdvisor } from '../../src/data/names/resolve.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { client, fraction, period } from '../shared-inputs.ts';
import { countFigure, quoted, recordsTable, spanFacts } from '../service/records-table.ts';

export const listOverrides = defineTool({
  name: 'list_overrides', effect: 'read', version: 3, roles: ['advisor', 'auditor'],
  purpose: 'Recommendations and compliance results that a person overrode, by whom, with whose consent, when and why.',
  input: z.strictObject({ period, advisor: z.string().trim().min(1).max(120).optional(), client, minConfidence: fraction.optional(), maxConfidence: fraction.optional() }),
  async run({ period: span, advisor, client: named, ...bounds }, { db, clock }) {
    const advisorId = advisor === undefined ? undefined : await resolveAdvisor(db, advisor);
    const { clientId } = await loadSubject(db, { client: named });
    const found = await loadRecommendations(db, { period: span, advisorId, clientId, ...bounds, overridesOnly: true, limit: 200 }, clock.today());
    // A result of a rule has no confidence: who bounds it asks for recommendations alone.
    const checks = Object.values(bounds).some((bound) => bound !== undefined) ? { rows: [], total: 0 } : await loadOverriddenChecks(db, { period: span, advisorId, clientId }, clock.today());
    return answer({
      title: 'Overridden recommendations', asOf: clock.today(), facts: spanFacts(span, clock.today()), figures: [countFigure('count', 'Overrides', found.total, clock.today(), 'overrides decided in the period'), countFigure('checkCount', 'Overridden compliance results', checks.total, clock.today(), 'overrides of the period')],
      tables: [recordsTable('overrides', 'Overrides', found, [
        ['number', 'Number', 'id'], ['title', 'Recommendation'], ['client', 'Client', 'name', quoted], ['decidedBy', 'Overridden by', 'name', quoted], ['decidedOn', 'When', 'date'], ['reason', 'Reason', 'text', quoted], ['status', 'Status'],
        ['confidence', 'Confidence', 'fraction'], ['modelVersion', 'Model version'],
      ]), recordsTable('checks', 'Overridden compliance results', checks, [
        ['id', 'Id', 'id'], ['rule', 'Rule'], ['result', 'Result'], ['client', 'Client', 'name', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['overriddenBy', 'Overridden by', 'name', quoted], ['overriddenOn', 'When', 'date'],
        ['reason', 'Reason', 'text', quoted], ['consentBy', 'Second consent', 'name', quoted], ['counts', 'Counts', 'boolean'],
      ])],
    });
  },
});
