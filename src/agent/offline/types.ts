import type { IsoDate } from '../../shared/calendar.ts';

export type Persona = 'client' | 'advisor' | 'auditor' | 'admin';

/** What the system message's tail tells about the session. */
export interface SessionFacts {
  readonly persona: Persona;
  readonly userName: string;
  readonly today: IsoDate;
  readonly baseCurrency: string;
}

export type EntityKind = 'client' | 'portfolio' | 'security' | 'goal' | 'tag' | 'benchmark' | 'advisor';

/** One row of `find_names`: a thing of the user's own scope that a stretch of text may mean. */
export interface Candidate {
  readonly kind: EntityKind;
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly score: number;
  readonly clientId: string | null;
  readonly clientName: string | null;
}

/** A stretch of the conversation that names something, with everything that it may mean, best first. */
export interface Mention {
  readonly text: string;
  readonly candidates: readonly Candidate[];
}

/** A span or day in words, as an expression of `shared/period.ts`. `relative` waits for the period of the turn before; its unit P is that period's own length. */
export interface PeriodSlot {
  readonly expression: string;
  readonly kind: 'span' | 'date' | 'future';
  readonly relative?: { readonly count: -1 | 1; readonly unit: 'D' | 'W' | 'M' | 'Q' | 'Y' | 'P' };
}

export interface AmountSlot {
  readonly value: number;
  readonly currency?: string;
}

/** Everything measurable in a stretch of text. Absent means: not said. */
export interface Slots {
  readonly periods: readonly PeriodSlot[];
  readonly amounts: readonly AmountSlot[];
  /** Fractions: 0.05 for "5 percent" or "5 points". */
  readonly percents: readonly number[];
  readonly currencies: readonly string[];
  readonly assetClasses: readonly string[];
  readonly sectors: readonly string[];
  readonly regions: readonly string[];
  readonly count?: number;
  readonly quantity?: number;
  /** Part of a position: 0.5 for "half", 1 for "all of". */
  readonly part?: number;
  /** A span ahead, in years. */
  readonly years?: number;
  readonly recommendationNumber?: string;
  readonly scenario?: string;
}

/** One thing that the message asks for. */
export interface Ask {
  readonly topic: string;
  /** The clause, in normalised words with names masked as `@kind`. */
  readonly words: string;
  /** The clause as typed. */
  readonly text: string;
  readonly slots: Slots;
  readonly mentions: readonly Mention[];
  readonly concepts: ReadonlySet<string>;
  /** What the newest message itself says, where the rest comes from the turns before. */
  readonly newWords?: string;
  readonly score: number;
}

export interface PlannedCall {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export type RefusalReason = 'other_client_data' | 'guaranteed_return' | 'insider_information' | 'skip_compliance' | 'unauthorised_trade'
  | 'system_prompt' | 'log_tampering' | 'credential_disclosure';

export type Ambiguity = 'two_portfolios' | 'unknown_client' | 'same_name' | 'missing_period' | 'missing_amount' | 'missing_reference';

/** How a turn ends when it isn't an answer; also left in the message's metadata, so that the record can name the reason. */
export type Outcome =
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  | { readonly kind: 'clarify'; readonly ambiguity: Ambiguity }
  | { readonly kind: 'out_of_scope' }
  | { readonly kind: 'answered' };
