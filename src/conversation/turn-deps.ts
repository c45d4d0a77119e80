import type { Principal } from '../access/principal.ts';
import type { ScopedDbs } from '../access/scoped-dbs.ts';
import type { ModelChain } from '../agent/model-chain.ts';
import type { TurnEvent } from '../contract/turn-event.ts';
import type { ApprovalStore } from '../data/conversations/approval-store.ts';
import type { ConversationStore } from '../data/conversations/conversation-store.ts';
import type { Clock } from '../shared/clock.ts';
import type { NewId } from '../shared/ids.ts';
import type { Prompt } from '../shared/released-prompt.ts';
import type { Tool, ToolContext } from '../../tools/define-tool.ts';
import type { SentenceGate } from './grounding/gate.ts';
import type { TurnLimits } from './turn-limits.ts';

/** What the log may be told: never a person's words. */
export interface TurnLog {
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Everything a turn needs, handed in by main.ts. */
export interface TurnDeps {
  readonly store: ConversationStore;
  readonly approvals: ApprovalStore;
  readonly chain: ModelChain;
  readonly prompt: Prompt;
  /** Every tool there is, by name. Which of them a person may use follows from the role. */
  readonly tools: ReadonlyMap<string, Tool>;
  /** The few whose definitions are always sent; the catalogue tool leads to the rest. */
  readonly coreTools: (role: Principal['role']) => readonly Tool[];
  readonly openScope: ScopedDbs;
  readonly createGate: () => SentenceGate;
  readonly publish: (turnId: string, events: readonly TurnEvent[]) => void;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Where approved exports are kept. */
  readonly saveExport?: NonNullable<ToolContext['saveExport']>;
  readonly limits: TurnLimits;
  readonly engineVersion: string;
  readonly catalogueHash: string;
  readonly log: TurnLog;
  readonly serverId: string;
}
