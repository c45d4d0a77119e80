import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb, ScopedWriter } from '../../access/scoped-db.ts';
import type { AdviceAct, AdviceActor, AdviceStatus } from '../../domain/advice-life/advice-status.ts';
import { AppError } from '../../shared/errors.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { addAdviceTask, loadAdvicePeople, tell } from './advice-people.ts';
import { findForAct, type AdviceTarget, type RecommendationForAct } from './find-for-act.ts';
import { stepAdvice } from './step-advice.ts';

export interface AdviceDecision extends AdviceTarget {
  readonly decision: 'accept' | 'decline' | 'defer';
  readonly reason?: string | undefined;
}

/**
 * A client's decision on a released recommendation, or an advisor's in the client's place with a reason: what the client instructed, or what
 * a discretionary mandate allows. An advisor who declines overrides the engine. Accepting books no trade: an advisor carries it out.
 * @throws AppError not-found out of reach; not-permitted for other roles; conflict when it changed, lapsed or is not up for a decision.
 */
export async function decideRecommendation(db: ScopedDb, decision: AdviceDecision, tools: SaveTools) {
  return retryConflicts(() => db.transaction((writer) => decide(writer, decision, tools)));
}

async function decide(writer: ScopedWriter, decision: AdviceDecision, tools: SaveTools) {
  const actor = actorOf(writer);
  const row = await findForAct(writer, decision, tools, decision.decision === 'accept');
  const { reason } = decision;
  const isFinal = decision.decision !== 'defer';
  const act = actFor(decision.decision, actor, row.status);
  const decided = await stepAdvice(writer, {
    recommendationId: row.id, expectedVersion: decision.expectedVersion, act, actor, reason, detail: { byMandate: actor === 'advisor' ? row.portfolio.mandate : null },
    fields: {
      decisionReason: reason?.slice(0, 400) ?? null, ...(isFinal ? { decidedAt: tools.clock.now(), decidedBy: writer.principal.userId } : {}),
      ...(actor === 'advisor' && decision.decision === 'decline' ? { isOverride: true } : {}),
    },
  }, tools);
  await follow(writer, row, decision, tools);
  return decided;
}

/** An advisor's "no" to what no client has seen yet is the end of its review; "later" leaves it there. */
export function actFor(decision: AdviceDecision['decision'], actor: AdviceActor, status: AdviceStatus): AdviceAct {
  if (actor !== 'advisor' || status === 'released') return decision;
  return decision === 'decline' ? 'reject' : decision === 'defer' && status === 'in_review' ? 'hold' : decision;
}

export function actorOf(writer: Pick<ScopedWriter, 'principal'>): Exclude<AdviceActor, 'system'> {
  const { role } = writer.principal;
  if (role === 'client' || role === 'advisor') return role;
  throw new AppError('not-permitted', 'Only the client or the advisor decides on a recommendation.');
}

async function follow(writer: ScopedWriter, row: RecommendationForAct, { decision }: AdviceDecision, tools: SaveTools): Promise<void> {
  const service = actAsService(writer);
  const clientId = row.client.id;
  const people = await loadAdvicePeople(service, clientId, tools.clock.today());
  if (decision === 'accept' && row.trades.length > 0) {
    await addAdviceTask(service, { recommendationId: row.id, clientId, title: `Carry out recommendation ${row.number}: ${row.title}`, assignedTo: people.advisorUserId, isUrgent: true }, tools);
  }
  const to = writer.principal.role === 'client' ? people.advisorUserId : people.clientUserId;
  if (to === people.clientUserId && !row.releasedAt) return; // the client never heard of it
  await tell(service, { to, clientId, kind: 'recommendation', number: row.number, title: `Recommendation ${row.number} was ${decision === 'accept' ? 'accepted' : decision === 'decline' ? 'declined' : 'deferred'}`, body: row.title }, tools);
}
