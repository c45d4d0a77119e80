import type { ScopedReader } from '../../access/scoped-db.ts';
import type { AdviceSnapshot } from '../../domain/advice/advice-snapshot.ts';
import type { PortfolioState } from '../../domain/portfolio-state/portfolio-state.ts';
import { InvestmentGoal } from '../../entities/planning/investment-goal.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { notFound } from '../../shared/errors.ts';
import { loadPortfolioStates } from '../compliance/load-portfolio-states.ts';
import { loadFxRates, type FxRates } from '../market/load-fx.ts';
import { houseCosts, loadGoalInputs, loadPastHits, loadTaxInputs } from './load-advice-facts.ts';
import { loadCandidates } from './load-candidates.ts';
import { loadWeeklyReturns } from './load-weekly-returns.ts';

export interface SnapshotQuery {
  readonly portfolioId: string;
  /** Day that the holdings describe: that of the derived rows. */
  readonly asOf: IsoDate;
}

/**
 * Everything that the advice engine sees of one portfolio, as known now: a fixed number of queries, whatever its size. Load it with the
 * service's rights, after the portfolio was found to be within reach: what a person may not read would be missing from the decision.
 * @throws AppError not-found.
 */
export async function loadAdviceSnapshot(db: ScopedReader, { portfolioId, asOf }: SnapshotQuery): Promise<AdviceSnapshot> {
  const [state] = await loadPortfolioStates(db, [portfolioId], asOf);
  if (!state) throw notFound('portfolio');
  return snapshotAround(db, state);
}

/** An instant of the past and the exchange rates as they were known then. */
export interface KnownThen {
  readonly at: Date;
  readonly fx: FxRates;
}

/**
 * The snapshot around a state.
 * @param known Prices and rates as they were known then; now when absent.
 */
export async function snapshotAround(db: ScopedReader, state: PortfolioState, known?: KnownThen): Promise<AdviceSnapshot> {
  const { asOf, portfolio: { baseCurrency } } = state;
  const fx = known?.fx ?? await currentRates(db, state);
  const knownAt = known?.at;
  const candidates = await loadCandidates(db, { state, fx, knownAt });
  const securities = [...state.positions.map(({ security }) => security), ...candidates.map(({ security }) => security)].filter(({ assetClass }) => assetClass !== 'cash');
  return {
    schema: 1, state, candidates, returns: await loadWeeklyReturns(db, { securities, baseCurrency, asOf, knownAt }), goals: await loadGoalInputs(db, state, fx),
    tax: await loadTaxInputs(db, state), costs: houseCosts(baseCurrency), pastHits: await loadPastHits(db),
  };
}

async function currentRates(db: ScopedReader, { asOf, portfolio, positions }: PortfolioState): Promise<FxRates> {
  const goals = await db.find(InvestmentGoal, { portfolio: portfolio.id, status: 'active' }, { fields: ['currency'] });
  const currencies = new Set([...goals.map(({ currency }) => currency), ...positions.map(({ security }) => security.currency)]);
  return loadFxRates(db, asOf, asOf, [...currencies].map((currency) => [currency, portfolio.baseCurrency] as const));
}
