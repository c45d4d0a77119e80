import type { HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import type { ScopedPortfolio } from '../../src/data/portfolios/load-scope.ts';
import type { PortfolioHistory } from '../../src/data/portfolios/load-transactions.ts';
import { realisedGainIn, unrealisedGainIn, type SplitGain } from '../../src/domain/lots/currency-gains.ts';
import { runLots } from '../../src/domain/lots/run-lots.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { ZERO, type Decimal } from '../../src/shared/decimal.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../src/shared/undefined-value.ts';

/** Money in the currency of the scope. */
export interface Gains {
  readonly realised: Decimal | Undefined;
  readonly unrealised: Decimal | Undefined;
  readonly cost: Decimal | Undefined;
  readonly currencyPart: Decimal | Undefined;
}

export interface GainQuestion {
  readonly isWanted: (securityId: string) => boolean;
  /** Sales from this day to that one count as realised. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  readonly into: (amount: Decimal, portfolio: ScopedPortfolio) => Decimal | Undefined;
}

/** Gains of the securities asked about, by the lots of each portfolio. A price or rate that is missing leaves the sums that need it without a value. */
export function gainsOf(histories: readonly PortfolioHistory[], positions: readonly HeldPosition[], { isWanted, from, to, into }: GainQuestion): Gains {
  const sums: { -readonly [K in keyof Gains]: Gains[K] } = { realised: ZERO, unrealised: ZERO, cost: ZERO, currencyPart: ZERO };
  const add = (name: keyof Gains, gain: SplitGain | Undefined, part: 'total' | 'cost' | 'currency', portfolio: ScopedPortfolio): void => {
    const sum = sums[name];
    if (isUndefined(sum)) return;
    if (isUndefined(gain)) {
      sums[name] = gain;
      return;
    }
    const amount = into(gain[part], portfolio);
    sums[name] = isUndefined(amount) ? amount : sum.plus(amount);
  };
  for (const { portfolio, transactions } of histories) {
    const { book, realised } = runLots(transactions, { method: portfolio.lotMethod });
    for (const gain of realised) {
      if (gain.closedOn < from || gain.closedOn > to || !isWanted(gain.securityId)) continue;
      const split = realisedGainIn(gain, 'base');
      add('realised', split, 'total', portfolio);
      add('currencyPart', split, 'currency', portfolio);
    }
    for (const { securityId, lots } of book.positions()) {
      if (!isWanted(securityId)) continue;
      const held = positions.find((position) => position.securityId === securityId && position.portfolio.id === portfolio.id);
      if (held?.isCash) continue;
      for (const lot of lots) {
        const price = held?.price ?? undefinedBecause('a price is missing');
        const known = unrealisedGainIn(lot, { price, ...(held?.fxToBase ? { fxToBase: held.fxToBase } : {}) }, 'base');
        add('unrealised', known, 'total', portfolio);
        add('cost', known, 'cost', portfolio);
        add('currencyPart', known, 'currency', portfolio);
      }
    }
  }
  return sums;
}
