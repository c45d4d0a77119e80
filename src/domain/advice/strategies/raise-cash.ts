import { decimal, sumDecimals, ZERO, type Decimal } from '../../../shared/decimal.ts';
import type { AdviceBook } from '../advice-book.ts';
import { fillWishes, type Wish } from '../fill-wishes.ts';
import { maySell, sellWishes, valueOfSellable } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { adviceFigure, money, percent } from '../words.ts';

/** Sells to raise the amount asked for, or what the cash floor lacks: from classes above target first, unwanted securities before others, lots by tax. */
export const raiseCash: Strategy = (book, before) => {
  const asked = book.request.objective === 'raise_cash' ? book.request.constraints.amountBase : undefined;
  const floor = book.rules.cashFloorFraction;
  const short = book.rules.cashFloorBase.minus(book.cashBase);
  const need = asked === undefined ? short : decimal(asked);
  const figures = [
    adviceFigure('cash', 'Cash', before.cashFraction, 'fraction', 'cash in all currencies over value'),
    adviceFigure('cashFloor', 'Cash floor', floor, 'fraction', 'larger of the mandate\u2019s floor and the client\u2019s wish'),
  ];
  if (need.lte(0)) return declined(`cash of ${percent(before.cashFraction)} is above the floor of ${percent(floor)}`, figures);
  const most = sumDecimals(book.held.filter((asset) => maySell(book, asset)).map(valueOfSellable));
  if (most.lt(need)) return declined(`only ${money(most, book.currency)} can be sold, and ${money(need, book.currency)} is needed`, figures);
  return [{
    kind: 'proposal', wishes: netOfCosts(book, need), signal: asked === undefined ? signalOf(need.div(book.totalBase).toNumber(), 0.01) : 0.7,
    title: `Raise ${money(need, book.currency)} of cash`,
    lead: asked === undefined ? `Cash of ${percent(before.cashFraction)} is below its floor of ${percent(floor)}: ${money(need, book.currency)} is raised.` : `${money(need, book.currency)} is raised as asked, where it costs the least tax and drift.`,
    reasons: [{ text: `${money(need, book.currency)} is needed; cash is ${percent(before.cashFraction)} and its floor ${percent(floor)}.`, figures: [...figures, adviceFigure('amount', 'To raise', need.toDecimalPlaces(2).toFixed(), 'money', asked === undefined ? 'floor less cash' : 'as asked', { currency: book.currency })] }],
    check: (from, to) => (to.cashBase.minus(from.cashBase).gte(need.times(0.99)) ? undefined : 'the limits do not let enough be sold'),
  }];
};

/** Whole units and costs eat into what sales bring; the wish grows until the plan brings the amount, or the limits stop it. */
function netOfCosts(book: AdviceBook, need: Decimal): Wish[] {
  let gross = need.times(1.002);
  let wishes = salesFor(book, gross);
  for (let round = 0; round < 6; round += 1) {
    const lacking = need.minus(fillWishes(book, wishes).cashBase.minus(book.cashBase));
    if (lacking.lte(0)) break;
    gross = gross.plus(lacking).times(1.005);
    wishes = salesFor(book, gross);
  }
  return wishes;
}

/** Classes above target give first, in proportion to their excess; what is still missing comes from everything. */
function salesFor(book: AdviceBook, amount: Decimal): Wish[] {
  const excess = book.snapshot.state.targets.filter(({ assetClass }) => assetClass !== 'cash').map(({ assetClass, targetFraction }) => ({ assetClass, over: excessOf(book, assetClass, targetFraction) }));
  const over = sumDecimals(excess.map((item) => item.over));
  const first = over.lt(amount) ? over : amount;
  const wishes = first.gt(0) ? excess.flatMap((item) => sellWishes(book, ({ security }) => security.exposureClass === item.assetClass, first.times(item.over).div(over))) : [];
  const rest = amount.minus(first);
  return rest.gt(0) ? merged([...wishes, ...sellWishes(book, () => true, rest)]) : wishes;
}

function excessOf(book: AdviceBook, assetClass: string, targetFraction: number): Decimal {
  const over = (book.classBase.get(assetClass) ?? ZERO).minus(book.totalBase.times(targetFraction));
  return over.gt(0) ? over : ZERO;
}

/** One sale a security. */
function merged(wishes: readonly Wish[]): Wish[] {
  const quantities = new Map<string, Decimal>();
  for (const wish of wishes) if (wish.side === 'sell') quantities.set(wish.securityId, wish.quantity.plus(quantities.get(wish.securityId) ?? 0));
  return [...quantities].map(([securityId, quantity]) => ({ side: 'sell', securityId, quantity }));
}
