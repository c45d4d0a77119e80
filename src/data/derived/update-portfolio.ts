import { epochDay, type IsoDate } from '../../shared/calendar.ts';
import { inBookOrder, selectTransactions, type TransactionRow } from '../transactions/transaction-row.ts';
import { addStream } from './add-stream.ts';
import { allocationRows } from './allocations.ts';
import { addCash, addCashAmounts, cashChanges, cashTransactions, shiftCash } from './cash.ts';
import { sidesOf, type PortfolioChange } from './change.ts';
import { securityOf, type Derivation } from './context.ts';
import type { DayTotals } from './day-totals.ts';
import { changesByCurrency } from './derive-portfolio.ts';
import { parseFixed, PRICE_SCALE } from './fixed-point.ts';
import { groupTransactions } from './groups.ts';
import { cashHolding, streamHoldings, totalValue, type HoldingRow } from './holdings.ts';
import { metricRows } from './metrics.ts';
import { payoutRows } from './payouts.ts';
import type { BatchOptions, Setting } from './rebuild.ts';
import { deleteSnapshots, insertSnapshots, snapshotRows } from './snapshots.ts';
import type { SqlRows } from './sql-rows.ts';
import { storedHoldings, storedIndex, storedIndexStart, storedTaxYears, storedTotals } from './stored-state.ts';
import { replayStream, type SecurityStream } from './stream.ts';
import { addIncomeTaxes, addStreamTaxes, type TaxYears } from './tax-years.ts';
import { deleteAnnounced, deleteMetrics, insertAllocations, insertHoldings, insertMetrics, insertPayouts, insertTaxYears, updateWeights } from './write-derived.ts';

/** One portfolio's change with what it takes to carry it out. */
export interface PortfolioUpdate {
  readonly change: PortfolioChange;
  /** First day that changes. */
  readonly from: IsoDate;
  /** Securities whose streams change, with all that exchange units with them. */
  readonly affected: ReadonlySet<string>;
  readonly derivation: Derivation;
  readonly benchmark: ReturnType<Setting['benchmarks']['get']>;
}

/** One side of a change: the affected streams, replayed, and all loaded transactions. */
interface Side {
  readonly derivation: Derivation;
  readonly rows: readonly TransactionRow[];
  readonly changed: readonly TransactionRow[];
  readonly streams: readonly SecurityStream[];
  /** Whether `rows` holds all since the first changed day, or the affected streams alone. */
  readonly hasAllRows: boolean;
}

/**
 * Carries a change through the derived rows of one portfolio. Takes out what the affected streams contributed before and adds what they
 * contribute now, from the first changed day; the rest of the portfolio is neither loaded nor replayed. Parts are rounded before they are
 * added, so the outcome equals a derivation from nothing to the last digit.
 */
export async function updatePortfolio(sql: SqlRows, update: PortfolioUpdate, options: BatchOptions): Promise<void> {
  const { portfolio } = update.derivation;
  const [before, after] = await loadSides(sql, update);
  const totals = await storedTotals(sql, portfolio.id, update.from);
  const holdings = await storedHoldings(sql, portfolio.id);
  const years = await storedTaxYears(sql, portfolio.id);
  for (const [side, sign] of [[before, -1], [after, 1]] as const) addSide(totals, years, side, sign);
  const cash = changeCash(totals, { before, after, from: epochDay(update.from) }, holdings);
  const start = await storedIndexStart(sql, portfolio.id, update.from);
  await deleteSnapshots(sql, portfolio.id, update.from);
  await insertSnapshots(sql, portfolio, snapshotRows(totals, start), options.stamp);
  await replacePositions(sql, { after, affected: update.affected, holdings, cash }, options);
  await sql.run('delete from TaxRecords where portfolio_id = ?', [portfolio.id]);
  await insertTaxYears(sql, years, update.derivation, options.stamp);
  await deleteMetrics(sql, [portfolio.id]);
  await insertMetrics(sql, metricRows(await storedIndex(sql, portfolio.id), update.benchmark, update.derivation), update.derivation, options.stamp);
}

async function loadSides(sql: SqlRows, { change, from, affected, derivation }: PortfolioUpdate): Promise<[Side, Side]> {
  const ids = [...affected];
  const { portfolio, today } = derivation;
  const changed = sidesOf(change, today);
  const hasAllRows = !await isPlainCash(sql, [...changed.before, ...changed.after], derivation);
  // Whatever exchanges units with an affected security is affected too: its rows need not be looked for from the other side.
  const inStreams = `security_id in (${sql.marks(ids)})`;
  const [condition, given] = hasAllRows ? [`trade_date >= ? or ${inStreams}`, [from, ...ids]] : [inStreams, ids];
  const rows = await selectTransactions(sql, `portfolio_id = ? and trade_date <= ? and (${condition})`, [portfolio.id, today, ...given]);
  const added = new Set(changed.after.map(({ id }) => id));
  const oldRows = inBookOrder([...rows.filter(({ id }) => !added.has(id)), ...changed.before]);
  const closes = change.prices.map(({ securityId, priceDate, before }) => ({ securityId, day: epochDay(priceDate), before: before === null ? undefined : parseFixed(before, PRICE_SCALE) }));
  const oldMarket = closes.length > 0 ? derivation.market.withCloses(closes) : derivation.market;
  const side = (own: Derivation, all: readonly TransactionRow[], moved: readonly TransactionRow[]): Side => ({
    derivation: own, rows: all, changed: moved, streams: replayAffected(own, all, affected), hasAllRows,
  });
  return [side({ ...derivation, market: oldMarket }, oldRows, changed.before), side(derivation, rows, changed.after)];
}

/**
 * Whether the changed rows move money of the base currency alone, and no row of the portfolio ever bought or sold cash: every balance is then
 * a whole amount of money, so that a change shifts the later days by exactly itself and nobody need read what else happened to the cash.
 */
async function isPlainCash(sql: SqlRows, changed: readonly TransactionRow[], { portfolio, cashSecurities }: Derivation): Promise<boolean> {
  if (changed.length === 0) return true;
  if (changed.some(({ currency }) => currency !== portfolio.baseCurrency)) return false;
  const cash = [...cashSecurities.values()].map(({ id }) => id);
  const traded = await sql.select(`select 1 from Transactions where portfolio_id = ? and security_id in (${sql.marks(cash)}) limit 1`, [portfolio.id, ...cash]);
  return traded.length === 0;
}

function replayAffected(derivation: Derivation, rows: readonly TransactionRow[], affected: ReadonlySet<string>): SecurityStream[] {
  const own = rows.filter(({ securityId }) => securityId !== null && affected.has(securityId));
  return groupTransactions(own, derivation).streams.map((stream) => replayStream(derivation, stream));
}

function addSide(totals: DayTotals, years: TaxYears, { derivation, streams, changed }: Side, sign: 1 | -1): void {
  const { baseCurrency } = derivation.portfolio;
  for (const stream of streams) {
    addStream(totals, stream, derivation, sign);
    addStreamTaxes(years, stream, sign);
    addIncomeTaxes(years, stream.transactions, baseCurrency, sign);
  }
  const cash = cashTransactions(groupTransactions(changed, derivation).cash, derivation);
  addCashAmounts(totals, cash, derivation, sign);
  addIncomeTaxes(years, cash.map(({ transaction }) => transaction), baseCurrency, sign);
}

/** Balances are walked back from what is held today to the first changed day, then forward again. Returns today's by changed currency. */
function changeCash(
  totals: DayTotals, { before, after, from }: { readonly before: Side; readonly after: Side; readonly from: number }, holdings: readonly HoldingRow[],
): Map<string, bigint> {
  const changed = [before, after].flatMap((side) => side.changed.flatMap((row) => cashChanges(row, side.derivation)));
  const balances = new Map<string, bigint>();
  const heldOf = (currency: string): bigint => holdings.find(({ securityId }) => securityId === before.derivation.cashSecurities.get(currency)?.id)?.quantity ?? 0n;
  if (!before.hasAllRows) {
    for (const [side, sign] of [[before, -1], [after, 1]] as const) {
      for (const change of side.changed.flatMap((row) => cashChanges(row, side.derivation))) {
        shiftCash(totals, change, sign);
        balances.set(change.currency, (balances.get(change.currency) ?? heldOf(change.currency)) + BigInt(sign) * change.amount);
      }
    }
    return balances;
  }
  const old = changesByCurrency(before.rows, before.derivation);
  const now = changesByCurrency(after.rows, after.derivation);
  for (const currency of new Set(changed.map((change) => change.currency))) {
    const own = (changes: typeof old) => (changes.get(currency) ?? []).filter(({ day }) => day >= from);
    const sum = (changes: typeof old) => own(changes).reduce((total, { amount }) => total + amount, 0n);
    const opening = heldOf(currency) - sum(old);
    addCash(totals, { currency, opening, changes: own(old) }, before.derivation, -1);
    addCash(totals, { currency, opening, changes: own(now) }, after.derivation, 1);
    balances.set(currency, opening + sum(now));
  }
  return balances;
}

interface Positions {
  readonly after: Side;
  readonly affected: ReadonlySet<string>;
  readonly holdings: readonly HoldingRow[];
  /** New balances of the currencies that changed. */
  readonly cash: ReadonlyMap<string, bigint>;
}

async function replacePositions(sql: SqlRows, { after, affected, holdings, cash }: Positions, { stamp }: BatchOptions): Promise<void> {
  const { derivation, streams } = after;
  const { id } = derivation.portfolio;
  const isReplaced = ({ securityId, currency }: HoldingRow): boolean => affected.has(securityId) || (cash.has(currency) && securityOf(derivation, securityId).isCash);
  const current = [
    ...holdings.filter((row) => !isReplaced(row)), ...streams.flatMap((stream) => streamHoldings(stream, derivation)),
    ...[...cash].flatMap(([currency, balance]) => (balance === 0n ? [] : [cashHolding(currency, balance, derivation)])),
  ];
  const total = totalValue(current);
  const kept = holdings.filter((row) => !isReplaced(row));
  const replaced = holdings.filter(isReplaced).map(({ securityId }) => securityId);
  if (replaced.length > 0) await sql.run(`delete from Holdings where portfolio_id = ? and security_id in (${sql.marks(replaced)})`, [id, ...replaced]);
  await insertHoldings(sql, current.slice(kept.length), { derivation, now: stamp, total });
  await updateWeights(sql, kept, { derivation, now: stamp, total });
  await sql.run('delete from ActualAllocations where portfolio_id = ?', [id]);
  await insertAllocations(sql, allocationRows(current, derivation), derivation, stamp);
  const ids = [...affected];
  if (ids.length === 0) return;
  const payouts = streams.flatMap((stream) => payoutRows(stream, derivation));
  await sql.run(`delete from DividendPayouts where portfolio_id = ? and status = 'paid' and security_id in (${sql.marks(ids)})`, [id, ...ids]);
  await deleteAnnounced(sql, id, payouts);
  await insertPayouts(sql, payouts, derivation, stamp);
}
