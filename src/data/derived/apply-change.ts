import type { EntityManager } from '@mikro-orm/core';
import { addDays, epochDay, isWeekend, type IsoDate } from '../../shared/calendar.ts';
import { inTurns } from '../../shared/in-turns.ts';
import { firstChangedDay, type DerivedChange, type PortfolioChange, type PriceChange, type TransactionChange } from './change.ts';
import type { PortfolioFacts } from './context.ts';
import { loadPortfolios } from './load-context.ts';
import { lockPortfolios } from './lock-portfolios.ts';
import { MarketLoader } from './load-market.ts';
import { isWeekday } from './market-grid.ts';
import { prepare, rebuildBatch, stampOf, type BatchOptions } from './rebuild.ts';
import { SqlRows } from './sql-rows.ts';
import { updatePortfolio } from './update-portfolio.ts';

const REBUILD_BATCH = 10;

/**
 * Brings the derived tables up to date with what was just written, in the caller's transaction. A transaction or price changes only the
 * streams it touches, from its day on; a portfolio is derived from nothing where that is not enough: an exchange rate, a new first
 * day, a trade on a weekend, a missing tax year, or rows that are not of `today` yet. The outcome is the same either way.
 * @throws AppError invalid-input, naming the transaction, when the history becomes impossible: roll the transaction back.
 */
export async function applyChange(em: EntityManager, change: DerivedChange): Promise<void> {
  const sql = new SqlRows(em);
  const options: BatchOptions = { today: change.today, market: change.market ?? new MarketLoader(change.today), stamp: stampOf(em, change) };
  const changes = await changesByPortfolio(sql, change);
  // A price or rate names no portfolio: those that it reaches are taken here, or a booking of the same moment would be derived away.
  await lockPortfolios(em, [...changes.keys()].sort());
  const whole: PortfolioFacts[] = [];
  for (const portfolio of await loadPortfolios(sql, [...changes.keys()])) {
    if (!await tryUpdate(sql, portfolio, changes.get(portfolio.id)!, options)) whole.push(portfolio);
  }
  for (let start = 0; start < whole.length; start += REBUILD_BATCH) await rebuildBatch(sql, whole.slice(start, start + REBUILD_BATCH), options);
}

/** `null` stands for a change that needs the whole portfolio. */
type Changes = Map<string, PortfolioChange | null>;

async function changesByPortfolio(sql: SqlRows, change: DerivedChange): Promise<Changes> {
  const found = new Map<string, { transactions: TransactionChange[]; prices: PriceChange[] } | null>();
  const of = (portfolioId: string) => {
    const known = found.get(portfolioId) ?? { transactions: [], prices: [] };
    found.set(portfolioId, known);
    return known;
  };
  for (const one of change.transactions ?? []) {
    const portfolioId = (one.after ?? one.before)?.portfolioId;
    if (portfolioId !== undefined) of(portfolioId).transactions.push(one);
  }
  const prices = new Map<string, PriceChange[]>();
  await inTurns(change.prices ?? [], (price) => {
    const own = prices.get(price.securityId);
    if (own) own.push(price);
    else prices.set(price.securityId, [price]);
  });
  for (const { portfolioId, securityId } of await portfoliosWith(sql, [...prices.keys()])) {
    const own = of(portfolioId).prices;
    for (const price of prices.get(securityId) ?? []) own.push(price);
  }
  if ((change.rates ?? []).length > 0) for (const id of await portfoliosWithForeignMoney(sql)) found.set(id, null);
  return found;
}

/** Portfolios that ever held a security, or are measured against it. */
async function portfoliosWith(sql: SqlRows, securityIds: readonly string[]): Promise<{ portfolioId: string; securityId: string }[]> {
  if (securityIds.length === 0) return [];
  const marks = sql.marks(securityIds);
  const rows = await sql.select(
    `select distinct portfolio_id, security_id from Transactions where status = 'booked' and security_id in (${marks})
     union select distinct portfolio_id, counter_security_id from Transactions where status = 'booked' and counter_security_id in (${marks})
     union select u.portfolio_id, b.security_id from PortfolioBenchmarks u join Benchmarks b on b.id = u.benchmark_id where b.security_id in (${marks})`,
    [...securityIds, ...securityIds, ...securityIds],
  );
  const blends = await sql.select(
    "select u.portfolio_id, b.components from PortfolioBenchmarks u join Benchmarks b on b.id = u.benchmark_id where b.kind = 'blend'",
  );
  const named = blends.flatMap((row) => {
    const components = typeof row['components'] === 'string' ? row['components'] : JSON.stringify(row['components'] ?? []);
    return securityIds.filter((id) => components.includes(`"${id}"`)).map((securityId) => ({ portfolioId: String(row['portfolio_id']), securityId }));
  });
  return [...rows.map((row) => ({ portfolioId: String(row['portfolio_id']), securityId: String(row['security_id']) })), ...named];
}

/** Portfolios with a transaction, a security or a benchmark in another currency than their own. */
async function portfoliosWithForeignMoney(sql: SqlRows): Promise<string[]> {
  const rows = await sql.select(
    `select distinct p.id from Portfolios p join Transactions t on t.portfolio_id = p.id left join Securities s on s.id = t.security_id
     where t.status = 'booked' and (t.currency <> p.base_currency or s.currency <> p.base_currency)
     union select distinct p.id from Portfolios p join PortfolioBenchmarks u on u.portfolio_id = p.id join Benchmarks b on b.id = u.benchmark_id
     where b.currency <> p.base_currency or b.kind = 'blend'`,
  );
  return rows.map((row) => String(row['id']));
}

/** False when the portfolio must be derived from nothing. */
async function tryUpdate(sql: SqlRows, portfolio: PortfolioFacts, change: PortfolioChange | null, options: BatchOptions): Promise<boolean> {
  if (change === null) return false;
  const from = firstChangedDay(change, options.today);
  if (from === undefined) return true;
  if (change.transactions.some(({ before, after }) => [before, after].some((row) => row && isWeekend(row.tradeDate)))) return false;
  if (!await isCurrent(sql, portfolio.id, options.today)) return false;
  const affected = await affectedSecurities(sql, portfolio.id, change);
  const held = await sql.select('select security_id from Holdings where portfolio_id = ?', [portfolio.id]);
  const rows = change.transactions.flatMap(({ before, after }) => [before, after]).filter((row) => row !== undefined);
  const setting = await prepare(sql, [portfolio.id], rows, { ...options, affected: [...affected], named: held.map((row) => String(row['security_id'])) });
  const derivation = setting.derivationOf(portfolio);
  const streams = new Set([...affected].filter((id) => derivation.securities.get(id)?.isCash === false));
  await updatePortfolio(sql, { change, from, affected: streams, derivation, benchmark: setting.benchmarks.get(portfolio.id) }, options);
  return true;
}

/** Whether the stored rows reach from the first transaction to today, with a tax record for each year. */
async function isCurrent(sql: SqlRows, portfolioId: string, today: IsoDate): Promise<boolean> {
  const [span] = await sql.select('select min(snapshot_date) as first, max(snapshot_date) as last from PortfolioSnapshots where portfolio_id = ?', [portfolioId]);
  const [booked] = await sql.select("select min(trade_date) as first from Transactions where portfolio_id = ? and status = 'booked' and trade_date <= ?", [portfolioId, today]);
  const first = span?.['first'];
  if (typeof first !== 'string' || first !== booked?.['first'] || String(span?.['last']) < lastWeekday(today)) return false;
  const [old] = await sql.select('select count(*) as rows_of_another_day from Holdings where portfolio_id = ? and as_of <> ?', [portfolioId, today]);
  const [years] = await sql.select('select count(*) as number_of_years from TaxRecords where portfolio_id = ?', [portfolioId]);
  return Number(old?.['rows_of_another_day']) === 0 && Number(years?.['number_of_years']) === Number(today.slice(0, 4)) - Number(first.slice(0, 4)) + 1;
}

function lastWeekday(day: IsoDate): IsoDate {
  let last = day;
  while (!isWeekday(epochDay(last))) last = addDays(last, -1);
  return last;
}

/** The changed securities and all that exchange units with them in this portfolio, directly or not. */
async function affectedSecurities(sql: SqlRows, portfolioId: string, { transactions, prices }: PortfolioChange): Promise<Set<string>> {
  const affected = new Set(prices.map(({ securityId }) => securityId));
  for (const row of transactions.flatMap(({ before, after }) => [before, after])) {
    for (const id of [row?.securityId, row?.counterSecurityId]) if (id) affected.add(id);
  }
  for (let found = [...affected]; found.length > 0;) {
    const linked = await linkedSecurities(sql, portfolioId, found);
    found = linked.filter((id) => !affected.has(id));
    for (const id of found) affected.add(id);
  }
  return affected;
}

/** Asked from both sides, so that each is answered by an index however many other transactions there are. */
async function linkedSecurities(sql: SqlRows, portfolioId: string, securityIds: readonly string[]): Promise<string[]> {
  const marks = sql.marks(securityIds);
  const rows = await sql.select(
    `select counter_security_id as id from Transactions where portfolio_id = ? and security_id in (${marks}) and counter_security_id is not null
     union select security_id from Transactions where portfolio_id = ? and counter_security_id in (${marks})`,
    [portfolioId, ...securityIds, portfolioId, ...securityIds],
  );
  return rows.map((row) => String(row['id']));
}
