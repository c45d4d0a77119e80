import { actAsService, serviceManager } from '../../access/act-as-service.ts';
import type { ScopedWriter } from '../../access/scoped-db.ts';
import type { EntityData } from '@mikro-orm/core';
import { recordAudit } from '../../audit/record.ts';
import type { AdviceAct, AdviceActor } from '../../domain/advice-life/advice-status.ts';
import { moveAdvice } from '../../domain/advice-life/move-advice.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { closeTasks, moveWorkflow } from './advice-workflow.ts';

export interface AdviceStepRequest {
  readonly recommendationId: string;
  /** The version that the person looked at; the row's own when absent. */
  readonly expectedVersion?: number | undefined;
  readonly act: AdviceAct;
  readonly actor: AdviceActor;
  /** In the words of who acts; goes to the record and to the workflow. */
  readonly reason?: string | undefined;
  /** What else changes with the status. */
  readonly fields?: EntityData<AiRecommendation>;
  /** More facts for the audit entry, without personal data. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Audit events by act: who reads the log finds what happened, not how it is stored. */
const EVENTS: Readonly<Record<AdviceAct, string>> = {
  check: 'recommendation.checked', block: 'recommendation.blocked', send_to_review: 'recommendation.sent_to_review', release: 'recommendation.released', reject: 'recommendation.rejected', accept: 'recommendation.accepted',
  decline: 'recommendation.declined', defer: 'recommendation.deferred', hold: 'recommendation.deferred', expire: 'recommendation.expired', supersede: 'recommendation.superseded', execute: 'recommendation.executed', measure: 'recommendation.measured',
};

const TASKS_AFTER: Readonly<Partial<Record<AdviceAct, 'done' | 'cancelled'>>> = { release: 'done', reject: 'done', decline: 'cancelled', expire: 'cancelled', supersede: 'cancelled', block: 'cancelled', execute: 'done' };

/**
 * Moves a recommendation along its life, with its workflow, its tasks and an audit entry, in the caller's transaction. The caller has found
 * the recommendation within the person's reach.
 * @returns The row as it stands now.
 * @throws AppError as `moveAdvice`; conflict when somebody else changed it since `expectedVersion`.
 */
export async function stepAdvice(writer: ScopedWriter, step: AdviceStepRequest, tools: SaveTools) {
  const entryId = tools.newId();
  const service = actAsService(writer, { auditLogId: entryId });
  const { recommendationId, act, actor, reason } = step;
  const row = await service.findOneOrNotFound(AiRecommendation, { id: recommendationId }, 'recommendation', { fields: ['id', 'number', 'status', 'version', 'client'] });
  const status = moveAdvice({ from: row.status, act, actor, reason });
  const now = tools.clock.now();
  const changed = await service.update(AiRecommendation, { id: row.id }, {
    status, statusReason: statusReasonOf(step), ...(status === row.status ? {} : { statusChangedAt: now }), ...step.fields,
  }, { expectedVersion: step.expectedVersion ?? row.version, what: 'recommendation' });
  await moveWorkflow(service, row.id, act, reason, tools);
  const after = TASKS_AFTER[act];
  if (after) await closeTasks(service, row.id, after, tools);
  await recordAdviceAct(writer, { id: row.id, number: row.number, clientId: row.client.id }, { act, entryId, detail: { from: row.status, to: status, ...step.detail } }, tools);
  return changed;
}

/** Decisions have their own column for the words of who decided. */
function statusReasonOf({ act, actor, reason }: AdviceStepRequest): string | null {
  const by = actor === 'client' ? 'by the client' : 'by the advisor';
  switch (act) {
    case 'accept': return `Accepted ${by}.`;
    case 'decline': return `Declined ${by}.`;
    case 'defer': return `Deferred ${by}.`;
    case 'hold': return 'Put off in review.';
    case 'reject': return 'Rejected in review.';
    case 'expire': return reason?.slice(0, 400) ?? 'Nobody decided in time.';
    default: return reason?.slice(0, 400) ?? null;
  }
}

export interface AdviceSubject {
  readonly id: string;
  readonly number: number;
  readonly clientId: string;
}

/** Writes the audit entry of an act in the same transaction, in the name of who acts. */
export async function recordAdviceAct(
  writer: ScopedWriter, { id, number, clientId }: AdviceSubject, { act, detail, turn, entryId }: { readonly act: AdviceAct | 'draft'; readonly entryId?: string; readonly detail?: Readonly<Record<string, unknown>>; readonly turn?: { readonly conversationId?: string; readonly turnId?: string } }, tools: SaveTools,
): Promise<void> {
  const em = serviceManager(writer);
  recordAudit(em, {
    actorId: writer.principal.userId, actorRole: writer.principal.role, event: act === 'draft' ? 'recommendation.drafted' : EVENTS[act], decision: act === 'block' ? 'denied' : 'done',
    objectType: 'AIRecommendations', objectId: id, clientId, detail: { number, ...detail }, ...turn, ...(entryId ? { id: entryId } : {}),
  }, tools);
  await em.flush();
}
