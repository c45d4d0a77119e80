import type { ScopedReader } from '../../access/scoped-db.ts';
import type { AdviceSnapshot } from '../../domain/advice/advice-snapshot.ts';
import type { PortfolioState } from '../../domain/portfolio-state/portfolio-state.ts';
import { InvestmentGoal } from '../../entities/planning/investment-goal.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { notFound } from '../../shared/errors.ts';
import { loadPortfolioStates } from '../compliance/load-portfolio-states.ts';
import { loadFxRates } from '../market/load-fx.ts';
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

/**
 * The snapshot around a state.
 * @param knownAt Prices and rates as they were known then; now when absent.
 */
export async function snapshotAround(db: ScopedReader, state: PortfolioState, knownAt?: Date): Promise<AdviceSnapshot> {
  const { asOf, portfolio: { baseCurrency } } = state;
  const goals = await db.find(InvestmentGoal, { portfolio: state.portfolio.id, status: 'active' }, { fields: ['currency'] });
  const currencies = new Set([...goals.map(({ currency }) => currency), ...state.positions.map(({ security }) => security.currency)]);
  const fx = await loadFxRates(db, asOf, asOf, [...currencies].map((currency) => [currency, baseCurrency] as const));
  const candidates = await loadCandidates(db, { state, fx, knownAt });
  const securities = [...state.positions.map(({ security }) => security), ...candidates.map(({ security }) => security)].filter(({ assetClass }) => assetClass !== 'cash');
  return {
    schema: 1, state, candidates, returns: await loadWeeklyReturns(db, { securities, baseCurrency, asOf, knownAt }), goals: await loadGoalInputs(db, state, fx),
    tax: await loadTaxInputs(db, state), costs: houseCosts(baseCurrency), pastHits: await loadPastHits(db),
  };
}
