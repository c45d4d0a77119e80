import type { TurnEvent } from '../../src/contract/turn-event.ts';

export type TurnEventType = TurnEvent['type'];

/** A key for each event type of the contract: one that is added there fails to compile here. */
const KNOWN = {
  accepted: true, status: true, 'tool-started': true, 'tool-finished': true, text: true, figure: true, chart: true, table: true,
  'approval-needed': true, 'approval-decided': true, suggestion: true, completed: true, failed: true,
} as const satisfies Record<TurnEventType, true>;

export const TURN_EVENT_TYPES: ReadonlySet<string> = new Set(Object.keys(KNOWN));
