/** Bounds of one turn. The last round must answer in text, so every turn ends with words. */
export interface TurnLimits {
  readonly rounds: number;
  readonly toolCalls: number;
  readonly toolTimeoutMs: number;
  readonly turnTimeoutMs: number;
  readonly historyTurns: number;
  readonly approvalMinutes: number;
  readonly leaseMs: number;
  /** Tokens, and millionths of a US dollar, that one person may use in a day (UTC). 0 is no limit. */
  readonly dailyTokens: number;
  readonly dailyCostMicros: number;
}

export const DEFAULT_LIMITS: TurnLimits = {
  rounds: 7,
  toolCalls: 12,
  toolTimeoutMs: 20_000,
  turnTimeoutMs: 120_000,
  historyTurns: 12,
  approvalMinutes: 15,
  // Renewed every third of it while the turn runs, so that it says only that the server lives.
  leaseMs: 30_000,
  dailyTokens: 0,
  dailyCostMicros: 0,
};
