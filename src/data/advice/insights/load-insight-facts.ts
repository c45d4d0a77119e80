import type { ScopedReader } from '../../../access/scoped-db.ts';
import type { AdviceGoal } from '../../../domain/advice/advice-snapshot.ts';
import type { PortfolioState } from '../../../domain/portfolio-state/portfolio-state.ts';
import type { ClientFacts, PortfolioFacts } from '../../../domain/signals/insight.ts';
import { Client } from '../../../entities/clients/client.entity.ts';
import { InvestmentGoal } from '../../../entities/planning/investment-goal.entity.ts';
import { PortfolioSnapshot } from '../../../entities/portfolios/portfolio-snapshot.entity.ts';
import { Portfolio } from '../../../entities/portfolios/portfolio.entity.ts';
import { addDays, type IsoDate } from '../../../shared/calendar.ts';
import { decimal, sumDecimals } from '../../../shared/decimal.ts';
import { inParts, listsBy } from '../../compliance/in-parts.ts';
import { loadPortfolioStates } from '../../compliance/load-portfolio-states.ts';
import { loadFxRates } from '../../market/load-fx.ts';
import { loadGoalInputs } from '../load-advice-facts.ts';
import { loadRelationships } from './load-relationships.ts';

/** Days of history: a year of baseline for a risk spike, its warm-up, and some for holidays. */
const HISTORY_DAYS = 420;
const YEAR_DAYS = 365;
/** A history that begins later than this many days after the year began has no yearly fee. */
const LATE_DAYS = 10;
const QUARTER_DAYS = 90;

type SnapshotRow = Pick<PortfolioSnapshot, 'snapshotDate' | 'unitValue' | 'valueBase' | 'netFlowBase' | 'feesBase'>;

/** Facts of clients and their active portfolios for finding insights: a fixed number of queries for all, and one for each portfolio with goals. */
export async function loadInsightFacts(db: ScopedReader, clientIds: readonly string[], asOf: IsoDate): Promise<ClientFacts[]> {
  const clients = await inParts(clientIds, (part) => db.find(Client, { id: { $in: part }, status: { $ne: 'closed' } }, { fields: ['id', 'fullName', 'onboardedOn'], orderBy: { id: 'asc' } }));
  const ids = clients.map(({ id }) => id);
  const portfolios = await inParts(ids, (part) => db.find(Portfolio, { client: { $in: part }, status: 'active' }, { fields: ['id'], orderBy: { id: 'asc' } }));
  const states = await loadPortfolioStates(db, portfolios.map(({ id }) => id), asOf);
  const snapshots = await loadSnapshots(db, states.map(({ portfolio }) => portfolio.id), asOf);
  const goals = await loadGoalsOf(db, states, asOf);
  const relationships = await loadRelationships(db, clients, asOf);
  const byClient = listsBy(states, ({ client }) => client.id);
  return clients.map(({ id, fullName }) => {
    const own = byClient.get(id) ?? [];
    const facts = own.map((state): PortfolioFacts => ({ state, ...historyOf(snapshots.get(state.portfolio.id) ?? [], asOf), goals: goals.get(state.portfolio.id) ?? [] }));
    const outflow = outflowOf(own, snapshots, asOf);
    const { churn, sentiment } = relationships.get(id)!;
    return { clientId: id, clientName: fullName, asOf, sentiment, churn: { ...churn, ...(outflow === undefined ? {} : { netOutflowFraction: outflow }) }, portfolios: facts };
  });
}

async function loadSnapshots(db: ScopedReader, portfolioIds: readonly string[], asOf: IsoDate): Promise<Map<string, SnapshotRow[]>> {
  const rows = await inParts(portfolioIds, (part) => db.find(PortfolioSnapshot, { portfolio: { $in: part }, snapshotDate: { $gt: addDays(asOf, -HISTORY_DAYS), $lte: asOf } }, {
    fields: ['portfolio', 'snapshotDate', 'unitValue', 'valueBase', 'netFlowBase', 'feesBase'], orderBy: [{ portfolio: 'asc' }, { snapshotDate: 'asc' }],
  }));
  return listsBy(rows, ({ portfolio }) => portfolio.id);
}

function historyOf(rows: readonly SnapshotRow[], asOf: IsoDate): Pick<PortfolioFacts, 'dailyReturns' | 'yearlyFeesBase' | 'meanValueBase'> {
  const dailyReturns = rows.slice(1).flatMap(({ unitValue }, index) => {
    const before = rows[index]!.unitValue;
    return before > 0 ? [unitValue / before - 1] : [];
  });
  const first = rows[0]?.snapshotDate;
  if (first === undefined || first > addDays(asOf, LATE_DAYS - YEAR_DAYS)) return { dailyReturns, yearlyFeesBase: null, meanValueBase: null };
  const year = rows.filter(({ snapshotDate }) => snapshotDate > addDays(asOf, -YEAR_DAYS));
  const total = (amounts: readonly string[]): number => sumDecimals(amounts.map((amount) => decimal(amount))).toNumber();
  return { dailyReturns, yearlyFeesBase: total(year.map(({ feesBase }) => feesBase)), meanValueBase: total(year.map(({ valueBase }) => valueBase)) / year.length };
}

/** Net withdrawals of the last quarter over the value before it. Undefined without history, or where portfolios have several currencies: rates would move it. */
function outflowOf(states: readonly PortfolioState[], snapshots: ReadonlyMap<string, readonly SnapshotRow[]>, asOf: IsoDate): number | undefined {
  if (new Set(states.map(({ portfolio }) => portfolio.baseCurrency)).size !== 1) return undefined;
  const from = addDays(asOf, -QUARTER_DAYS);
  let [value, flow] = [0, 0];
  for (const { portfolio } of states) {
    const rows = snapshots.get(portfolio.id) ?? [];
    value += Number(rows.findLast(({ snapshotDate }) => snapshotDate <= from)?.valueBase ?? 0);
    for (const { snapshotDate, netFlowBase } of rows) if (snapshotDate > from) flow += Number(netFlowBase);
  }
  return value > 0 ? -flow / value : undefined;
}

async function loadGoalsOf(db: ScopedReader, states: readonly PortfolioState[], asOf: IsoDate): Promise<Map<string, AdviceGoal[]>> {
  const rows = await inParts(states.map(({ portfolio }) => portfolio.id), (part) => db.find(InvestmentGoal, { portfolio: { $in: part }, status: 'active' }, { fields: ['portfolio', 'currency'] }));
  const currencies = new Map(rows.flatMap(({ portfolio, currency }) => (portfolio ? [[portfolio.id, currency] as const] : [])));
  const goals = new Map<string, AdviceGoal[]>();
  if (currencies.size === 0) return goals;
  const fx = await loadFxRates(db, asOf, asOf, states.flatMap(({ portfolio }) => (currencies.has(portfolio.id) ? [[currencies.get(portfolio.id)!, portfolio.baseCurrency] as const] : [])));
  for (const state of states) if (currencies.has(state.portfolio.id)) goals.set(state.portfolio.id, await loadGoalInputs(db, state, fx));
  return goals;
}
