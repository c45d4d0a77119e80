import type { EntityClass, FilterQuery, PrimaryKeyProp } from '@mikro-orm/core';

type IsEntity<V> = typeof PrimaryKeyProp extends keyof V ? true : false;
type Head<P extends string> = P extends `${infer First}.${string}` ? First : P;
type Tail<P extends string, K extends string> = P extends `${K}.${infer Rest}` ? Rest : never;
type KeyOf<T> = T extends { [PrimaryKeyProp]?: infer PK } ? (NonNullable<PK> extends keyof T ? NonNullable<PK> : NonNullable<PK> extends readonly (infer Part)[] ? Part & keyof T : never) : never;

/** A relation that was not populated: the key of the row that it points to, and nothing else. */
export type RowRef<T> = { readonly [K in KeyOf<T>]: T[K] };

type RowCell<V, K extends string, P extends string> = V extends object
  ? IsEntity<V> extends true
    ? K extends Head<P>
      ? Row<V, Tail<P, K>>
      : RowRef<V>
    : V
  : V;

/**
 * A row as request-scoped code sees it: a frozen plain object without any tie to the database. Secret columns are always absent.
 * Relations are `{ id }` unless their path is in `populate`. A populated relation whose row the principal may not see stays `{ id }`.
 */
export type Row<T, P extends string = never> = { readonly [K in keyof T & string]: RowCell<T[K], K, P> };

export type PropertyOf<T> = keyof T & string;

/** Conditions by property, nested through relations: `{ portfolio: { client: id }, tradeDate: { $gte: from } }`. A string means the id. */
export type Where<T> = FilterQuery<T>;

export type Direction = 'asc' | 'desc';
/** One or more `{ property: direction }`, nested through relations that are as visible as the row itself. */
export type OrderBy = OrderKeys | readonly OrderKeys[];
export interface OrderKeys {
  readonly [property: string]: Direction | OrderKeys;
}

export interface FindOptions<P extends string = never, F extends string = string> {
  /** Relation paths to load along, such as `portfolio.client`. Each is read through the same scope. */
  readonly populate?: readonly P[];
  /** Only these columns; all but the secret ones when left out. */
  readonly fields?: readonly F[];
  readonly orderBy?: OrderBy;
  readonly limit?: number;
  readonly offset?: number;
}

export type AggregateFunction = 'count' | 'countDistinct' | 'sum' | 'min' | 'max' | 'avg';

export interface AggregateQuery<T> {
  readonly entity: EntityClass<T>;
  readonly where?: Where<T>;
  /** Property paths: `currency`, `portfolio`, `security.assetClass`; an instant by its UTC day: `startedAt.day`. */
  readonly groupBy?: readonly string[];
  /**
   * What to compute, by name. Sums of exact decimals are exact and come back as decimal strings; `avg` of exact decimals is refused
   * (take sum and count). `min`, `max` and `sum` of nothing are null.
   */
  readonly aggregates: Readonly<Record<string, { readonly fn: AggregateFunction; readonly of?: string }>>;
  /** By a group path or the name of an aggregate. */
  readonly orderBy?: Readonly<Record<string, Direction>>;
  readonly limit?: number;
}

/** One group: each group path and each aggregate by its name. */
export type AggregateRow = Readonly<Record<string, string | number | boolean | Date | null>>;
