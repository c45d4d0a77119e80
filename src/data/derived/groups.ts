import type { TransactionRow } from '../transactions/transaction-row.ts';
import { securityOf, type Derivation } from './context.ts';

/** A portfolio's transactions, cut so that each part can be derived alone. */
export interface TransactionGroups {
  /** Streams of securities that exchange units through spin-offs and mergers; usually one security each. */
  readonly streams: readonly (readonly TransactionRow[])[];
  /** Those without a security, and those of cash itself. */
  readonly cash: readonly TransactionRow[];
}

/** @param rows In book order; the parts keep it. */
export function groupTransactions(rows: readonly TransactionRow[], derivation: Derivation): TransactionGroups {
  const parents = new Map<string, string>();
  const rootOf = (id: string): string => {
    const parent = parents.get(id);
    return parent === undefined ? id : rootOf(parent);
  };
  for (const { securityId, counterSecurityId } of rows) {
    if (securityId === null || counterSecurityId === null) continue;
    const [from, to] = [rootOf(counterSecurityId), rootOf(securityId)];
    if (from !== to) parents.set(from, to);
  }
  const streams = new Map<string, TransactionRow[]>();
  const cash: TransactionRow[] = [];
  for (const row of rows) {
    if (row.securityId === null || securityOf(derivation, row.securityId).isCash) {
      cash.push(row);
      continue;
    }
    const root = rootOf(row.securityId);
    const stream = streams.get(root);
    if (stream) stream.push(row);
    else streams.set(root, [row]);
  }
  return { streams: [...streams.values()], cash };
}
