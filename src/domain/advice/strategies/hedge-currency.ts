import { sumDecimals } from '../../../shared/decimal.ts';
import type { AdviceBook, Asset } from '../advice-book.ts';
import type { Measures } from '../measure.ts';
import { currencyParts } from '../security-kind.ts';
import { buyWishes, choices, sellWishes } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { FOREIGN_CURRENCY_LIMIT } from '../utility.ts';
import { adviceFigure, percent } from '../words.ts';

/** Share of a currency that is moved when a person asks for it. */
const ASKED_SHARE = 0.5;
const LANDING = 0.95;
/** A security counts as of a currency from this share of it. */
const MAINLY = 0.5;

/**
 * Reduces foreign currency without derivatives: holdings in the foreign currency give way to ones of the same class in the base currency.
 * By the currency of the security, or of what a fund holds where that is on record.
 */
export const hedgeCurrency: Strategy = (book, before) => {
  const asked = book.request.objective === 'hedge_currency' ? book.request.constraints.currency : undefined;
  const exposure = exposures(book, before);
  const named = asked ?? exposure[0]?.currency;
  const weight = exposure.find(({ currency }) => currency === named)?.weight ?? 0;
  const figures = [
    adviceFigure('foreign', 'Foreign currency', before.foreignFraction, 'fraction', 'by currency of the security or of what a fund holds; cash left out'),
    ...exposure.slice(0, 4).map(({ currency, weight: share }) => adviceFigure(`currency.${currency}`, `Weight of ${currency}`, share, 'fraction', 'by currency of the security or of what a fund holds; cash left out')),
  ];
  const excess = before.foreignFraction - FOREIGN_CURRENCY_LIMIT * LANDING;
  if (asked === book.currency || named === undefined || weight < 0.01) return declined(asked === undefined ? 'nothing is held in a foreign currency' : `${asked} is no foreign currency of this portfolio`, figures);
  if (asked === undefined && book.request.objective !== 'hedge_currency' && before.foreignFraction <= FOREIGN_CURRENCY_LIMIT) return declined(`foreign currency of ${percent(before.foreignFraction)} is within ${percent(FOREIGN_CURRENCY_LIMIT, 0)}`, figures);
  const share = asked === undefined && excess > 0 ? Math.min(weight, excess) : weight * ASKED_SHARE;
  const isIn = (currency: string) => ({ security }: Asset): boolean => (currencyParts(security)[currency] ?? 0) >= MAINLY;
  const classes = [...new Set(book.held.filter(isIn(named)).map(({ security }) => security.exposureClass))].filter((exposureClass) => choices(book, (asset) => asset.security.exposureClass === exposureClass && isIn(book.currency)(asset)).length > 0);
  const sells = sellWishes(book, (asset) => isIn(named)(asset) && classes.includes(asset.security.exposureClass), book.totalBase.times(share));
  const buys = classes.flatMap((exposureClass) => {
    const proceeds = sumDecimals(sells.flatMap((wish) => {
      const asset = book.assets.get(wish.securityId)!;
      return wish.side === 'sell' && asset.security.exposureClass === exposureClass ? [wish.quantity.times(asset.unitBase)] : [];
    }));
    return buyWishes(book, (asset) => asset.security.exposureClass === exposureClass && isIn(book.currency)(asset), proceeds);
  });
  if (sells.length === 0 || buys.length === 0) return declined(`nothing of the same class in ${book.currency} may be bought instead`, figures);
  return [{
    kind: 'proposal', wishes: [...sells, ...buys], signal: asked === undefined ? signalOf(before.foreignFraction - FOREIGN_CURRENCY_LIMIT, 0.1) : 0.6,
    title: `Move ${percent(share)} of the portfolio from ${named} to ${book.currency}`,
    lead: `${named} is ${percent(weight)} of the portfolio: ${percent(share)} moves into the same classes in ${book.currency}.`,
    reasons: [{ text: `${percent(before.foreignFraction)} of the portfolio is in foreign currency, ${percent(weight)} in ${named}.`, figures: [...figures, adviceFigure('moved', 'Moved', share, 'fraction', 'share of the portfolio that changes currency')] }],
    warnings: ['Currency risk is reduced by changing holdings: the firm offers no forward contracts here.'],
    check: (from, to) => (to.foreignFraction < from.foreignFraction - 1e-9 ? undefined : 'the trades that may be placed would not reduce foreign currency'),
  }];
};

function exposures({ currency: base }: AdviceBook, { weights }: Measures): { currency: string; weight: number }[] {
  const sums = new Map<string, number>();
  for (const { asset, weight } of weights) {
    const parts = currencyParts(asset.security);
    for (const currency of Object.keys(parts).sort()) if (currency !== base) sums.set(currency, (sums.get(currency) ?? 0) + weight * parts[currency]!);
  }
  return [...sums].map(([currency, weight]) => ({ currency, weight })).toSorted((a, b) => b.weight - a.weight || (a.currency < b.currency ? -1 : 1));
}
