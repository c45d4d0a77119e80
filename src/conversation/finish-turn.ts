import { hashOf } from '../agent/tool-call.ts';
import type { CompletedTurn } from '../data/conversations/conversation-records.ts';
import type { ActEntry } from '../data/conversations/conversation-store.ts';
import { AppError } from '../shared/errors.ts';
import { answeringVersion } from './answering-version.ts';
import { TurnClosed, type EventBody } from './event-stream.ts';
import { exchangeOf } from './keep-exchange.ts';
import { splitSuggestions } from './suggestions.ts';
import { titleFor } from './titles.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnState } from './turn-state.ts';

/** Stores the whole answer with its record, then says that it is complete. */
export async function finishTurn(deps: TurnDeps, state: TurnState, status: 'completed' | 'stopped' | 'withheld'): Promise<void> {
  const suggestions = splitSuggestions(state.text);
  const latencyMs = deps.clock.now().getTime() - state.startedMs;
  await store(deps, state, { status, errorCode: null, latencyMs }, [
    ...(suggestions.length > 0 ? [{ type: 'suggestion' as const, suggestions }] : []),
    { type: 'completed', messageId: state.received.answerId, status, latencyMs },
  ]);
}

/** The person stopped the turn; what was shown until then is the answer. A turn stopped by time or by a restart has failed instead. */
export function isStopped(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof AppError && signal.reason.code === 'conflict';
}

export async function stopTurn(deps: TurnDeps, state: TurnState): Promise<void> {
  try {
    await finishTurn(deps, state, 'stopped');
  } catch (error) {
    await failTurn(deps, state, error);
  }
}

/** Ends a turn that could not be answered: the person gets our own words, the log gets the cause. */
export async function failTurn(deps: TurnDeps, state: TurnState, error: unknown): Promise<void> {
  const { turnId } = state.received;
  const known = error instanceof AppError ? error : new AppError('internal', 'Something went wrong on our side.', { hint: 'Try again; the question is kept.', cause: error });
  if (known.code === 'internal' && !(error instanceof TurnClosed)) deps.log.error({ err: error, turnId }, 'turn failed');
  try {
    const told = { type: 'failed', code: known.code, message: known.publicMessage, ...(known.hint ? { hint: known.hint } : {}), retryable: known.code !== 'invalid-input' } as const;
    await store(deps, state, { status: 'failed', errorCode: known.code, latencyMs: deps.clock.now().getTime() - state.startedMs }, [told]);
  } catch (storing) {
    if (storing instanceof TurnClosed) {
      deps.log.warn({ turnId }, 'turn was closed by another process: its lease had run out');
      return;
    }
    // The database is gone: the person still hears about it, and the lease lets another process mark the turn as lost.
    deps.log.error({ err: storing, turnId }, 'turn could not be stored');
    deps.publish(turnId, [{ type: 'failed', turnId, seq: state.events.stored, code: 'unavailable', message: 'The answer could not be stored.', hint: 'Try again in a minute.', retryable: true }]);
  }
}

type Ending = Pick<CompletedTurn, 'status' | 'errorCode' | 'latencyMs'>;

/** The answer, its record and its last events in one write: nobody is told of an answer that is not on record. */
async function store(deps: TurnDeps, state: TurnState, ending: Ending, last: readonly EventBody[]): Promise<void> {
  const { reply } = state;
  const version = reply ? await answeringVersion(deps, reply) : null;
  const exchange = exchangeOf(deps, state) ?? null;
  const audit = [...state.audit, ...closingEntries(deps, state, ending, exchange && hashOf(exchange))];
  const turn = {
    ...ending, answerId: state.received.answerId, conversationId: state.received.conversationId, content: state.text, title: titleFor(state.toolNames), modelVersionId: version?.id ?? null, modelReported: reply?.modelReported ?? null,
    promptTokens: state.promptTokens, completionTokens: state.completionTokens, costMicros: state.costMicros,
    refusalReason: reply?.refusalReason ?? null, figures: state.figures.map((figure) => ({ ...figure })), blocks: state.approvals.map((card) => ({ type: 'approval', ...card })), exchange,
  };
  await state.events.emitWith(last, (unstored) => deps.store.complete(state.principal, { ...turn, ...unstored }, audit));
}

function closingEntries(deps: TurnDeps, state: TurnState, { status, errorCode }: Ending, exchangeHash: string | null): readonly ActEntry[] {
  const { conversationId, answerId, turnId } = state.received;
  const place = { conversationId, turnId };
  const { links, prompt } = state.gate.removed;
  const refusalReason = state.reply?.refusalReason;
  return [
    ...(links > 0 ? [{ ...place, event: 'output.link_removed', decision: 'denied' as const, reasonCode: 'output_filter', detail: { count: links } }] : []),
    ...(prompt > 0 ? [{ ...place, event: 'output.prompt_removed', decision: 'denied' as const, reasonCode: 'output_filter', detail: { count: prompt } }] : []),
    ...(refusalReason ? [{ ...place, event: 'request.refused', decision: 'denied' as const, reasonCode: refusalReason, objectType: 'ChatMessages', objectId: answerId }] : []),
    {
      ...place, event: errorCode ? 'turn.failed' : 'turn.completed', decision: errorCode ? 'failed' : 'done', objectType: 'ChatMessages', objectId: answerId, ...(errorCode ? { reasonCode: errorCode } : {}),
      detail: { status, model: state.reply?.modelReported ?? null, promptHash: deps.prompt.hash, catalogueHash: deps.catalogueHash, engineVersion: deps.engineVersion, rounds: state.round, toolCalls: state.calls, exchangeHash },
    },
  ];
}
