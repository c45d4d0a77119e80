import { SERVICE_PRINCIPAL } from '../access/scoped-dbs.ts';
import { resolvePrincipal } from '../access/resolve-principal.ts';
import type { App } from '../compose.ts';
import { rebuildExchange, type RebuiltExchange } from '../data/conversations/rebuild-exchange.ts';
import { AiRecommendation } from '../entities/analytics/ai-recommendation.entity.ts';
import { ChatMessage } from '../entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../entities/communication/tool-invocation.entity.ts';
import { AppError } from '../shared/errors.ts';
import { replayCall, type ReplayedCall } from './replay-call.ts';

export interface TurnReplay {
  readonly turnId: string;
  readonly askedAt: Date;
  readonly person: string;
  /** Whether prompt, tools and engine are still those of the turn. */
  readonly prompt: Then;
  readonly catalogue: Then;
  readonly engine: Then;
  /** What the model was sent, put together again; null where no model was asked or nothing of it was kept. */
  readonly exchange: RebuiltExchange | null;
  readonly calls: readonly ReplayedCall[];
  /** Numbers of recommendations that the turn made: each is replayed by itself. */
  readonly recommendations: readonly number[];
}

type Then = 'unchanged' | 'changed since' | 'not on record';

/**
 * Puts together again what the model was sent, and runs the tools of a turn again with the recorded arguments, in the name of the person who
 * asked, on the data as they were known at the moment of each call. Nothing is written.
 * @throws AppError not-found for a turn without an answer; conflict when the person can no longer sign in.
 */
export async function replayTurn(app: App, turnId: string): Promise<TurnReplay> {
  const db = app.openScope(SERVICE_PRINCIPAL);
  const reply = await db.findOneOrNotFound(ChatMessage, { turnId, role: 'assistant' }, 'turn', { populate: ['conversation', 'modelVersion'] });
  const person = await resolvePrincipal(app.database.orm.em.fork(), reply.conversation.user.id, app.clock.today());
  if (!person) throw new AppError('conflict', 'Whoever asked can no longer sign in: their reach is gone, and the tools with it.');
  const calls: ReplayedCall[] = [];
  for (const call of await db.find(ToolInvocation, { turnId }, { orderBy: [{ round: 'asc' }, { callIndex: 'asc' }] })) calls.push(await replayCall(app, call, reply.modelVersion?.engineVersion));
  const made = await db.find(AiRecommendation, { messageId: reply.id }, { fields: ['number'], orderBy: { number: 'asc' } });
  const { prompt, catalogueHash, engineVersion } = app.turns.deps;
  const version = reply.modelVersion;
  const compared = (then: string | undefined, now: string): Then => (then === undefined ? 'not on record' : then === now ? 'unchanged' : 'changed since');
  return {
    turnId, askedAt: reply.createdAt, person: person.displayName, prompt: compared(version?.promptHash, prompt.hash), catalogue: compared(version?.catalogueHash, catalogueHash), engine: compared(version?.engineVersion, engineVersion),
    exchange: await rebuildExchange(db, turnId) ?? null, calls, recommendations: made.map(({ number }) => number),
  };
}
