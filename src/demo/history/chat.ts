import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { Conversation } from '../../entities/communication/conversation.entity.ts';
import { ToolInvocation, type TOOL_EFFECTS, type TOOL_OUTCOMES } from '../../entities/communication/tool-invocation.entity.ts';
import type { DemoContext } from '../context.ts';
import { sha256, type AuditHistory } from './audit-history.ts';

export interface PastToolCall {
  readonly toolName: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly effect?: (typeof TOOL_EFFECTS)[number];
  readonly outcome?: (typeof TOOL_OUTCOMES)[number];
  readonly errorCode?: string;
}

export interface PastTurn {
  readonly question: string;
  readonly answer: string;
  readonly tools: readonly PastToolCall[];
  readonly refusalReason?: string;
  readonly recommendationId?: string;
}

export interface PastConversation {
  readonly userId: string;
  readonly role: 'client' | 'advisor' | 'auditor';
  readonly clientId: string | null;
  readonly title: string;
  readonly startedAt: Date;
  readonly modelVersionId: string;
  readonly modelLabel: string;
  readonly turns: readonly PastTurn[];
}

export interface WrittenConversation {
  readonly conversationId: string;
  /** Ids of the answers, one a turn. */
  readonly answerIds: readonly string[];
}

const MINUTE_MS = 60_000;

/** A conversation of the past as the server would have kept it: messages by turn, tool calls with hashes, and an audit entry for each turn. */
export function addConversation(context: DemoContext, audit: AuditHistory, past: PastConversation): WrittenConversation {
  const { writer, newId } = context;
  const conversationId = newId();
  const turns = past.turns.map((turn, index) => ({ turn, index, turnId: newId(), askedId: newId(), answerId: newId(), askedAt: new Date(past.startedAt.getTime() + index * 2 * MINUTE_MS) }));
  const lastAt = new Date(past.startedAt.getTime() + (past.turns.length * 2 - 1) * MINUTE_MS);
  writer.add(Conversation, {
    id: conversationId, user: past.userId, client: past.clientId, title: past.title.slice(0, 150), channel: past.role === 'client' ? 'widget' : 'console', personaRole: past.role, status: 'open', pinned: false,
    activeMessageId: turns.at(-1)?.answerId ?? null, branchedFromMessageId: null, nextSequence: turns.length * 2 + 1, createdAt: past.startedAt, lastMessageAt: lastAt,
  });
  for (const [position, { turn, index, turnId, askedId, answerId, askedAt }] of turns.entries()) {
    const answeredAt = new Date(askedAt.getTime() + 2_000 + turn.tools.length * 350);
    const common = { conversation: conversationId, turnId };
    writer.add(ChatMessage, {
      id: askedId, ...common, parentMessageId: turns[position - 1]?.answerId ?? null, clientMessageId: `c-${askedId.slice(-12)}`, sequence: index * 2 + 1, role: 'user', content: turn.question,
      status: 'completed', createdAt: askedAt, completedAt: askedAt,
    });
    writer.add(ChatMessage, {
      id: answerId, ...common, parentMessageId: askedId, clientMessageId: null, sequence: index * 2 + 2, role: 'assistant', content: turn.answer, status: 'completed', modelVersion: past.modelVersionId,
      modelReported: past.modelLabel, promptTokens: 900 + turn.question.length * 3 + turn.tools.length * 420, completionTokens: Math.ceil(turn.answer.length / 4), costMicros: 0,
      latencyMs: answeredAt.getTime() - askedAt.getTime(), refusalReason: turn.refusalReason ?? null, createdAt: askedAt, completedAt: answeredAt,
    });
    for (const [round, call] of turn.tools.entries()) addCall(context, past, turn, call, { conversationId, turnId, answerId, round, startedAt: new Date(askedAt.getTime() + 500 + round * 350) });
    audit.act({
      occurredAt: answeredAt, actorId: past.userId, actorRole: past.role, event: turn.refusalReason ? 'turn.refused' : 'turn.completed', decision: turn.refusalReason ? 'denied' : 'done', objectType: 'ChatMessages',
      objectId: answerId, ...(past.clientId ? { clientId: past.clientId } : {}), conversationId, turnId, ...(turn.refusalReason ? { reasonCode: turn.refusalReason } : {}), detail: { toolCalls: turn.tools.length },
    });
  }
  return { conversationId, answerIds: turns.map(({ answerId }) => answerId) };
}

interface CallPlace {
  readonly conversationId: string;
  readonly turnId: string;
  readonly answerId: string;
  readonly round: number;
  readonly startedAt: Date;
}

function addCall({ writer, newId }: DemoContext, past: PastConversation, turn: PastTurn, call: PastToolCall, place: CallPlace): void {
  const result = JSON.stringify(call.result);
  const outcome = call.outcome ?? 'ok';
  writer.add(ToolInvocation, {
    id: newId(), conversation: place.conversationId, message: place.answerId, turnId: place.turnId, round: place.round + 1, callIndex: 0, callId: `call_${place.answerId.slice(-8)}_${place.round}`, user: past.userId,
    clientId: past.clientId, recommendationId: turn.recommendationId ?? null, toolName: call.toolName, toolVersion: '1', effect: call.effect ?? 'read', arguments: call.arguments, argumentsHash: sha256(call.arguments),
    result: outcome === 'ok' ? result : null, resultHash: outcome === 'ok' ? sha256(result) : null, resultBytes: outcome === 'ok' ? result.length : null, dataAsOf: place.startedAt, outcome,
    errorCode: call.errorCode ?? null, startedAt: place.startedAt, durationMs: 40 + (result.length % 260),
  });
}
