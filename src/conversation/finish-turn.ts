import { AppError } from '../shared/errors.ts';
import { splitSuggestions } from './suggestions.ts';
import { titleFor } from './titles.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnState } from './turn-state.ts';

/** Stores the whole answer with its record, then says that it is complete. */
export async function finishTurn(deps: TurnDeps, state: TurnState, status: 'completed' | 'stopped' | 'withheld'): Promise<void> {
  const suggestions = splitSuggestions(state.text);
  if (suggestions.length > 0) state.events.emit({ type: 'suggestion', suggestions });
  await store(deps, state, status, null);
  state.events.emit({ type: 'completed', messageId: state.received.answerId, status, latencyMs: deps.clock.now().getTime() - state.startedMs });
  await state.events.flushed();
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
  const known = error instanceof AppError ? error : new AppError('internal', 'Something went wrong on our side.', { hint: 'Try again; the question is kept.', cause: error });
  if (known.code === 'internal') deps.log.error({ err: error, turnId: state.received.turnId }, 'turn failed');
  try {
    await store(deps, state, 'failed', known.code);
    state.events.emit({ type: 'failed', code: known.code, message: known.publicMessage, ...(known.hint ? { hint: known.hint } : {}), retryable: known.code !== 'invalid-input' });
    await state.events.flushed();
  } catch (storing) {
    // The database is gone: the person still hears about it, and the lease lets another process mark the turn as lost.
    deps.log.error({ err: storing, turnId: state.received.turnId }, 'turn could not be stored');
    deps.publish(state.received.turnId, [{ type: 'failed', turnId: state.received.turnId, seq: state.events.events.length, code: 'unavailable', message: 'The answer could not be stored.', hint: 'Try again in a minute.', retryable: true }]);
  }
}

async function store(deps: TurnDeps, state: TurnState, status: 'completed' | 'stopped' | 'withheld' | 'failed', errorCode: string | null): Promise<void> {
  await state.events.flushed();
  const reply = state.reply;
  const version = reply
    ? await deps.store.modelVersion({
        label: `${reply.endpoint.label} · ${deps.prompt.version}`, provider: reply.endpoint.provider, modelId: reply.modelReported, promptName: `${deps.prompt.name}/${deps.prompt.version}`,
        promptHash: deps.prompt.hash, catalogueHash: deps.catalogueHash, engineVersion: deps.engineVersion,
      })
    : null;
  const { conversationId, answerId, turnId } = state.received;
  const { links, prompt } = state.gate.removed;
  if (links > 0) state.audit.push({ event: 'output.link_removed', decision: 'denied', reasonCode: 'output_filter', conversationId, turnId, detail: { count: links } });
  if (prompt > 0) state.audit.push({ event: 'output.prompt_removed', decision: 'denied', reasonCode: 'output_filter', conversationId, turnId, detail: { count: prompt } });
  await deps.store.complete(state.principal, {
    answerId, conversationId, content: state.text, status, title: titleFor(state.toolNames), modelVersionId: version?.id ?? null, modelReported: reply?.modelReported ?? null,
    promptTokens: state.promptTokens, completionTokens: state.completionTokens, costMicros: state.costMicros, latencyMs: deps.clock.now().getTime() - state.startedMs,
    refusalReason: reply?.refusalReason ?? null, errorCode, figures: state.figures.map((figure) => ({ ...figure })), blocks: state.approvals.map((card) => ({ type: 'approval', ...card })),
  }, [...state.audit.splice(0), ...(reply?.refusalReason ? [{ event: 'request.refused', decision: 'denied' as const, reasonCode: reply.refusalReason, objectType: 'ChatMessages', objectId: answerId, conversationId, turnId }] : []), {
    event: errorCode ? 'turn.failed' : 'turn.completed', decision: errorCode ? 'failed' : 'done', objectType: 'ChatMessages', objectId: answerId, conversationId, turnId, ...(errorCode ? { reasonCode: errorCode } : {}),
    detail: { status, model: reply?.modelReported ?? null, promptHash: deps.prompt.hash, catalogueHash: deps.catalogueHash, engineVersion: deps.engineVersion, rounds: state.round, toolCalls: state.calls },
  }]);
}
