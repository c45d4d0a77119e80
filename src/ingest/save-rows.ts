import { lockPortfolios, MarketLoader } from '../data/derived/index.ts';
import { saveSecurities } from '../data/imports/save-securities.ts';
import { bookTransactions, saveFxRates, savePrices, type NewTransaction } from '../data/transactions/index.ts';
import { AppError } from '../shared/errors.ts';
import { inTurns } from '../shared/in-turns.ts';
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
    const made = await makeAll(rows, (row) => ({ ...makePrice(row, maker), row }), rejects);
    const saved = await savePrices(em, made, context, refuseContradictions(({ close }) => close, rejects));
    return { ...saved, alreadyThere: saved.unchanged, rejects };
  }
  if (kind === 'fx') {
    const made = await makeAll(rows, (row) => ({ ...makeRate(row, maker), row }), rejects);
    const saved = await saveFxRates(em, made, context, refuseContradictions(({ rate }) => rate, rejects));
    return { ...saved, alreadyThere: saved.unchanged, rejects };
  }
  if (kind === 'securities') {
    const made = await makeAll(rows, (row) => ({ row, security: makeSecurity(row, maker.reader) }), rejects);
    const refuse = refuseContradictions<typeof made[number]>(({ security }) => JSON.stringify(security), rejects);
    const first = new Map<string, typeof made[number]>();
    for (const one of made) {
      const there = first.get(one.security.ticker);
      if (there) refuse(there, one);
      else first.set(one.security.ticker, one);
    }
    return { ...(await saveSecurities(em, [...first.values()].map(({ security }) => security), context.newId)), corrected: 0, rejects };
  }
  const made = await makeAll(rows, (row) => ({ row, value: kind === 'holdings' ? makeHolding(row, maker) : makeTransaction(row, maker) }), rejects);
  return bookAll(em, made, context, rejects);
}

interface Made<T> {
  readonly row: TableRow;
  readonly value: T;
}

async function makeAll<T>(rows: readonly TableRow[], make: (row: TableRow) => T, rejects: Reject[]): Promise<T[]> {
  const made: T[] = [];
  await inTurns(rows, (row) => {
    try {
      made.push(make(row));
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      rejects.push({ line: row.line, field: error.field, reason: error.message, row: row.cells });
    }
  });
  return made;
}

/** The first row of a key stands; a later one that says otherwise is refused, one that says the same is dropped. @param saysOf What two rows of a key must agree on. */
function refuseContradictions<T extends { readonly row: TableRow }>(saysOf: (value: T) => string, rejects: Reject[]): (first: T, later: T) => void {
  return (first, later) => {
    if (saysOf(first) !== saysOf(later)) rejects.push({ line: later.row.line, field: 'row', reason: `contradicts line ${first.row.line}`, row: later.row.cells });
  };
}

type MadeTransaction = NewTransaction & { readonly id: string };

/** Books portfolio by portfolio, all of which it takes first; a row that the books refuse (more sold than held, say) is taken out and the rest of its portfolio is tried again. */
async function bookAll(em: ImportHandle, made: readonly Made<MadeTransaction>[], context: ImportContext, rejects: Reject[]): Promise<Saved> {
  let [added, alreadyThere] = [0, 0];
  const byPortfolio = Map.groupBy(made.map(({ value }) => value), ({ portfolioId }) => portfolioId);
  const portfolioIds = [...byPortfolio.keys()].sort();
  await lockPortfolios(em, portfolioIds);
  const booking = { ...context, market: new MarketLoader(context.today) };
  for (const portfolioId of portfolioIds) {
    for (let left = withReferences(byPortfolio.get(portfolioId) ?? []); left.length > 0;) {
      try {
        const booked = await bookTransactions(em, left, booking);
        [added, alreadyThere] = [added + booked.added, alreadyThere + booked.alreadyThere];
        break;
      } catch (error) {
        const id = error instanceof AppError ? error.where?.['transactionId'] : undefined;
        const row = made.find(({ value }) => value.id === id)?.row;
        if (!(error instanceof AppError) || !row) throw error;
        rejects.push({ line: row.line, field: String(error.where?.['field'] ?? 'row'), reason: error.publicMessage, row: row.cells });
        left = left.filter((transaction) => transaction.id !== id);
      }
    }
  }
  return { added, corrected: 0, alreadyThere, rejects };
}
