import type { EntityMetadata } from '@mikro-orm/core';
import { PRICE_SCALE, RATE_SCALE } from '../derived/fixed-point.ts';
import { instantOf } from '../derived/rebuild.ts';
import type { Stamp } from '../derived/write-derived.ts';
import { knownQuote } from '../advice/known-quote.ts';
import type { ShadowTables } from './shadow-tables.ts';
import { QUOTES } from './tables.ts';

/** A copy of prices or rates as they were known at an instant: later days are left out, corrected ones get what stood before. */
export async function rewindQuotes(shadows: ShadowTables, meta: EntityMetadata, at: Date, stamp: Stamp): Promise<void> {
  const { sql } = shadows;
  const table = meta.tableName as keyof typeof QUOTES; // the caller looked it up there
  const value = QUOTES[table];
  await shadows.add(meta, 'recorded_at <= ? or corrections is not null', [stamp]);
  const [keys, scale] = table === 'MarketPrices' ? [['security_id', 'price_date'], PRICE_SCALE] : [['base_currency', 'quote_currency', 'rate_date'], RATE_SCALE];
  const where = keys.map((key) => `${key} = ?`).join(' and ');
  for (const row of await sql.select(`select ${keys.join(', ')}, recorded_at, corrections from ${table} where recorded_at > ?`, [stamp])) {
    const corrections = readCorrections(row['corrections']);
    const known = knownQuote('', { recordedAt: new Date(instantOf(row['recorded_at'])), corrections }, at);
    const key = keys.map((name) => row[name]);
    const earlier = corrections.filter(({ recordedAt }) => new Date(recordedAt) <= at);
    const standing = earlier.at(-1);
    if (known === undefined || !standing) await sql.run(`delete from ${table} where ${where}`, key);
    else {
      await sql.run(`update ${table} set ${value} = ?, source = ?, recorded_at = ?, corrections = ? where ${where}`, [
        sql.codec.writeText(known, scale), standing.source, instantFor(stamp, standing.recordedAt), earlier.length > 1 ? JSON.stringify(earlier.slice(0, -1)) : null, ...key,
      ]);
    }
  }
}

/** A copy of the transactions as they stood at an instant: what came later is left out, what was cancelled later counts. */
export async function rewindTransactions(shadows: ShadowTables, meta: EntityMetadata, stamp: Stamp): Promise<void> {
  await shadows.add(meta, 'recorded_at <= ?', [stamp]);
  await shadows.sql.run(`update Transactions set status = 'booked', cancelled_at = null where cancelled_at > ?`, [stamp]);
}

type Corrections = readonly { readonly recordedAt: string; readonly source: string; readonly close?: string; readonly rate?: string }[];

function readCorrections(column: unknown): Corrections {
  return ((typeof column === 'string' ? JSON.parse(column) as unknown : column) ?? []) as Corrections; // written by save-quotes alone
}

/** Milliseconds on the embedded engine, UTC text on a server, as the other instants are. */
function instantFor(like: Stamp, iso: string): Stamp {
  return typeof like === 'number' ? Date.parse(iso) : iso.slice(0, 23).replace('T', ' ');
}
