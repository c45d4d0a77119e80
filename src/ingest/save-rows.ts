import { saveSecurities } from '../data/imports/save-securities.ts';
import { bookTransactions, saveFxRates, savePrices, type NewTransaction } from '../data/transactions/index.ts';
import { AppError } from '../shared/errors.ts';
import type { CsvKind } from './columns.ts';
import { RowFault } from './field-reader.ts';
import type { ImportContext, ImportHandle } from './import-run.ts';
import type { TableRow } from './read-table.ts';
import type { Reject } from './rejects.ts';
import { makeHolding, makePrice, makeRate, makeTransaction, withReferences, type MakerContext } from './row-makers.ts';
import { makeSecurity } from './securities.ts';

export interface Saved {
  readonly added: number;
  readonly corrected: number;
  readonly alreadyThere: number;
  readonly rejects: readonly Reject[];
}

interface Work {
  readonly rows: readonly TableRow[];
  readonly maker: MakerContext;
  readonly context: ImportContext;
}

/** Makes and saves the rows of one kind inside the caller's transaction. Refused rows are returned, never thrown. */
export async function saveRows(em: ImportHandle, kind: CsvKind, work: Work): Promise<Saved> {
  const rejects: Reject[] = [];
  const { rows, maker, context } = work;
  if (kind === 'prices') {
    const made = makeAll(rows, (row) => makePrice(row, maker), rejects);
    const saved = await savePrices(em, onePerKey(made, { nameOf: ({ securityId }) => securityId, dayOf: ({ priceDate }) => priceDate, saysOf: ({ close }) => close }, rejects), context);
    return { ...saved, alreadyThere: saved.unchanged, rejects };
  }
  if (kind === 'fx') {
    const made = makeAll(rows, (row) => makeRate(row, maker), rejects);
    const saved = await saveFxRates(em, onePerKey(made, { nameOf: ({ baseCurrency, quoteCurrency }) => baseCurrency + quoteCurrency, dayOf: ({ rateDate }) => rateDate, saysOf: ({ rate }) => rate }, rejects), context);
    return { ...saved, alreadyThere: saved.unchanged, rejects };
  }
  if (kind === 'securities') {
    const made = makeAll(rows, (row) => makeSecurity(row, maker.reader), rejects);
    return { ...(await saveSecurities(em, onePerKey(made, { nameOf: ({ ticker }) => ticker, dayOf: () => '', saysOf: (value) => JSON.stringify(value) }, rejects), context.newId)), corrected: 0, rejects };
  }
  const made = makeAll(rows, (row) => (kind === 'holdings' ? makeHolding(row, maker) : makeTransaction(row, maker)), rejects);
  return bookAll(em, made, context, rejects);
}

interface Made<T> {
  readonly row: TableRow;
  readonly value: T;
}

function makeAll<T>(rows: readonly TableRow[], make: (row: TableRow) => T, rejects: Reject[]): Made<T>[] {
  const made: Made<T>[] = [];
  for (const row of rows) {
    try {
      made.push({ row, value: make(row) });
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      rejects.push({ line: row.line, field: error.field, reason: error.message, row: row.cells });
    }
  }
  return made;
}

interface KeyParts<T> {
  readonly nameOf: (value: T) => string;
  /** A second part of the key, where there is one. */
  readonly dayOf: (value: T) => string;
  /** What two rows of a key must agree on. */
  readonly saysOf: (value: T) => string;
}

/** The first row of a key stands; a later one that says otherwise is refused, one that says the same is dropped. */
function onePerKey<T>(made: readonly Made<T>[], { nameOf, dayOf, saysOf }: KeyParts<T>, rejects: Reject[]): T[] {
  const first = new Map<string, Map<string, Made<T>>>();
  const kept: T[] = [];
  for (const one of made) {
    const name = nameOf(one.value);
    const day = dayOf(one.value);
    let own = first.get(name);
    if (!own) first.set(name, own = new Map());
    const there = own.get(day);
    if (there) {
      if (saysOf(there.value) !== saysOf(one.value)) rejects.push({ line: one.row.line, field: 'row', reason: `contradicts line ${there.row.line}`, row: one.row.cells });
      continue;
    }
    own.set(day, one);
    kept.push(one.value);
  }
  return kept;
}

type MadeTransaction = NewTransaction & { readonly id: string };

/** Books portfolio by portfolio, in the order in which everybody takes them, or two imports would wait for each other; a row that the books refuse (more sold than held, say) is taken out and the rest of its portfolio is tried again. */
async function bookAll(em: ImportHandle, made: readonly Made<MadeTransaction>[], context: ImportContext, rejects: Reject[]): Promise<Saved> {
  const rowOf = new Map(made.map(({ row, value }) => [value.id, row]));
  let [added, alreadyThere] = [0, 0];
  const byPortfolio = Map.groupBy(withReferences(made.map(({ value }) => value)), ({ portfolioId }) => portfolioId);
  for (const portfolioId of [...byPortfolio.keys()].sort()) {
    for (let left = byPortfolio.get(portfolioId) ?? []; left.length > 0;) {
      try {
        const booked = await bookTransactions(em, left, context);
        [added, alreadyThere] = [added + booked.added, alreadyThere + booked.alreadyThere];
        break;
      } catch (error) {
        const id = error instanceof AppError ? error.where?.['transactionId'] : undefined;
        const row = typeof id === 'string' ? rowOf.get(id) : undefined;
        if (!(error instanceof AppError) || !row) throw error;
        rejects.push({ line: row.line, field: String(error.where?.['field'] ?? 'row'), reason: error.publicMessage, row: row.cells });
        left = left.filter((transaction) => transaction.id !== id);
      }
    }
  }
  return { added, corrected: 0, alreadyThere, rejects };
}
