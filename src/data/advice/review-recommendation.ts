import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb, ScopedWriter } from '../../access/scoped-db.ts';
import { standingOf } from '../../domain/advice-life/standing-checks.ts';
import { AppError } from '../../shared/errors.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { loadAdvicePeople, tell } from './advice-people.ts';
import { loadCountedChecks } from './counted-checks.ts';
import { findForAct, type AdviceTarget } from './find-for-act.ts';
import { stepAdvice } from './step-advice.ts';

export interface Review extends AdviceTarget {
  readonly decision: 'release' | 'reject';
  readonly reason: string;
}

/**
 * An advisor's word on a recommendation in review: released to the client, or rejected. A blocked one may be released once every rule that
 * stopped it is overridden by as many persons as the rule asks for.
 * @throws AppError not-found out of reach; not-permitted for anybody but an advisor; conflict when it changed, lapsed, or is stopped by a rule.
 */
export async function reviewRecommendation(db: ScopedDb, review: Review, tools: SaveTools) {
  return retryConflicts(() => db.transaction((writer) => decideReview(writer, review, tools)));
}

async function decideReview(writer: ScopedWriter, review: Review, tools: SaveTools) {
  const { principal } = writer;
  if (principal.role !== 'advisor') throw new AppError('not-permitted', 'Only an advisor reviews recommendations.');
  const row = await findForAct(writer, review, tools);
  const decided = { decidedAt: tools.clock.now(), decidedBy: principal.userId, decisionReason: review.reason.slice(0, 400) };
  if (review.decision === 'reject') return stepAdvice(writer, { recommendationId: row.id, expectedVersion: review.expectedVersion, act: 'reject', actor: 'advisor', reason: review.reason, fields: { ...decided, isOverride: true } }, tools);
  const service = actAsService(writer);
  const checks = await loadCountedChecks(service, row.id);
  const { blocking } = standingOf(checks);
  if (blocking.length > 0) throw new AppError('conflict', `Recommendation ${row.number} is stopped by ${blocking.map((rule) => rule.replaceAll('_', ' ')).join(', ')}.`, { hint: 'A rule that allows it can be overridden first, with a reason.' });
  if (row.status === 'blocked') await stepAdvice(writer, { recommendationId: row.id, expectedVersion: review.expectedVersion, act: 'send_to_review', actor: 'advisor', reason: 'The rules that stopped it were overridden.' }, tools);
  const released = await stepAdvice(writer, {
    recommendationId: row.id, expectedVersion: row.status === 'blocked' ? undefined : review.expectedVersion, act: 'release', actor: 'advisor', reason: review.reason,
    fields: { releasedAt: tools.clock.now(), releasedBy: principal.userId, isOverride: checks.some(({ isOverridden }) => isOverridden) },
  }, tools);
  const people = await loadAdvicePeople(service, row.client.id, tools.clock.today());
  await tell(service, { to: people.clientUserId, clientId: row.client.id, kind: 'recommendation', number: row.number, title: `Recommendation ${row.number}: ${row.title}`, body: 'Your advisor has reviewed it. It is ready for your decision.' }, tools);
  return released;
}

