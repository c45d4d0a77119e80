import { actAsService, serviceManager } from '../../../access/act-as-service.ts';
import type { ScopedDb } from '../../../access/scoped-db.ts';
import { recordAudit } from '../../../audit/record.ts';
import { findInsights } from '../../../domain/signals/find-insights.ts';
import type { ClientFacts, FoundInsight } from '../../../domain/signals/insight.ts';
import { Client } from '../../../entities/clients/client.entity.ts';
import { notFound } from '../../../shared/errors.ts';
import { retryConflicts } from '../../retry-conflicts.ts';
import type { SaveTools } from '../../workflow/save-work.ts';
import { adviceHash } from '../advice-hash.ts';
import { loadInsightFacts } from './load-insight-facts.ts';
import { saveInsights, type HashedInsight, type InsightRun } from './save-insights.ts';

export interface InsightQuery {
  readonly clientIds: readonly string[];
  readonly modelVersionId: string;
}

/**
 * Finds what is worth a look about some clients and brings the record to it, in one transaction with an audit entry for each client whose insights
 * changed. The clients must be within the reach of who asks; the facts are then read with the service's rights, so that a finding does not depend on
 * who asked. @throws AppError not-found for a client out of reach or unknown.
 */
export async function findAndSaveInsights(db: ScopedDb, { clientIds, modelVersionId }: InsightQuery, tools: SaveTools): Promise<InsightRun> {
  return retryConflicts(() => db.transaction(async (writer) => {
    if (await writer.count(Client, { id: { $in: [...clientIds] } }) !== new Set(clientIds).size) throw notFound('client');
    const asOf = tools.clock.today();
    const service = actAsService(writer);
    const facts = await loadInsightFacts(service, clientIds, asOf);
    const total = { opened: 0, updated: 0, resolved: 0, unchanged: 0 };
    const em = serviceManager(writer);
    for (const client of facts) {
      const run = await saveInsights(service, { clientIds: [client.clientId], insights: findInsights(client).map((found) => hashedInsight(client, found)), modelVersionId, asOf }, tools);
      for (const key of ['opened', 'updated', 'resolved', 'unchanged'] as const) total[key] += run[key];
      const { unchanged, ...changes } = run;
      if (changes.opened + changes.updated + changes.resolved === 0) continue;
      recordAudit(em, { actorId: writer.principal.role === 'service' ? null : writer.principal.userId, actorRole: writer.principal.role, event: 'insights.found', decision: 'done', objectType: 'Clients', objectId: client.clientId, clientId: client.clientId, detail: { ...changes, unchanged, asOf } }, tools);
    }
    await em.flush();
    return total;
  }));
}

/** The hash is of the facts that the finding rests on: those of its portfolio, or of the relationship. */
export function hashedInsight(client: ClientFacts, found: FoundInsight): HashedInsight {
  const { portfolios, ...relationship } = client;
  return { found, inputHash: adviceHash(found.portfolioId === null ? relationship : portfolios.find(({ state }) => state.portfolio.id === found.portfolioId)) };
}
