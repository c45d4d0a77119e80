import type { EntityManager } from '@mikro-orm/core';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import type { HistoryMessage } from './conversation-records.ts';

const LONGEST_CONVERSATION = 400;

/**
 * The last turns of the branch that ends at a message, oldest first, with the tool results of the newest answers. Two queries,
 * whatever the length.
 */
export async function loadBranch(em: EntityManager, conversationId: string, uptoMessageId: string, turns: number): Promise<readonly HistoryMessage[]> {
  const messages = await em.find(ChatMessage, { conversation: conversationId }, {
    fields: ['id', 'turnId', 'role', 'content', 'parentMessageId', 'status'], orderBy: { sequence: 'desc' }, limit: LONGEST_CONVERSATION,
  });
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: typeof messages = [];
  for (let next = byId.get(uptoMessageId); next && branch.length < turns * 2 + 1; next = next.parentMessageId ? byId.get(next.parentMessageId) : undefined) branch.unshift(next);
  const answers = branch.filter((message) => message.role === 'assistant').slice(-2).map((message) => message.turnId);
  const invocations = answers.length === 0 ? [] : await em.find(ToolInvocation, { turnId: { $in: answers }, outcome: { $in: ['ok', 'approved'] } }, {
    fields: ['id', 'turnId', 'callId', 'toolName', 'arguments', 'result', 'round', 'callIndex'], orderBy: { round: 'asc', callIndex: 'asc' },
  });
  return branch
    .filter((message) => message.role !== 'system' && (message.role === 'user' || message.content !== ''))
    .map((message) => ({
      id: message.id,
      turnId: message.turnId,
      role: message.role === 'user' ? 'user' : 'assistant',
      content: message.content,
      invocations: message.role === 'user' ? [] : invocations
        .filter((invocation) => invocation.turnId === message.turnId)
        .map((invocation) => ({ id: invocation.id, callId: invocation.callId ?? invocation.id, toolName: invocation.toolName, arguments: invocation.arguments ?? {}, result: invocation.result ?? '' })),
    }));
}
