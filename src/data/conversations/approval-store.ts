import type { EntityManager } from '@mikro-orm/core';
import type { Principal } from '../../access/principal.ts';
import { recordAudit, type AuditTools } from '../../audit/record.ts';
import { ToolInvocation } from '../../entities/communication/tool-invocation.entity.ts';
import { AppError } from '../../shared/errors.ts';
import type { ActEntry } from './conversation-store.ts';

export interface ClaimedApproval {
  readonly invocationId: string;
  readonly toolName: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly argumentsHash: string;
  readonly callId: string;
  readonly conversationId: string | null;
  readonly turnId: string | null;
  /** The audit entry of the decision: what follows from it is put down to that. */
  readonly entryId: string;
}

export interface ApprovalChoice {
  readonly invocationId: string;
  readonly argumentsHash: string;
  readonly decision: 'approve' | 'decline';
}

/** How an approved write ended, and the id of the request that approved it. */
export interface SettledWrite {
  readonly requestId?: string | undefined;
  readonly result: string;
  readonly resultHash: string;
  readonly errorCode: string | null;
}

/** Approvals are claimed by one conditional update: bound to the exact arguments, to the person, to the time limit, and to one use. */
export class ApprovalStore {
  readonly #fork: () => EntityManager;
  readonly #tools: AuditTools;

  constructor(fork: () => EntityManager, tools: AuditTools) {
    this.#fork = fork;
    this.#tools = tools;
  }

  /** Approvals of a conversation that wait for this person and are still in time. */
  async pending(principal: Principal, conversationId: string): Promise<readonly ApprovalChoice[]> {
    const rows = await this.#fork().find(ToolInvocation, {
      conversation: conversationId, user: principal.userId, outcome: 'pending_approval', approvalExpiresAt: { $gt: this.#tools.clock.now() },
    }, { fields: ['id', 'argumentsHash'], orderBy: { startedAt: 'asc' } });
    return rows.map((row) => ({ invocationId: row.id, argumentsHash: row.argumentsHash, decision: 'approve' }));
  }

  /**
   * Takes the decision, once.
   * @throws AppError not-approved when it is unknown, somebody else's, used, expired or bound to other arguments: one answer for all.
   */
  async claim(principal: Principal, choice: ApprovalChoice, requestId?: string): Promise<ClaimedApproval> {
    const now = this.#tools.clock.now();
    const claimed = await this.#fork().transactional(async (em) => {
      const changed = await em.nativeUpdate(
        ToolInvocation,
        { id: choice.invocationId, user: principal.userId, outcome: 'pending_approval', argumentsHash: choice.argumentsHash, approvalExpiresAt: { $gt: now } },
        { outcome: choice.decision === 'approve' ? 'approved' : 'declined', approvedBy: principal.userId, approvedAt: now },
      );
      const row = changed === 1 ? await em.findOneOrFail(ToolInvocation, { id: choice.invocationId }) : null;
      const entry = this.#audit(em, principal, {
        event: row ? `approval.${choice.decision === 'approve' ? 'given' : 'declined'}` : 'approval.invalid', decision: row ? 'done' : 'denied', objectType: 'ToolInvocations', objectId: choice.invocationId, argumentsHash: choice.argumentsHash, ...(requestId ? { requestId } : {}),
        ...(row ? { toolName: row.toolName, ...(row.turnId ? { turnId: row.turnId } : {}), ...(row.conversation ? { conversationId: row.conversation.id } : {}) } : { reasonCode: 'not_claimable' }),
      });
      await em.flush();
      return row && { row, entryId: entry.id };
    });
    if (!claimed) throw new AppError('not-approved', 'This approval cannot be used.', { hint: 'It may have expired or been used already. Ask for the change again to get a new one.' });
    const { row, entryId } = claimed;
    return {
      invocationId: row.id, toolName: row.toolName, arguments: row.arguments ?? {}, argumentsHash: row.argumentsHash, callId: row.callId ?? row.id,
      conversationId: row.conversation?.id ?? null, turnId: row.turnId ?? null, entryId,
    };
  }

  /** Records what the approved write did, or that it failed. */
  async settle(principal: Principal, claimed: ClaimedApproval, outcome: SettledWrite): Promise<void> {
    await this.#fork().transactional(async (em) => {
      await em.nativeUpdate(ToolInvocation, { id: claimed.invocationId }, {
        result: outcome.result, resultHash: outcome.resultHash, resultBytes: Buffer.byteLength(outcome.result), errorCode: outcome.errorCode,
        ...(outcome.errorCode ? { outcome: 'failed' as const } : { executedAt: this.#tools.clock.now() }),
      });
      this.#audit(em, principal, {
        ...(outcome.requestId ? { requestId: outcome.requestId } : {}), event: 'write.executed', decision: outcome.errorCode ? 'failed' : 'done', objectType: 'ToolInvocations', objectId: claimed.invocationId, toolName: claimed.toolName, argumentsHash: claimed.argumentsHash,
        ...(outcome.errorCode ? { reasonCode: outcome.errorCode } : {}), ...(claimed.conversationId ? { conversationId: claimed.conversationId } : {}), ...(claimed.turnId ? { turnId: claimed.turnId } : {}),
      });
      await em.flush();
    });
  }

  #audit(em: EntityManager, principal: Principal, entry: ActEntry): { readonly id: string } {
    return recordAudit(em, { actorId: principal.userId, actorRole: principal.role, ...entry }, this.#tools);
  }
}
