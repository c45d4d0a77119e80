import type { EntityManager } from '@mikro-orm/core';
import { sql } from 'kysely';
import { auditRow, type AuditEntry, type AuditTools } from '../../audit/record.ts';
import type { Principal } from '../../access/principal.ts';
import { ChatMessage, type StoredTurnEvent } from '../../entities/communication/chat-message.entity.ts';
import { Conversation } from '../../entities/communication/conversation.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { AuditLog } from '../../entities/compliance/audit-log.entity.ts';
import { notFound } from '../../shared/errors.ts';
import { Statements } from '../statements.ts';
import { searchConversations } from './conversation-list.ts';
import type { CompletedTurn, HistoryMessage, InvocationRecord, ReceivedTurn, TurnProgress, TurnStart } from './conversation-records.ts';
import { loadBranch } from './load-branch.ts';
import { ModelVersions, type ModelVersionParts, type RegisteredVersion } from './model-versions.ts';
import { NEW_TITLE, receiveTurn } from './receive-turn.ts';

export type ActEntry = Omit<AuditEntry, 'actorId' | 'actorRole'>;

/** The answer's row as it stands: its events, their version, and whether anybody is still writing them. */
export interface AnswerState {
  readonly events: readonly StoredTurnEvent[];
  readonly version: number;
  readonly running: boolean;
}

/**
 * Where turns are kept. Each method is one transaction of its own: no method waits for a model or a tool.
 * Only the owner of a conversation may add to it; somebody else's is answered like a missing one.
 *
 * Events are stored before they are sent: whoever reconnects finds everything that anybody has seen. They are replaced as a whole, and
 * only by who knows their latest version, so that a decision from another process is never written over.
 */
export class ConversationStore {
  readonly #statements: Statements;
  readonly #versions: ModelVersions;
  readonly #tools: AuditTools;

  constructor(fork: () => EntityManager, tools: AuditTools) {
    this.#statements = new Statements(fork());
    this.#versions = new ModelVersions(fork, tools);
    this.#tools = tools;
  }

  async receive(principal: Principal, start: TurnStart): Promise<ReceivedTurn> {
    return receiveTurn(this.#statements, principal, start, this.#tools);
  }

  /** The branch that ends at a message, oldest first, without that message's answer. */
  async history(uptoMessageId: string, turns: number): Promise<readonly HistoryMessage[]> {
    return loadBranch(this.#statements, uptoMessageId, turns);
  }

  /** Ids of the person's own conversations in which the words stand, newest first. */
  async search(principal: Principal, words: string, limit: number): Promise<readonly string[]> {
    return searchConversations(this.#statements, principal, words, limit);
  }

  /** @returns False when the events are not the latest any more, or the turn has ended: nothing was stored then. */
  async saveEvents(progress: TurnProgress): Promise<boolean> {
    return replaceEvents(this.#statements, progress);
  }

  /**
   * Tool calls with the audit entries that belong to them and, in a conversation, the events that show them.
   * @returns False when the events are not the latest any more: nothing was stored then.
   */
  async saveInvocations(principal: Principal, records: readonly InvocationRecord[], audit: readonly ActEntry[], progress?: TurnProgress): Promise<boolean> {
    return this.#statements.transaction(async (tx) => {
      if (progress && !(await replaceEvents(tx, progress))) return false;
      await tx.insert(ToolInvocation, records.map(({ conversationId, answerId, ...record }) => ({ ...record, conversation: conversationId, message: answerId, user: principal.userId })));
      await this.#addAudit(tx, principal, audit);
      return true;
    });
  }

  /** The whole answer with its record and last events. @returns As `saveInvocations`. */
  async complete(principal: Principal, turn: CompletedTurn, audit: readonly ActEntry[]): Promise<boolean> {
    const { answerId, version, conversationId, modelVersionId, title, ...fields } = turn;
    return this.#statements.transaction(async (tx) => {
      const changed = await tx.update(ChatMessage, { id: answerId, status: 'streaming', version }, { ...fields, modelVersion: modelVersionId, leaseUntil: null, completedAt: this.#tools.clock.now() });
      if (changed === 0) return false;
      if (title) await tx.update(Conversation, { id: conversationId, title: NEW_TITLE }, { title });
      await this.#addAudit(tx, principal, audit);
      return true;
    });
  }

  async record(principal: Principal, entries: readonly ActEntry[]): Promise<void> {
    await this.#addAudit(this.#statements, principal, entries);
  }

  /** Tokens and cost (millionths of a US dollar) of a person's turns since an instant. */
  async usageSince(principal: Principal, since: Date): Promise<{ readonly tokens: number; readonly costMicros: number }> {
    const [used] = await this.#statements.rows(sql<{ tokens: number | string; cost: number | string }>`select coalesce(sum(coalesce(m.prompt_tokens, 0) + coalesce(m.completion_tokens, 0)), 0) as tokens,
      coalesce(sum(m.cost_micros), 0) as cost from ChatMessages m join Conversations c on c.id = m.conversation_id
      where c.user_id = ${principal.userId} and c.last_message_at >= ${this.#statements.at(since)} and m.role = 'assistant' and m.created_at >= ${this.#statements.at(since)}`);
    return { tokens: Number(used?.tokens ?? 0), costMicros: Number(used?.cost ?? 0) };
  }

  /**
   * Events of one of the principal's own turns, for a client that reconnects.
   * @returns `lapsed` when the server that ran it has let its lease run out. @throws AppError not-found.
   */
  async turnEvents(principal: Principal, turnId: string): Promise<{ readonly events: readonly StoredTurnEvent[]; readonly lapsed: boolean }> {
    const [answer] = await this.#statements.rows(sql<{ events: unknown; lapsed: number | null }>`select m.events, m.status = 'streaming' and m.lease_until < ${this.#statements.at(this.#tools.clock.now())} as lapsed
      from ChatMessages m join Conversations c on c.id = m.conversation_id where m.turn_id = ${turnId} and m.role = 'assistant' and c.user_id = ${principal.userId}`);
    if (!answer) throw notFound('turn');
    return { events: eventsOf(answer.events), lapsed: Number(answer.lapsed) === 1 };
  }

  /** The server that runs a turn is still there. The answer's version stays, because nothing that anybody reads has changed. */
  async renewLease(answerId: string, leaseUntil: Date): Promise<void> {
    await this.#statements.run(sql`update ChatMessages set lease_until = ${this.#statements.at(leaseUntil)} where id = ${answerId} and status = 'streaming'`);
  }

  /** The answer of a turn as it stands, whoever changed it last. */
  async answerState(answerId: string): Promise<AnswerState> {
    return (await findAnswer(this.#statements, sql`id = ${answerId}`)) ?? { events: [], version: 0, running: false };
  }

  /** Closes a turn whose server is gone, once however many ask: the answer is marked as failed and gets its last event. */
  async closeLost(principal: Principal, turnId: string): Promise<void> {
    const answer = await findAnswer(this.#statements, sql`turn_id = ${turnId} and role = 'assistant'`);
    if (!answer?.running) return;
    const event: StoredTurnEvent = { type: 'failed', turnId, seq: answer.events.length, code: 'unavailable', message: 'The server stopped before the answer was complete.', hint: 'Ask again; the question is kept.', retryable: true };
    await this.#statements.transaction(async (tx) => {
      const changed = await tx.update(ChatMessage, { turnId, role: 'assistant', status: 'streaming', version: answer.version }, { events: [...answer.events, event], status: 'failed', errorCode: 'server_lost', leaseUntil: null, completedAt: this.#tools.clock.now() });
      if (changed === 0) return; // its server lives after all, or somebody else has closed it
      await this.#addAudit(tx, principal, [{ event: 'turn.failed', decision: 'failed', reasonCode: 'server_lost', turnId }]);
    });
  }

  /**
   * Adds an event to a turn, whether it has ended or still runs, so that a reload shows what happened to it.
   * @returns The event with its number; undefined for an unknown turn.
   */
  async appendEvent(turnId: string, body: Readonly<Record<string, unknown>> & { readonly type: string }): Promise<StoredTurnEvent | undefined> {
    for (;;) {
      const answer = await findAnswer(this.#statements, sql`turn_id = ${turnId} and role = 'assistant'`);
      if (!answer) return undefined;
      const event: StoredTurnEvent = { ...body, turnId, seq: answer.events.length };
      if ((await this.#statements.update(ChatMessage, { turnId, role: 'assistant', version: answer.version }, { events: [...answer.events, event] })) > 0) return event;
    }
  }

  /** Registers (once) the combination of model, prompt, tools and engine that is about to answer. */
  async modelVersion(parts: ModelVersionParts): Promise<RegisteredVersion> {
    return this.#versions.of(parts);
  }

  async #addAudit(statements: Statements, principal: Principal, entries: readonly ActEntry[]): Promise<void> {
    await statements.insert(AuditLog, entries.map((entry) => auditRow({ actorId: principal.userId, actorRole: principal.role, ...entry }, this.#tools)));
  }
}

async function replaceEvents(statements: Statements, { answerId, events, version, leaseUntil }: TurnProgress): Promise<boolean> {
  return (await statements.run(sql`update ChatMessages set events = ${jsonOf(events)}, lease_until = ${statements.at(leaseUntil)}, version = version + 1
    where id = ${answerId} and status = 'streaming' and version = ${version}`)) > 0;
}

/** An event never changes, and a turn's are stored again with each new one: each is put into words once. */
const written = new WeakMap<StoredTurnEvent, string>();

function jsonOf(events: readonly StoredTurnEvent[]): string {
  const texts = events.map((event) => {
    const text = written.get(event) ?? JSON.stringify(event);
    written.set(event, text);
    return text;
  });
  return `[${texts.join(',')}]`;
}

async function findAnswer(statements: Statements, condition: ReturnType<typeof sql>): Promise<AnswerState | undefined> {
  const [row] = await statements.rows(sql<{ events: unknown; version: number; status: string }>`select events, version, status from ChatMessages where ${condition}`);
  return row && { events: eventsOf(row.events), version: row.version, running: row.status === 'streaming' };
}

/** MySQL's driver reads JSON columns itself; the other engines keep them as text. Stored from the same type. */
function eventsOf(column: unknown): readonly StoredTurnEvent[] {
  return ((typeof column === 'string' ? (JSON.parse(column) as unknown) : column) ?? []) as readonly StoredTurnEvent[];
}
