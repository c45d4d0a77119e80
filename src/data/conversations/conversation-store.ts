import type { EntityManager } from '@mikro-orm/core';
import { recordAudit, type AuditEntry, type AuditTools } from '../../audit/record.ts';
import type { Principal } from '../../access/principal.ts';
import { AiModelVersion } from '../../entities/analytics/ai-model-version.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { User } from '../../entities/clients/user.entity.ts';
import { ChatMessage, type StoredTurnEvent } from '../../entities/communication/chat-message.entity.ts';
import { Conversation } from '../../entities/communication/conversation.entity.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { notFound } from '../../shared/errors.ts';
import type { CompletedTurn, HistoryMessage, InvocationRecord, ReceivedTurn, TurnStart } from './conversation-records.ts';
import { loadBranch } from './load-branch.ts';

/**
 * Where turns are kept. Each method is one transaction of its own: no method waits for a model or a tool.
 * Only the owner of a conversation may add to it; somebody else's is answered like a missing one.
 */
export class ConversationStore {
  readonly #fork: () => EntityManager;
  readonly #tools: AuditTools;
  /** Registered once and never changed, so that one look a process is enough. */
  readonly #versions = new Map<string, Promise<{ readonly id: string; readonly label: string }>>();

  constructor(fork: () => EntityManager, tools: AuditTools) {
    this.#fork = fork;
    this.#tools = tools;
  }

  /** Stores the question and an empty answer. The same client message id again returns the turn that it began. */
  async receive(principal: Principal, start: TurnStart): Promise<ReceivedTurn> {
    return this.#fork().transactional(async (em) => {
      const conversation = start.conversationId ? await this.#owned(em, principal, start.conversationId) : this.#open(em, principal, start);
      const known = start.conversationId ? await em.findOne(ChatMessage, { conversation, clientMessageId: start.clientMessageId }) : null;
      if (known) return { conversationId: conversation.id, turnId: known.turnId, questionId: known.id, answerId: '', repeated: true };
      const now = this.#tools.clock.now();
      const parent = start.parentMessageId === undefined ? (conversation.activeMessageId ?? null) : start.parentMessageId;
      if (parent !== null && !(await em.findOne(ChatMessage, { id: parent, conversation }))) throw notFound('message');
      const common = { conversation, turnId: start.turnId, createdAt: now };
      const question = em.create(ChatMessage, { ...common, id: this.#tools.newId(), parentMessageId: parent, clientMessageId: start.clientMessageId, sequence: conversation.nextSequence, role: 'user', content: start.text, status: 'completed', completedAt: now });
      const answer = em.create(ChatMessage, {
        ...common, id: this.#tools.newId(), parentMessageId: question.id, sequence: conversation.nextSequence + 1, role: 'assistant', content: '', status: 'streaming',
        serverId: start.serverId, leaseUntil: start.leaseUntil, events: [],
      });
      conversation.nextSequence += 2;
      conversation.lastMessageAt = now;
      conversation.activeMessageId = answer.id;
      this.#audit(em, principal, { event: 'turn.received', decision: 'allowed', objectType: 'ChatMessages', objectId: question.id, conversationId: conversation.id, turnId: start.turnId });
      await em.flush();
      return { conversationId: conversation.id, turnId: start.turnId, questionId: question.id, answerId: answer.id, repeated: false };
    });
  }

  /** The branch that ends at a message, oldest first, without that message's answer. */
  async history(conversationId: string, uptoMessageId: string, turns: number): Promise<readonly HistoryMessage[]> {
    return loadBranch(this.#fork(), conversationId, uptoMessageId, turns);
  }

  /** Tool calls of a round, with the audit entries that belong to them. */
  async saveInvocations(principal: Principal, records: readonly InvocationRecord[], audit: readonly ActEntry[]): Promise<void> {
    await this.#fork().transactional(async (em) => {
      for (const { conversationId, answerId, ...record } of records) {
        em.create(ToolInvocation, {
          ...record, conversation: conversationId ? em.getReference(Conversation, conversationId) : null, message: answerId ? em.getReference(ChatMessage, answerId) : null, user: em.getReference(User, principal.userId),
        });
      }
      for (const entry of audit) this.#audit(em, principal, entry);
      await em.flush();
    });
  }

  /** Events are stored before they are sent: whoever reconnects finds everything that anybody has seen. */
  async saveEvents(answerId: string, events: readonly StoredTurnEvent[], leaseUntil: Date): Promise<void> {
    await this.#fork().nativeUpdate(ChatMessage, { id: answerId }, { events: [...events], leaseUntil });
  }

  async complete(principal: Principal, turn: CompletedTurn, audit: readonly ActEntry[]): Promise<void> {
    await this.#fork().transactional(async (em) => {
      const { answerId, conversationId, modelVersionId, title, ...fields } = turn;
      await em.nativeUpdate(ChatMessage, { id: answerId }, { ...fields, modelVersion: modelVersionId, leaseUntil: null, completedAt: this.#tools.clock.now() });
      if (title) await em.nativeUpdate(Conversation, { id: conversationId, title: NEW_TITLE }, { title });
      for (const entry of audit) this.#audit(em, principal, entry);
      await em.flush();
    });
  }

  async record(principal: Principal, entries: readonly ActEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const em = this.#fork();
    for (const entry of entries) this.#audit(em, principal, entry);
    await em.flush();
  }

  /** Tokens and cost (millionths of a US dollar) of a person's turns since an instant. */
  async usageSince(principal: Principal, since: Date): Promise<{ readonly tokens: number; readonly costMicros: number }> {
    const answers = await this.#fork().find(ChatMessage, { role: 'assistant', createdAt: { $gte: since }, conversation: { user: principal.userId } }, { fields: ['promptTokens', 'completionTokens', 'costMicros'] });
    return {
      tokens: answers.reduce((sum, answer) => sum + (answer.promptTokens ?? 0) + (answer.completionTokens ?? 0), 0),
      costMicros: answers.reduce((sum, answer) => sum + Number(answer.costMicros ?? 0), 0),
    };
  }

  /** Events of one of the principal's own turns, for a client that reconnects. */
  async turnEvents(principal: Principal, turnId: string): Promise<{ readonly events: readonly StoredTurnEvent[]; readonly status: string; readonly leaseUntil: Date | null; readonly answerId: string }> {
    const answer = await this.#fork().findOne(ChatMessage, { turnId, role: 'assistant', conversation: { user: principal.userId } });
    if (!answer) throw notFound('turn');
    return { events: answer.events ?? [], status: answer.status, leaseUntil: answer.leaseUntil ?? null, answerId: answer.id };
  }

  /** Closes a turn whose server is gone: the answer is marked as failed and gets its last event. */
  async closeLost(principal: Principal, turnId: string): Promise<StoredTurnEvent | undefined> {
    return this.#fork().transactional(async (em) => {
      const answer = await em.findOne(ChatMessage, { turnId, role: 'assistant', status: 'streaming', conversation: { user: principal.userId } });
      if (!answer) return undefined;
      const event: StoredTurnEvent = { type: 'failed', turnId, seq: answer.events?.length ?? 0, code: 'unavailable', message: 'The server stopped before the answer was complete.', hint: 'Ask again; the question is kept.', retryable: true };
      answer.events = [...(answer.events ?? []), event];
      answer.status = 'failed';
      answer.errorCode = 'server_lost';
      this.#audit(em, principal, { event: 'turn.failed', decision: 'failed', reasonCode: 'server_lost', turnId });
      await em.flush();
      return event;
    });
  }

  /** Registers (once) the combination of model, prompt, tools and engine that is about to answer. */
  async modelVersion(parts: ModelVersionParts): Promise<{ readonly id: string; readonly label: string }> {
    const key = JSON.stringify([parts.modelId, parts.promptHash, parts.catalogueHash, parts.engineVersion]);
    const known = this.#versions.get(key);
    if (known) return known;
    const registered = this.#register(parts);
    this.#versions.set(key, registered);
    registered.catch(() => this.#versions.delete(key)); // the caller hears of it; the next turn tries again
    return registered;
  }

  async #register(parts: ModelVersionParts): Promise<{ readonly id: string; readonly label: string }> {
    return this.#fork().transactional(async (em) => {
      const where = { modelId: parts.modelId, promptHash: parts.promptHash, catalogueHash: parts.catalogueHash, engineVersion: parts.engineVersion };
      const known = await em.findOne(AiModelVersion, where);
      if (known) return { id: known.id, label: known.label };
      const taken = await em.count(AiModelVersion, { label: { $like: `${parts.label}%` } });
      const now = this.#tools.clock.now();
      const made = em.create(AiModelVersion, { id: this.#tools.newId(), ...parts, label: taken === 0 ? parts.label : `${parts.label} (${taken + 1})`, status: 'active', releasedOn: now, parameters: {}, createdAt: now });
      await em.flush();
      return { id: made.id, label: made.label };
    });
  }

  #open(em: EntityManager, principal: Principal, start: TurnStart): Conversation {
    return em.create(Conversation, {
      id: this.#tools.newId(), user: em.getReference(User, principal.userId), client: principal.clientId ? em.getReference(Client, principal.clientId) : null,
      title: NEW_TITLE, channel: start.channel, personaRole: principal.role === 'client' || principal.role === 'advisor' ? principal.role : 'auditor',
      status: 'open', pinned: false, nextSequence: 1, createdAt: this.#tools.clock.now(),
    });
  }

  async #owned(em: EntityManager, principal: Principal, id: string): Promise<Conversation> {
    const conversation = await em.findOne(Conversation, { id, user: principal.userId });
    if (!conversation) throw notFound('conversation');
    return conversation;
  }

  #audit(em: EntityManager, principal: Principal, entry: ActEntry): void {
    recordAudit(em, { actorId: principal.userId, actorRole: principal.role, ...entry }, this.#tools);
  }
}

export type ActEntry = Omit<AuditEntry, 'actorId' | 'actorRole'>;

export interface ModelVersionParts {
  readonly label: string;
  readonly provider: string;
  readonly modelId: string;
  readonly promptName: string;
  readonly promptHash: string;
  readonly catalogueHash: string;
  readonly engineVersion: string;
}

/** Until the first answer says what kind of question it was; titles never quote the question. */
export const NEW_TITLE = 'New conversation';
