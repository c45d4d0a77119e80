import { addDays, addMonths, startOfMonth } from '../../shared/calendar.ts';
import { decimal, Decimal, roundMoney } from '../../shared/decimal.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Market } from '../market/market.ts';
import type { SeededRandom } from '../random.ts';
import { Ledger } from './ledger.ts';
import type { FeeBill, PortfolioPlan, RebalanceRecord } from './plan.ts';
import { rebalance } from './rebalance.ts';
import { storyTradesOf, type StoryTrade } from './story-trades.ts';
import { pickInstruments, type Pick } from './strategies.ts';

export interface PortfolioHistory {
  readonly plan: PortfolioPlan;
  readonly ledger: Ledger;
  readonly picks: readonly Pick[];
  readonly bills: readonly FeeBill[];
  readonly rebalances: readonly RebalanceRecord[];
  /** Dividends whose ex-day is past and whose pay day is to come. */
  readonly announced: readonly PendingIncome[];
}

export interface PendingIncome {
  readonly ticker: string;
  readonly kind: 'dividend' | 'coupon';
  readonly units: Decimal;
  readonly amountPerUnit: number;
  readonly exDay: number;
  readonly payDay: number;
  readonly withheldFraction: number;
}

export interface SimulationTools {
  readonly market: Market;
  readonly securities: ReadonlyMap<string, string>;
  readonly newId: NewId;
  readonly random: SeededRandom;
}

const PAY_AFTER_TRADING_DAYS = 12;
const INTEREST_FRACTION: Readonly<Record<string, number>> = { USD: 0.021, GBP: 0.022, EUR: 0.012, CAD: 0.017, CHF: 0.003, JPY: 0.001 };

/** Lives a portfolio day by day from its opening to today: purchases, contributions, income, fees, rebalances, splits. */
export function simulatePortfolio(plan: PortfolioPlan, tools: SimulationTools): PortfolioHistory {
  const { market, random } = tools;
  const ledger = new Ledger({ portfolioId: plan.id, baseCurrency: plan.baseCurrency, clientCurrency: plan.client.currency }, market, tools.securities, tools.newId);
  const picks = pickInstruments(plan.portfolio.strategy, plan.baseCurrency, random);
  const stories = plan.index === 0 ? storyTradesOf(plan.client) : [];
  const pending: PendingIncome[] = [];
  const bills: FeeBill[] = [];
  const rebalances: RebalanceRecord[] = [];
  const rebalanceMonth = random.integer(1, 12);
  const last = market.calendar.length - 1;
  open(plan, ledger, picks, market);
  for (let day = plan.openedDay + 1; day <= last; day += 1) {
    applyMarketEvents(day, ledger, market, plan, pending);
    if (day === plan.openedDay + 1) { buyPicks(plan, ledger, picks, market, day); continue; }
    for (const trade of stories) if (market.calendar.onOrAfter(addDays(market.calendar.today, -trade.daysAgo)) === day) buyStory(trade, ledger, market, day);
    if (isFirstOfMonth(market, day)) {
      const month = Number(market.calendar.day(day).slice(5, 7));
      if (month % 3 === 1) bill(plan, ledger, market, day, bills);
      if (month % 3 === 2) contribute(plan, ledger, picks, market, day, random);
      if (month % 3 === 0) payOut(plan, ledger, market, day);
    }
    const yearly = plan.rebalances && day - plan.openedDay > 120 && day < last - 10 && isMidMonth(market, day) && Number(market.calendar.day(day).slice(5, 7)) === rebalanceMonth;
    if (yearly) {
      const record = rebalance(plan, ledger, picks, market, day);
      if (record) rebalances.push(record);
    }
  }
  return { plan, ledger, picks, bills, rebalances, announced: pending };
}

function open(plan: PortfolioPlan, ledger: Ledger, picks: readonly Pick[], market: Market): void {
  const byCurrency = new Map<string, number>([[plan.baseCurrency, plan.openingAmount]]);
  for (const { ticker, weightFraction } of picks) {
    const { currency } = market.path(ticker).listing;
    if (currency === plan.baseCurrency) continue;
    const amount = plan.openingAmount * weightFraction;
    byCurrency.set(plan.baseCurrency, (byCurrency.get(plan.baseCurrency) ?? 0) - amount);
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + amount * market.rate(plan.baseCurrency, currency, plan.openedDay));
  }
  for (const [currency, amount] of byCurrency) ledger.deposit(plan.openedDay, niceAmount(amount, currency === plan.baseCurrency ? 1 : 1.02), currency, 'Opening deposit');
}

function buyPicks(plan: PortfolioPlan, ledger: Ledger, picks: readonly Pick[], market: Market, day: number): void {
  for (const { ticker, weightFraction } of picks) buyFor(ledger, market, day, ticker, plan.openingAmount * weightFraction);
}

/** Buys for an amount of base currency, as far as the cash of the security's currency reaches. @returns true when something was bought. */
export function buyFor(ledger: Ledger, market: Market, day: number, ticker: string, amountBase: number, note?: string): boolean {
  const { listing } = market.path(ticker);
  const price = market.close(ticker, day);
  const wanted = amountBase * market.rate(ledger.owner.baseCurrency, listing.currency, day);
  // One per cent and the least commission stay for charges and accrued interest.
  const affordable = ledger.cash(listing.currency).toNumber() * 0.985 - (listing.currency === 'JPY' ? 600 : 6);
  const wholeUnits = (units: Decimal) => units.toDecimalPlaces(listing.quantityDecimals ?? 0, Decimal.ROUND_DOWN);
  let quantity = wholeUnits(decimal(Math.max(0, Math.min(wanted, affordable) / price).toFixed(12)));
  // Shortly before a yearly coupon the interest alone may be more than was left.
  for (;;) {
    if (quantity.lte(0)) return false;
    const cost = ledger.costOf(day, ticker, quantity);
    if (cost.lte(ledger.cash(listing.currency))) break;
    quantity = wholeUnits(quantity.times(ledger.cash(listing.currency)).div(cost).times('0.999'));
  }
  ledger.buy(day, ticker, quantity, note);
  return true;
}

function buyStory(trade: StoryTrade, ledger: Ledger, market: Market, day: number): void {
  const { currency } = market.path(trade.ticker).listing;
  const amountBase = ledger.value(day) * trade.weightFraction;
  const needed = amountBase * market.rate(ledger.owner.baseCurrency, currency, day) * 1.03;
  if (ledger.cash(currency).toNumber() < needed) ledger.deposit(day, niceAmount(needed, 1), currency, `Deposit for the purchase of ${trade.ticker}`);
  buyFor(ledger, market, day, trade.ticker, amountBase, trade.note);
}

function applyMarketEvents(day: number, ledger: Ledger, market: Market, plan: PortfolioPlan, pending: PendingIncome[]): void {
  for (const ticker of ledger.held()) {
    const { listing, split, payments } = market.path(ticker);
    if (split?.day === day) ledger.split(day, ticker, split.newShares, split.oldShares);
    const payment = payments.find(({ exDay }) => exDay === day);
    if (!payment) continue;
    const kind = listing.coupon ? 'coupon' : 'dividend';
    const withheldFraction = kind === 'coupon' || listing.country === plan.client.country || listing.country === null || listing.country === 'GB' ? 0 : 0.15;
    pending.push({ ticker, kind, units: ledger.units(ticker), amountPerUnit: payment.amountPerUnit, exDay: day, payDay: kind === 'coupon' ? day : day + PAY_AFTER_TRADING_DAYS, withheldFraction });
  }
  for (let index = pending.length - 1; index >= 0; index -= 1) {
    const due = pending[index]!;
    if (due.payDay !== day) continue;
    pending.splice(index, 1);
    ledger.income(day, due);
  }
}

function isFirstOfMonth(market: Market, day: number): boolean {
  return market.calendar.day(day).slice(0, 7) !== market.calendar.day(day - 1).slice(0, 7);
}

function isMidMonth(market: Market, day: number): boolean {
  return market.calendar.day(day).slice(8) >= '15' && market.calendar.day(day - 1).slice(8) < '15';
}

/** The fee for the quarter before, on the assets at its end; collected from the portfolio on the day of issue. */
function bill(plan: PortfolioPlan, ledger: Ledger, market: Market, day: number, bills: FeeBill[]): void {
  const last = market.calendar.length - 1;
  const firstOfMonth = startOfMonth(market.calendar.day(day));
  const quarterStart = addMonths(firstOfMonth, -3);
  const opened = market.calendar.day(plan.openedDay);
  const periodStart = opened > quarterStart ? opened : quarterStart;
  const periodEnd = addDays(firstOfMonth, -1);
  const assets = ledger.value(day - 1);
  const days = (Date.parse(periodEnd) - Date.parse(periodStart)) / 86_400_000 + 1;
  const amount = roundMoney(decimal(((assets * plan.feeBps) / 10_000 * days / 365).toFixed(4)), plan.baseCurrency);
  if (amount.lte(0)) return;
  const quartersAgo = Math.floor((last - day) / 63);
  const unpaid = quartersAgo < plan.unpaidQuarters;
  bills.push({ plan, periodStart, periodEnd, assets, amount: amount.toFixed(), issuedDay: day, paidDay: unpaid ? null : day });
  if (unpaid) return;
  raiseCash(ledger, market, day, amount.toNumber());
  ledger.fee(day, amount.toNumber(), `Advisory fee ${periodStart} to ${periodEnd}`);
}

/** Sells the largest holding in the base currency as far as cash falls short. */
export function raiseCash(ledger: Ledger, market: Market, day: number, amount: number): void {
  const missing = amount - ledger.cash(ledger.owner.baseCurrency).toNumber();
  if (missing <= 0) return;
  const home = ledger.held().filter((ticker) => market.path(ticker).listing.currency === ledger.owner.baseCurrency);
  const largest = home.sort((left, right) => ledger.positionValue(right, day) - ledger.positionValue(left, day))[0];
  if (!largest) throw new RangeError(`${ledger.owner.portfolioId} holds nothing to raise cash from.`);
  const scale = market.path(largest).listing.quantityDecimals ?? 0;
  const least = ledger.owner.baseCurrency === 'JPY' ? 2_000 : 20;
  const quantity = decimal((((missing + least) * 1.05) / market.close(largest, day)).toFixed(12)).toDecimalPlaces(scale, Decimal.ROUND_UP);
  ledger.sell(day, largest, Decimal.min(quantity, ledger.units(largest)), 'Sale to raise cash');
}

function contribute(plan: PortfolioPlan, ledger: Ledger, picks: readonly Pick[], market: Market, day: number, random: SeededRandom): void {
  if (plan.contributionFraction > 0) ledger.deposit(day, niceAmount(plan.openingAmount * plan.contributionFraction * random.between(0.8, 1.2), 1), plan.baseCurrency, 'Regular contribution');
  const value = ledger.value(day);
  const spare = ledger.cash(plan.baseCurrency).toNumber() - value * 0.04;
  if (spare < value * 0.01) return;
  const home = picks.filter(({ ticker }) => market.path(ticker).listing.currency === plan.baseCurrency);
  const wanting = home.map((pick) => ({ ...pick, gap: pick.weightFraction * value - ledger.positionValue(pick.ticker, day) })).sort((left, right) => right.gap - left.gap);
  for (const { ticker } of wanting.slice(0, 2)) buyFor(ledger, market, day, ticker, spare / 2);
}

/** Interest on cash each quarter; income strategies pay part of what they earn to the client. */
function payOut(plan: PortfolioPlan, ledger: Ledger, market: Market, day: number): void {
  const rate = INTEREST_FRACTION[plan.baseCurrency] ?? 0.01;
  ledger.interest(day, ledger.cash(plan.baseCurrency).toNumber() * (rate / 4), plan.baseCurrency);
  if (plan.portfolio.strategy !== 'income') return;
  const amount = niceAmount(ledger.value(day) * 0.006, 1);
  raiseCash(ledger, market, day, amount);
  ledger.withdraw(day, amount, 'Quarterly income');
}

/** Rounded as people give amounts: two leading digits beyond the thousands. */
function niceAmount(amount: number, factor: number): number {
  const scaled = amount * factor;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(scaled, 1))) - 2);
  return Math.ceil(scaled / step) * step;
}

