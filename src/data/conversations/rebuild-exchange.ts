import { createHash } from 'node:crypto';
import type { ScopedReader } from '../../access/scoped-db.ts';
import { ChatMessage, type ModelExchange, type ModelRound, type SentMessage } from '../../entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { loadPrompt } from '../../shared/released-prompt.ts';
import { sentHashes, type WireMessage } from './sent-messages.ts';

export interface RebuiltRound extends ModelRound {
  /** Whether the messages, put together again, have the hash that was taken when they were sent. */
  readonly isAsSent: boolean;
}

export interface RebuiltExchange {
  /** Word for word; a round was sent the first `sent` of them. */
  readonly messages: readonly WireMessage[];
  readonly rounds: readonly RebuiltRound[];
  /** Whether the record has the hash that stands in the audit entry of its turn, and so in the ledger; null where that entry is out of reach. */
  readonly isAsAudited: boolean | null;
}

/** What the model was sent in a turn, put together again from the record. Undefined for a turn without a record of it: no model was asked, or the turn was made before there was one. */
export async function rebuildExchange(db: ScopedReader, turnId: string): Promise<RebuiltExchange | undefined> {
  const answer = await db.findOne(ChatMessage, { turnId, role: 'assistant' }, { fields: ['exchange'] });
  const exchange = answer?.exchange;
  if (!exchange) return undefined;
  const messages = await wholeMessages(db, exchange);
  const hashes = sentHashes(messages, exchange.rounds.map(({ sent }) => sent));
  const [entry] = await db.find(AuditLog, { turnId, event: { $in: ['turn.completed', 'turn.failed'] } }, { fields: ['detail'], orderBy: { occurredAt: 'desc' }, limit: 1 });
  return {
    messages, rounds: exchange.rounds.map((round, index) => ({ ...round, isAsSent: round.sentHash === hashes[index] })),
    isAsAudited: entry ? entry.detail?.['exchangeHash'] === createHash('sha256').update(canonicalJson(exchange)).digest('hex') : null,
  };
}

/** What a kept message refers to and is not there any more. */
const GONE = '(not on record any more)';

async function wholeMessages(db: ScopedReader, { messages }: ModelExchange): Promise<WireMessage[]> {
  const said = messages.flatMap((message) => ('said' in message ? [message.said] : []));
  const calls = messages.flatMap((message) => ('result' in message ? [message.result] : 'calls' in message ? (message.calls ?? []).map(([, id]) => id) : []));
  const texts = new Map((await db.find(ChatMessage, { id: { $in: said } }, { fields: ['id', 'content'] })).map(({ id, content }) => [id, content]));
  const invocations = new Map((await db.find(ToolInvocation, { id: { $in: [...new Set(calls)] } }, { fields: ['id', 'toolName', 'arguments', 'result'] })).map((row) => [row.id, row]));
  return messages.map((message) => wholeMessage(message, texts, invocations));
}

type Called = Pick<ToolInvocation, 'id' | 'toolName' | 'arguments' | 'result'>;

function wholeMessage(message: SentMessage, texts: ReadonlyMap<string, string>, invocations: ReadonlyMap<string, Called>): WireMessage {
  if ('prompt' in message) return { role: 'system', content: promptText(message.prompt) + message.tail };
  if ('said' in message) return { role: message.role, content: texts.get(message.said) ?? GONE };
  if ('result' in message) {
    const row = invocations.get(message.result);
    return { role: 'tool', callId: message.callId, name: row?.toolName ?? GONE, content: message.text ?? row?.result ?? GONE };
  }
  if (!message.calls) return { role: message.role, content: message.text };
  return { role: 'assistant', content: message.text, calls: message.calls.map(([id, invocationId]) => ({ id, name: invocations.get(invocationId)?.toolName ?? GONE, args: invocations.get(invocationId)?.arguments ?? {} })) };
}

/** "advisor-assistant/v1"; the name comes from a row, so that it must be nothing but that before it becomes a path. */
function promptText(name: string): string {
  const [, folder, version] = /^([a-z-]+)\/(v\d+)$/.exec(name) ?? [];
  return folder && version ? loadPrompt(folder, version).text : GONE;
}
