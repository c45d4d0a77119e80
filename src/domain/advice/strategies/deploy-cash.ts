import { decimal } from '../../../shared/decimal.ts';
import { idleCashFrom, CASH_ROOM } from '../utility.ts';
import { placeWishes, type ClassAmount } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { adviceFigure, money, percent } from '../words.ts';

/** Puts cash above target and floor to work: into the classes that are short of their target, without one in proportion to what is held. */
export const deployCash: Strategy = (book, before) => {
  const asked = book.request.objective === 'deploy_cash' ? book.request.constraints.amountBase : undefined;
  const keep = idleCashFrom(book) - CASH_ROOM;
  const spare = book.cashBase.minus(book.totalBase.times(keep));
  const figures = [
    adviceFigure('cash', 'Cash', before.cashFraction, 'fraction', 'cash in all currencies over value'),
    adviceFigure('cashWanted', 'Cash wanted', keep, 'fraction', 'larger of the target for cash and the floor'),
  ];
  if (asked === undefined && before.cashFraction <= idleCashFrom(book)) return declined(`cash of ${percent(before.cashFraction)} is within ${percent(CASH_ROOM)} of the ${percent(keep)} wanted`, figures);
  const free = book.cashBase.minus(book.rules.cashFloorBase);
  const wanted = asked === undefined ? spare : decimal(asked);
  const amount = wanted.gt(free) ? free : wanted;
  if (amount.lte(0)) return declined('there is no cash above the floor', figures);
  const held = book.held.filter(({ valueBase, security }) => valueBase.gt(0) && security.exposureClass !== 'cash').map(({ security, valueBase }): ClassAmount => ({ exposureClass: security.exposureClass, amountBase: valueBase }));
  const fallback = held.length > 0 ? held : [{ exposureClass: 'multi_asset', amountBase: decimal(1) }];
  return [{
    kind: 'proposal', wishes: placeWishes(book, amount, { sold: [], fallback, fits: () => true }), signal: asked === undefined ? signalOf(before.cashFraction - keep, 0.05) : 0.7,
    title: `Invest ${money(amount, book.currency)} of cash`,
    lead: `Cash is ${percent(before.cashFraction)} of the portfolio and ${percent(keep)} is wanted: ${money(amount, book.currency)} goes to what is short.`,
    reasons: [{
      text: `${percent(before.cashFraction)} is cash; target and floor ask for ${percent(keep)}.`,
      figures: [...figures, adviceFigure('amount', 'To invest', amount.toDecimalPlaces(2).toFixed(), 'money', asked === undefined ? 'cash above what is wanted' : 'as asked, within what is above the floor', { currency: book.currency })],
    }],
    ...(asked !== undefined && decimal(asked).gt(free) ? { warnings: [`Only ${money(free, book.currency)} of the ${money(asked, book.currency)} asked for is above the cash floor.`] } : {}),
    check: (from, to) => (to.cashBase.lt(from.cashBase) ? undefined : 'nothing could be bought'),
  }];
};
