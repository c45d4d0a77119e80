import type { RecommendationStatus, RecommendationStrategy, RecommendedTrade } from '../../entities/analytics/ai-recommendation.entity.ts';
import { addDays } from '../../shared/calendar.ts';
import { historiesOf, lastDayOf, type Firm } from '../firm.ts';
import type { ClientPerson } from '../people/seed-people.ts';
import type { PortfolioHistory } from '../portfolios/simulate-portfolio.ts';
import type { SeededRandom } from '../random.ts';
import { stateOn, type PastState } from './past-positions.ts';

/** One recommendation of the past before it has a number. */
export interface AdvicePlan {
  readonly client: ClientPerson;
  readonly history: PortfolioHistory;
  readonly day: number;
  readonly strategy: RecommendationStrategy;
  readonly status: RecommendationStatus;
  readonly state: PastState;
  readonly trades: readonly RecommendedTrade[];
  readonly confidence: number;
  readonly isOverride: boolean;
  readonly declineReason: string | null;
  /** The rebalance that carried it out. */
  readonly carriedOutDay: number | null;
}

const DECLINES = [
  'The client prefers to keep the position.', 'The client expects to need the cash for a purchase this year.', 'The position was a gift and is not to be sold.', 'The client wants to wait for the annual results.',
] as const;

/** Advice of the last fourteen months: what was carried out, declined or overridden, and what waits today. */
export function planAdvice(firm: Firm, random: SeededRandom): AdvicePlan[] {
  const plans: AdvicePlan[] = [];
  for (const [position, client] of firm.people.clients.entries()) {
    plans.push(...pastAdvice(firm, client, position, random), ...waitingAdvice(firm, client, position, random));
  }
  return plans.toSorted((left, right) => left.day - right.day || (left.client.cast.key < right.client.cast.key ? -1 : 1));
}

function pastAdvice(firm: Firm, client: ClientPerson, position: number, random: SeededRandom): AdvicePlan[] {
  const last = lastDayOf(firm);
  const histories = historiesOf(firm, client);
  const recent = histories.flatMap((history) => history.rebalances.filter(({ day }) => day > last - 290).map((record) => ({ history, record }))).at(-1);
  const plans: AdvicePlan[] = [];
  if (recent) {
    const day = recent.record.day - 4;
    plans.push(make(firm, client, recent.history, day, {
      strategy: 'rebalance', status: recent.record.day < last - 100 ? 'measured' : 'executed', trades: recordedTrades(firm, recent.history, recent.record), confidence: random.between(0.62, 0.93), carriedOutDay: recent.record.day,
    }));
  }
  if (!recent || position % 2 === 0) {
    const day = firm.market.calendar.onOrBefore(addDays(firm.market.calendar.today, -random.integer(60, 140)));
    const isOverride = position % 4 === 0;
    const trades = trimLargest(firm, histories[0]!, day);
    plans.push(make(firm, client, histories[0]!, day, { strategy: 'reduce_concentration', status: 'declined', trades, confidence: random.between(0.35, 0.78), isOverride, declineReason: random.pick(DECLINES) }));
  }
  if (position % 7 === 3) {
    const day = last - random.integer(45, 80);
    plans.push(make(firm, client, histories[0]!, day, { strategy: 'deploy_cash', status: 'expired', trades: deployCash(firm, histories[0]!, day), confidence: random.between(0.45, 0.7) }));
  }
  return plans;
}

/** Each client has one open recommendation: with the client where there is a chat story, otherwise in the advisor's queue; two are blocked. */
function waitingAdvice(firm: Firm, client: ClientPerson, position: number, random: SeededRandom): AdvicePlan[] {
  const last = lastDayOf(firm);
  const history = historiesOf(firm, client)[0]!;
  const { stories } = client.cast;
  const blocked = stories.includes('restricted') || (stories.includes('kyc_expired') && !stories.includes('chats'));
  const status = blocked ? 'blocked' : stories.includes('chats') || position % 3 === 1 ? 'released' : 'in_review';
  const daysBack = status === 'in_review' && position % 4 === 0 ? 15 : random.integer(2, 7);
  const day = last - daysBack;
  const losing = stories.includes('harvest') ? sellWhole(firm, history, day, 'VOLT') : [];
  const trades = losing.length > 0 ? losing : stories.includes('concentrated') ? trimLargest(firm, history, day) : moveLargestToSmallest(firm, history, day);
  const strategy = losing.length > 0 ? 'harvest_losses' : stories.includes('concentrated') ? 'reduce_concentration' : 'rebalance';
  return [make(firm, client, history, day, { strategy, status, trades, confidence: random.between(0.52, 0.95) })];
}

type Details = Pick<AdvicePlan, 'strategy' | 'status' | 'trades' | 'confidence'> & Partial<Pick<AdvicePlan, 'isOverride' | 'declineReason' | 'carriedOutDay'>>;

function make(firm: Firm, client: ClientPerson, history: PortfolioHistory, day: number, details: Details): AdvicePlan {
  const state = stateOn(history, firm.market, tickersOf(firm), day);
  return { client, history, day, state, isOverride: false, declineReason: null, carriedOutDay: null, ...details, confidence: Number(details.confidence.toFixed(3)) };
}

function tickersOf(firm: Firm): Map<string, string> {
  return new Map([...firm.ids.securities].map(([ticker, id]) => [id, ticker]));
}

function tradeOf(firm: Firm, history: PortfolioHistory, day: number, side: 'buy' | 'sell', ticker: string, units: number): RecommendedTrade[] {
  const { listing, decimals } = firm.market.path(ticker);
  const scale = 10 ** (listing.quantityDecimals ?? 0);
  const quantity = Math.floor(units * scale) / scale;
  const securityId = firm.ids.securities.get(ticker);
  if (quantity <= 0 || !securityId) return [];
  const price = firm.market.close(ticker, day);
  const amountBase = (quantity * price * firm.market.rate(listing.currency, history.plan.baseCurrency, day)).toFixed(2);
  return [{ side, securityId, ticker, quantity: quantity.toFixed(listing.quantityDecimals ?? 0), price: price.toFixed(decimals), priceDate: firm.market.calendar.day(day), currency: listing.currency, amountBase }];
}

function recordedTrades(firm: Firm, history: PortfolioHistory, record: PortfolioHistory['rebalances'][number]): RecommendedTrade[] {
  return record.trades.flatMap(({ side, ticker, quantity }) => tradeOf(firm, history, record.day - 4, side, ticker, Number(quantity)));
}

function trimLargest(firm: Firm, history: PortfolioHistory, day: number): RecommendedTrade[] {
  const largest = singleNames(firm, stateOn(history, firm.market, tickersOf(firm), day))[0];
  return largest ? tradeOf(firm, history, day, 'sell', largest.ticker, largest.units * 0.4) : [];
}

function sellWhole(firm: Firm, history: PortfolioHistory, day: number, ticker: string): RecommendedTrade[] {
  const held = stateOn(history, firm.market, tickersOf(firm), day).positions.find((position) => position.ticker === ticker);
  return held ? tradeOf(firm, history, day, 'sell', ticker, held.units) : [];
}

/** Sells a quarter of the largest position and buys the smallest one of the same currency. */
function moveLargestToSmallest(firm: Firm, history: PortfolioHistory, day: number): RecommendedTrade[] {
  const { positions } = stateOn(history, firm.market, tickersOf(firm), day);
  const home = positions.filter(({ ticker }) => firm.market.path(ticker).listing.currency === history.plan.baseCurrency);
  const largest = home[0];
  const smallest = home.at(-1);
  if (!largest || !smallest || largest === smallest) return [];
  const moved = largest.valueBase * 0.25;
  return [...tradeOf(firm, history, day, 'sell', largest.ticker, largest.units * 0.25), ...tradeOf(firm, history, day, 'buy', smallest.ticker, moved / firm.market.close(smallest.ticker, day))];
}

function deployCash(firm: Firm, history: PortfolioHistory, day: number): RecommendedTrade[] {
  const state = stateOn(history, firm.market, tickersOf(firm), day);
  const core = state.positions.find(({ ticker }) => firm.market.path(ticker).listing.currency === history.plan.baseCurrency);
  return core ? tradeOf(firm, history, day, 'buy', core.ticker, (state.valueBase * Math.max(0.01, state.cashFraction - 0.03)) / firm.market.close(core.ticker, day)) : [];
}

function singleNames(firm: Firm, state: PastState): PastState['positions'] {
  return state.positions.filter(({ ticker }) => ['equity', 'crypto'].includes(firm.market.path(ticker).listing.assetClass));
}
