import { HumanMessage } from '@langchain/core/messages';
import type { Principal } from '../access/principal.ts';
import { definitionOf } from '../agent/tool-call.ts';
import type { RoundReply } from '../agent/model-chain.ts';
import { systemText } from '../agent/prompt.ts';
import type { TurnEvent, TurnRequest } from '../contract/turn-event.ts';
import { FIRM_CURRENCY } from '../data/clients/load-base-currency.ts';
import type { ReceivedTurn } from '../data/conversations/conversation-records.ts';
import { AppError } from '../shared/errors.ts';
import { answeringVersion, engineAlone } from './answering-version.ts';
import { answerTypedConsent } from './answer-typed-consent.ts';
import { EventStream, TurnClosed } from './event-stream.ts';
import type { RunningRound } from './keep-exchange.ts';
import { modelMessages } from './model-messages.ts';
import { offeredTools } from './offered-tools.ts';
import { failTurn, finishTurn, isStopped, stopTurn } from './finish-turn.ts';
import { recallEvidence } from './recall-evidence.ts';
import { runToolRound } from './tool-round.ts';
import type { TurnDeps } from './turn-deps.ts';
import { leaseOf, release, type TurnState } from './turn-state.ts';

/**
 * One turn, from a stored question to a released answer: history, model and tools in bounded rounds, grounding, record, release.
 * Never throws: a turn always ends with 'completed' or 'failed', stored before it is sent.
 */
export async function runTurn(deps: TurnDeps, principal: Principal, request: TurnRequest, received: ReceivedTurn, signal: AbortSignal): Promise<void> {
  let state: TurnState;
  try {
    state = await beginTurn(deps, principal, request, received, signal);
  } catch (error) {
    // Nothing could be read or stored: the person hears of it, and the lease lets any process close the turn as lost.
    deps.log.error({ err: error, turnId: received.turnId }, 'turn could not begin');
    deps.publish(received.turnId, [{ type: 'failed', turnId: received.turnId, seq: 1, code: 'unavailable', message: 'The question could not be taken up.', hint: 'Try again in a minute.', retryable: true }]);
    return;
  }
  try {
    const settled = await answerTypedConsent(deps, state, request.text);
    if (!settled) await converse(deps, state);
    else await answerInWords(deps, state);
    await finishTurn(deps, state, isStopped(signal) ? 'stopped' : state.withheld ? 'withheld' : 'completed');
  } catch (error) {
    if (isStopped(signal)) await stopTurn(deps, state);
    else await failTurn(deps, state, signal.aborted ? signal.reason : error);
  }
}

async function beginTurn(deps: TurnDeps, principal: Principal, request: TurnRequest, received: ReceivedTurn, signal: AbortSignal): Promise<TurnState> {
  const endpoint = deps.chain.endpoints[0];
  const events = new EventStream(received.turnId, [acceptedEvent(deps, received)], {
    save: (unstored) => deps.store.saveEvents({ ...unstored, ...leaseOf(deps, { received }) }),
    reload: async () => {
      const answer = await deps.store.answerState(received.answerId);
      if (!answer.running) throw new TurnClosed();
      return { events: answer.events as unknown as readonly TurnEvent[], version: answer.version }; // stored from the same union
    },
    publish: (fresh) => deps.publish(received.turnId, fresh),
  });
  // At the top of a conversation there is nothing to remember.
  const history = received.parentMessageId === null ? [] : await deps.store.history(received.questionId, deps.limits.historyTurns);
  const system = systemText(deps.prompt, { role: principal.role, userName: principal.displayName, today: deps.clock.today(), baseCurrency: principal.baseCurrency ?? FIRM_CURRENCY, modelLabel: endpoint?.label ?? 'none' });
  const gate = deps.createGate();
  gate.addQuestion(request.text);
  recallEvidence(gate, history);
  const state: TurnState = {
    principal, received, events, gate, signal,
    messages: modelMessages(system, history.filter((message) => message.id !== received.questionId), request.text),
    offered: offeredTools(deps.coreTools(principal.role)),
    context: {
      db: deps.openScope(principal, { requestId: received.turnId }), principal, clock: deps.clock, newId: deps.newId, modelVersionLabel: endpoint?.label ?? 'none',
      conversationId: received.conversationId, turnId: received.turnId, signal, ...(deps.saveExport ? { saveExport: deps.saveExport } : {}),
      // Tools run after a reply asked for them, so that there is one; what they record is made in its name.
      modelVersion: async () => (await (state.reply ? answeringVersion(deps, state.reply) : engineAlone(deps))).id,
    },
    startedMs: deps.clock.now().getTime(), audit: [], rounds: [], approvals: [], toolNames: [], figures: [], text: '', round: 0, calls: 0, withheld: false, reply: undefined, promptTokens: 0, completionTokens: 0, costMicros: 0,
  };
  return state;
}

/** The first event of a turn, stored with its question. */
export function acceptedEvent(deps: Pick<TurnDeps, 'chain'>, place: { readonly turnId: string; readonly conversationId: string; readonly questionId: string }): TurnEvent {
  const endpoint = deps.chain.endpoints[0];
  return { type: 'accepted', turnId: place.turnId, seq: 0, conversationId: place.conversationId, messageId: place.questionId, model: endpoint?.label ?? 'none', offline: endpoint?.offline ?? true };
}

/** Model and tools in turn until the model answers in text; the last round forbids tools. */
async function converse(deps: TurnDeps, state: TurnState): Promise<void> {
  for (;;) {
    const lastRound = state.round >= deps.limits.rounds - 2 || state.calls >= deps.limits.toolCalls;
    const reply = await modelRound(deps, state, lastRound);
    if (reply.calls.length === 0 || lastRound) {
      if (lastRound && reply.calls.length > 0) state.audit.push({ event: 'limit.exceeded', decision: 'denied', reasonCode: 'rounds', conversationId: state.received.conversationId, turnId: state.received.turnId });
      break;
    }
    await runToolRound(deps, state, reply);
  }
  await correctHeld(deps, state);
}

/** After an approval by word: the result is there, only the wording is left. */
async function answerInWords(deps: TurnDeps, state: TurnState): Promise<void> {
  await modelRound(deps, state, true);
  await correctHeld(deps, state);
}

async function modelRound(deps: TurnDeps, state: TurnState, forceText: boolean): Promise<RoundReply> {
  state.signal.throwIfAborted();
  state.round += 1;
  const round: RunningRound = { sent: state.messages.length, tools: forceText ? [] : state.offered.map(({ name }) => name) };
  state.rounds.push(round);
  const reply = await deps.chain.round({
    messages: state.messages, tools: state.offered.map(definitionOf), forceText, signal: state.signal,
    onText: (text) => release(state, state.gate.push(text)),
    onRestart: () => state.gate.restart(),
    onFault: (fault, endpoint) => {
      deps.log.warn({ fault: fault.kind, status: fault.status, endpoint: endpoint.label, turnId: state.received.turnId, err: fault.cause }, 'model attempt failed');
      state.audit.push({ event: 'model.fault', decision: 'failed', reasonCode: fault.kind, conversationId: state.received.conversationId, turnId: state.received.turnId, detail: { endpoint: endpoint.label } });
      state.events.emit({ type: 'status', text: 'The model did not answer; trying again.' });
    },
  });
  round.reply = reply;
  state.reply = reply;
  state.promptTokens += reply.promptTokens;
  state.completionTokens += reply.completionTokens;
  state.costMicros += Math.round((reply.promptTokens * reply.endpoint.inputMicrosPer1k + reply.completionTokens * reply.endpoint.outputMicrosPer1k) / 1_000);
  release(state, state.gate.finish());
  return reply;
}

/** One corrective round for sentences whose figures nothing supports; what still fails is withheld, and the reader is told. */
async function correctHeld(deps: TurnDeps, state: TurnState): Promise<void> {
  if (state.gate.held.length > 0) {
    const unsupported = state.gate.held.flatMap((sentence) => sentence.unsupported);
    state.audit.push({ event: 'output.held', decision: 'denied', reasonCode: 'unsupported_figure', conversationId: state.received.conversationId, turnId: state.received.turnId, detail: { sentences: state.gate.held.length } });
    state.gate.clearHeld();
    state.events.emit({ type: 'status', text: 'Checking figures against their sources.' });
    state.messages.push(new HumanMessage(`Some sentences were held back: no tool result supports ${unsupported.slice(0, 8).join(', ')}. Write only those sentences again, with figures from the tool results or without figures.`));
    await modelRound(deps, state, true);
  }
  if (state.gate.held.length > 0) {
    state.withheld = true;
    state.audit.push({ event: 'output.withheld', decision: 'denied', reasonCode: 'unsupported_figure', conversationId: state.received.conversationId, turnId: state.received.turnId, detail: { sentences: state.gate.held.length } });
    state.gate.clearHeld();
    release(state, [{ text: '\n\n*Part of this answer was withheld, because a figure in it could not be traced to a source.*', figures: [] }]);
  }
  if (state.text.trim() === '') throw new AppError('unavailable', 'The assistant had no answer to this.', { hint: 'Try again, or put it in other words.' });
}
