import type { ScopedReader } from '../../../access/scoped-db.ts';
import type { StandingFlag } from '../../../domain/compliance/flag-changes.ts';
import { RegulatoryFlag } from '../../../entities/compliance/regulatory-flag.entity.ts';
import type { Clock } from '../../../shared/clock.ts';
import { inParts } from '../in-parts.ts';

/** What a person closed with a reason stays closed for a quarter, unless it gets worse. */
export const SETTLED_MS = 90 * 86_400_000;

/** Flags of some clients that are open, in review, or settled by a person. */
export async function loadStandingFlags(db: ScopedReader, clientIds: readonly string[], { clock }: { readonly clock: Clock }): Promise<StandingFlag[]> {
  const rows = await inParts(clientIds, (part) => db.find(RegulatoryFlag, { client: { $in: part }, $or: [{ status: { $ne: 'closed' } }, { closedBy: { $ne: null }, closedAt: { $gt: new Date(clock.now().getTime() - SETTLED_MS) } }] }, {
    fields: ['id', 'kind', 'client', 'portfolio', 'complianceCheck', 'status', 'severity'],
  }));
  return rows.map(({ id, kind, client, portfolio, complianceCheck, status, severity }) => ({
    id, kind, clientId: client.id, portfolioId: portfolio?.id ?? null, isFromCheck: complianceCheck !== null && complianceCheck !== undefined, settledAt: status === 'closed' ? severity : undefined,
  }));
}
