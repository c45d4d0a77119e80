import type { EntityManager, EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { isTrailed } from '../../audit/record-trail.ts';

/** Derived from transactions, prices and rates: made again from those of then. */
export const DERIVED: readonly string[] = ['Holdings', 'PortfolioSnapshots', 'ActualAllocations', 'TaxRecords', 'DividendPayouts', 'PerformanceMetrics'];
/** Rows that keep by themselves what stood before: what counted at an instant can be read from them. */
export const QUOTES = { MarketPrices: 'close', CurrencyExchangeRates: 'rate' } as const;
export const BITEMPORAL: readonly string[] = ['Transactions', ...Object.keys(QUOTES)];
/** What the derivation reads beside. */
const DERIVED_FROM: readonly string[] = [...BITEMPORAL, 'Portfolios', 'Clients', 'Securities', 'PortfolioBenchmarks', 'Benchmarks'];
/** Who reaches what is decided by these. */
const REACH: readonly string[] = ['Clients', 'Portfolios', 'AdvisorAssignments', 'Advisors', 'Users'];

/** The property that says when a row was made, in order of preference. */
const MADE = ['recordedAt', 'createdAt', 'occurredAt', 'startedAt', 'checkedAt', 'openedAt', 'detectedAt', 'requestedAt', 'exportedAt', 'assignedAt', 'changedAt', 'measuredAt', 'sentAt'];
/** Instants that lie ahead, or that say nothing about a change that anybody sees. */
const NO_CHANGE = /^(valid|expires|absoluteExpires|approvalExpires|lease|nextRun)|^lastSeenAt$/;

/** Tables whose state matters for reading some: those that they point to, what reach follows from, and what derived ones are made of. */
export function tablesBehind(em: EntityManager, read: Iterable<string>): EntityMetadata[] {
  const all = new Map([...em.getMetadata().getAll().values()].map((meta) => [meta.tableName, meta as EntityMetadata]));
  const wanted = new Set<string>();
  const want = (table: string): void => {
    const meta = all.get(table);
    if (!meta || wanted.has(table)) return;
    wanted.add(table);
    for (const { targetMeta } of meta.relations) if (targetMeta) want(targetMeta.tableName);
    if (DERIVED.includes(table)) for (const source of DERIVED_FROM) want(source);
  };
  for (const table of [...REACH, ...read]) want(table);
  return [...wanted].map((table) => all.get(table)!);
}

/** The column that says when a row was made; undefined for tables without one. */
export function madeColumn(meta: EntityMetadata): string | undefined {
  if (DERIVED.includes(meta.tableName)) return undefined;
  const name = MADE.find((candidate) => candidate in meta.properties);
  return name === undefined ? undefined : columnOf(meta, name);
}

/** Columns whose instant tells that a row was changed later, for tables of which neither trail nor row keeps what stood before. */
export function changeColumns(meta: EntityMetadata): string[] {
  if (isTrailed(meta.tableName) || BITEMPORAL.includes(meta.tableName) || DERIVED.includes(meta.tableName)) return [];
  const made = MADE.find((candidate) => candidate in meta.properties);
  return (meta.props as EntityProperty[]).filter(({ name, runtimeType }) => runtimeType === 'Date' && name !== made && !NO_CHANGE.test(name)).map(({ name }) => columnOf(meta, name));
}

export function columnOf(meta: EntityMetadata, name: string): string {
  return (meta.properties[name as keyof typeof meta.properties] as EntityProperty).fieldNames[0] ?? name; // a property of this table
}
