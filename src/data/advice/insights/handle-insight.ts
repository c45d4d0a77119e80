import type { ScopedDb } from '../../../access/scoped-db.ts';
import { serviceManager } from '../../../access/act-as-service.ts';
import { recordAudit } from '../../../audit/record.ts';
import { AiInsight } from '../../../entities/analytics/ai-insight.entity.ts';
import { AppError } from '../../../shared/errors.ts';
import type { SaveTools } from '../../workflow/save-work.ts';

export const INSIGHT_ACTS = ['share', 'unshare', 'acknowledge', 'dismiss'] as const;
export type InsightAct = (typeof INSIGHT_ACTS)[number];

const EVENTS: Readonly<Record<InsightAct, string>> = { share: 'insight.shared', unshare: 'insight.unshared', acknowledge: 'insight.acknowledged', dismiss: 'insight.dismissed' };

/** One insight within reach, as it stands. @throws AppError not-found. */
export async function loadInsight(db: Pick<ScopedDb, 'findOneOrNotFound'>, id: string) {
  return db.findOneOrNotFound(AiInsight, { id }, 'insight', { populate: ['client', 'portfolio'] });
}

/** Why an act is not possible; undefined when it is. */
export function whyNotHandled({ status, sharedAt }: Pick<AiInsight, 'status' | 'sharedAt'>, act: InsightAct): string | undefined {
  if (act === 'share') return sharedAt ? 'It is shared with the client already.' : status === 'dismissed' ? 'It was dismissed.' : undefined;
  if (act === 'unshare') return sharedAt ? undefined : 'It is not shared with the client.';
  return status === 'open' || (act === 'dismiss' && status === 'acknowledged') ? undefined : `It is ${status}.`;
}

/** Shares an insight with its client, takes it back, acknowledges or dismisses it, in the name of the advisor. @throws AppError not-found; conflict when it stands otherwise. */
export async function handleInsight(db: ScopedDb, { id, act, reason, expectedVersion }: { readonly id: string; readonly act: InsightAct; readonly reason: string | undefined; readonly expectedVersion?: number | undefined }, tools: SaveTools): Promise<void> {
  await db.transaction(async (writer) => {
    const row = await loadInsight(writer, id);
    const whyNot = whyNotHandled(row, act);
    if (whyNot !== undefined) throw new AppError('conflict', whyNot);
    const now = tools.clock.now();
    const handled = { statusReason: reason ?? null, handledBy: writer.principal.userId, handledAt: now };
    const changes = { share: { sharedAt: now }, unshare: { sharedAt: null }, acknowledge: { status: 'acknowledged' as const, ...handled }, dismiss: { status: 'dismissed' as const, ...handled } }[act];
    await writer.update(AiInsight, { id }, changes, { expectedVersion: expectedVersion ?? row.version, what: 'insight' });
    const em = serviceManager(writer);
    recordAudit(em, { actorId: writer.principal.userId, actorRole: writer.principal.role, event: EVENTS[act], decision: 'done', objectType: 'AIInsights', objectId: id, clientId: row.client.id }, tools);
    await em.flush();
  });
}
