import { serviceManager } from '../../../access/act-as-service.ts';
import type { ScopedWriter } from '../../../access/scoped-db.ts';
import { recordAudit } from '../../../audit/record.ts';
import type { FoundInsight, InsightSeverity } from '../../../domain/signals/insight.ts';
import { AiInsight } from '../../../entities/analytics/ai-insight.entity.ts';
import { addDays, dayOf, type IsoDate } from '../../../shared/calendar.ts';
import { inParts } from '../../compliance/in-parts.ts';
import type { SaveTools } from '../../workflow/save-work.ts';
import { adviceHash } from '../advice-hash.ts';

export interface InsightRun {
  readonly opened: number;
  readonly updated: number;
  readonly resolved: number;
  readonly unchanged: number;
}

/** A finding with the hash of the facts that it rests on. */
export interface HashedInsight {
  readonly found: FoundInsight;
  readonly inputHash: string;
}

export interface SaveQuery {
  /** Whose insights are settled by this run: what is open of them and was not found again is resolved. */
  readonly clientIds: readonly string[];
  readonly insights: readonly HashedInsight[];
  readonly modelVersionId: string;
  readonly asOf: IsoDate;
}

/** A dismissed finding stays away for so long, unless it gets worse. */
const DISMISSED_DAYS = 30;
const GRAVITY: readonly InsightSeverity[] = ['info', 'low', 'medium', 'high', 'critical'];

/**
 * Brings the insights on record to what was found: new ones are opened, known ones take the new figures, and open ones that were not found again
 * are resolved. The same facts change nothing, so that a second run of a day writes nothing. Nothing found is shown to a client: sharing is an act of
 * its own, and of the text and figures that the advisor saw: when these change, the client does not see the new ones before somebody shares them again.
 * A worse finding opens again what was acknowledged.
 */
export async function saveInsights(service: ScopedWriter, { clientIds, insights, modelVersionId, asOf }: SaveQuery, tools: SaveTools): Promise<InsightRun> {
  const since = new Date(`${addDays(asOf, -DISMISSED_DAYS)}T00:00:00.000Z`);
  const rows = await inParts(clientIds, (part) => service.find(AiInsight, { client: { $in: part }, $or: [{ status: { $in: ['open', 'acknowledged'] } }, { status: 'dismissed', handledAt: { $gte: since } }] }, {
    fields: ['id', 'kind', 'client', 'portfolio', 'security', 'severity', 'status', 'title', 'detail', 'figures', 'sharedAt', 'inputHash', 'version'], orderBy: [{ detectedAt: 'desc' }, { id: 'desc' }],
  }));
  const known = new Map<string, (typeof rows)[number]>();
  for (const row of rows) if (!known.has(keyOfRow(row))) known.set(keyOfRow(row), row);
  const run = { opened: 0, updated: 0, resolved: 0, unchanged: 0 };
  const again = new Set<string>();
  const em = serviceManager(service);
  for (const { found, inputHash } of insights) {
    const row = known.get(keyOf(found));
    if (row) again.add(row.id);
    const isWorse = row !== undefined && GRAVITY.indexOf(found.severity) > GRAVITY.indexOf(row.severity);
    if (row && (row.inputHash === inputHash || (row.status === 'dismissed' && !isWorse))) {
      run.unchanged += 1;
      continue;
    }
    const columns = { severity: found.severity, title: found.title, detail: found.detail, figures: found.figures, confidence: found.confidence, modelVersion: modelVersionId, inputHash, dataAsOf: asOf };
    if (row && row.status !== 'dismissed') {
      const isWithdrawn = Boolean(row.sharedAt) && whatIsShown(row) !== whatIsShown(found);
      await service.update(AiInsight, { id: row.id }, { ...columns, ...(isWithdrawn ? { sharedAt: null } : {}), ...(isWorse ? { status: 'open', handledAt: null, handledBy: null, statusReason: null } : {}) }, { expectedVersion: row.version, what: 'insight' });
      if (isWithdrawn) recordAudit(em, { actorId: null, actorRole: 'service', event: 'insight.unshared', decision: 'done', objectType: 'AIInsights', objectId: row.id, clientId: row.client.id, detail: { reason: 'its text or figures changed' } }, tools);
      run.updated += 1;
    } else {
      await service.create(AiInsight, { id: tools.newId(), client: found.clientId, portfolio: found.portfolioId, security: found.securityId, kind: found.kind, ...columns, detectedAt: tools.clock.now(), status: 'open' });
      run.opened += 1;
    }
  }
  for (const row of rows) {
    if (row.status === 'dismissed' || again.has(row.id)) continue;
    await service.update(AiInsight, { id: row.id }, { status: 'resolved', statusReason: `Not found again on ${dayOf(tools.clock.now())}.`, handledAt: tools.clock.now() }, { expectedVersion: row.version, what: 'insight' });
    run.resolved += 1;
  }
  await em.flush();
  return run;
}

/** What a client reads of it. The day of the figures alone makes no other finding. */
function whatIsShown({ severity, title, detail, figures }: Pick<AiInsight, 'severity' | 'title' | 'detail' | 'figures'>): string {
  return adviceHash({ severity, title, detail, figures: figures.map((figure) => ({ ...(figure as object), asOf: undefined })) });
}

function keyOf({ kind, clientId, portfolioId, securityId }: FoundInsight): string {
  return [kind, clientId, portfolioId ?? '', securityId ?? ''].join(' ');
}

function keyOfRow({ kind, client, portfolio, security }: { readonly kind: string; readonly client: { readonly id: string }; readonly portfolio?: { readonly id: string } | null | undefined; readonly security?: { readonly id: string } | null | undefined }): string {
  return [kind, client.id, portfolio?.id ?? '', security?.id ?? ''].join(' ');
}
