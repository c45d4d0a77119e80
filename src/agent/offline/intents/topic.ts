import type { Persona } from '../types.ts';

/**
 * One thing that people ask for: a row of a transparent linear model.
 * A feature is a concept of the lexicon, `@kind` (a name was mentioned), `#slot` (something measurable was said) or several joined by `+`.
 */
export interface Topic {
  /** The intent's name in the product's vocabulary; several topics share one when different tools answer them. */
  readonly intent: string;
  readonly features: Readonly<Record<string, number>>;
  /** Each entry must hold; `a|b` means either. */
  readonly requires?: readonly string[];
  readonly personas?: readonly Persona[];
}

export type TopicTable = Readonly<Record<string, Topic>>;
