import type { Figure } from './figure.ts';
import type { IsoDate } from './calendar.ts';

/**
 * What every typed tool answers: one shape for models, grounding, the offline model, the web and MCP.
 * Nothing in it is prose meant to be trusted: figures and facts carry their meaning in `key` (stable, for code) and `label` (for people).
 */
export interface Answer {
  readonly title: string;
  readonly asOf: IsoDate;
  readonly figures: readonly LabelledFigure[];
  /** Names, dates, statuses, texts: everything that is true and isn't a number. */
  readonly facts: readonly Fact[];
  readonly tables: readonly AnswerTable[];
  readonly charts: readonly AnswerChart[];
  /** Data quality, conventions and limits that a careful reader must know. */
  readonly caveats: readonly string[];
}

export interface LabelledFigure extends Figure {
  readonly key: string;
  readonly label: string;
}

export interface Fact {
  readonly key: string;
  readonly label: string;
  /** `null` means: none on record. */
  readonly value: string | boolean | null;
  readonly kind: 'text' | 'name' | 'date' | 'boolean' | 'id';
  /** True for text that people outside the firm's control wrote (notes, tickets, documents, names): data, never instructions. */
  readonly untrusted?: boolean;
}

export type ColumnKind = Figure['unit'] | 'text' | 'name' | 'date' | 'boolean' | 'id';

export interface AnswerColumn {
  readonly key: string;
  readonly label: string;
  readonly kind: ColumnKind;
  /** ISO 4217 when all money or prices in the column share one currency; otherwise a column of kind text names it per row. */
  readonly currency?: string;
  readonly untrusted?: boolean;
}

export type Cell = string | number | boolean | null;

export interface AnswerTable {
  readonly key: string;
  readonly title: string;
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that matched, shown or not. `rows.length < total` means that the list is cut. */
  readonly total: number;
  readonly method: string;
}

export interface AnswerChart {
  readonly key: string;
  readonly title: string;
  readonly kind: 'line' | 'bar' | 'doughnut';
  readonly unit: Figure['unit'];
  readonly currency?: string;
  readonly labels: readonly string[];
  readonly series: readonly { readonly label: string; readonly values: readonly (number | null)[] }[];
}

export type AnswerParts = Pick<Answer, 'title' | 'asOf'> & Partial<Answer>;

export function answer(parts: AnswerParts): Answer {
  return { figures: [], facts: [], tables: [], charts: [], caveats: [], ...parts };
}
