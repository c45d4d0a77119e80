import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb, ScopedWriter } from '../../access/scoped-db.ts';
import { whyLapsed } from '../../domain/advice-life/execution-window.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import { loadAdvicePeople, tell } from './advice-people.ts';
import { stepAdvice } from './step-advice.ts';

/** How a nightly run goes through its rows. */
export interface Pace {
  /** Let others run; awaited between rows. */
  readonly breathe?: () => Promise<void>;
  /** One row that fails must not keep the others waiting. Without it, the first failure ends the run. */
  readonly onFailure?: (error: unknown, recommendationId: string) => void;
}

/**
 * Ends every recommendation whose time has run out: undecided past its validity, or accepted and not carried out in its window, of which the
 * advisor and the client are told. One transaction each. Runs with the service's rights. @returns How many.
 */
export async function expireRecommendations(db: ScopedDb, tools: SaveTools, pace: Pace = {}): Promise<number> {
  const undecided = await db.find(AiRecommendation, { status: { $in: ['in_review', 'blocked', 'released'] }, validUntil: { $lt: tools.clock.now() } }, { fields: ['id', 'version'], orderBy: { number: 'asc' } });
  let expired = 0;
  for (const { id, version } of undecided) {
    expired += await eachAlone(id, pace, () => retryConflicts(() => db.transaction((writer) => stepAdvice(writer, { recommendationId: id, expectedVersion: version, act: 'expire', actor: 'system' }, tools))));
  }
  const today = tools.clock.today();
  const accepted = await db.find(AiRecommendation, { status: 'accepted' }, { fields: ['id', 'number', 'version', 'client', 'statusChangedAt', 'trades'], orderBy: { number: 'asc' } });
  for (const { id, number, version, client, statusChangedAt, trades } of accepted) {
    const why = whyLapsed({ acceptedAt: statusChangedAt, trades }, today);
    if (why !== undefined) expired += await eachAlone(id, pace, () => retryConflicts(() => db.transaction((writer) => lapse(writer, { id, number, version, clientId: client.id, why }, tools))));
  }
  return expired;
}

interface Lapsed {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly clientId: string;
  readonly why: string;
}

async function lapse(writer: ScopedWriter, { id, number, version, clientId, why }: Lapsed, tools: SaveTools): Promise<void> {
  await stepAdvice(writer, { recommendationId: id, expectedVersion: version, act: 'expire', actor: 'system', reason: `Accepted, but not carried out in time: ${why}.`, detail: { why } }, tools);
  const service = actAsService(writer);
  const { advisorUserId, clientUserId } = await loadAdvicePeople(service, clientId, tools.clock.today());
  for (const to of [advisorUserId, clientUserId]) {
    await tell(service, { to, clientId, kind: 'recommendation', number, title: `Recommendation ${number} has lapsed`, body: 'It was accepted and not carried out in time. Nothing was traded.' }, tools);
  }
}

/** @returns 1 when it went well, 0 when it failed and the run goes on. */
export async function eachAlone(id: string, { breathe, onFailure }: Pace, work: () => Promise<unknown>): Promise<number> {
  try {
    await work();
    await breathe?.();
    return 1;
  } catch (error) {
    if (!onFailure) throw error;
    onFailure(error, id);
    return 0;
  }
}
