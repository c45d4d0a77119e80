import type { ScopedDb } from '../../access/scoped-db.ts';
import { DividendPayout } from '../../entities/income/dividend-payout.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { decimal, type Decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { FxRates, loadFxRates } from '../market/load-fx.ts';
import { CurrencyTable } from '../../domain/fx/currency-table.ts';
import type { PortfolioScope } from './load-scope.ts';

/** A dividend or coupon; `gross` and `withheld` in the currency of the scope, undefined without an exchange rate. */
export interface Payout {
  readonly portfolioId: string;
  readonly securityId: string;
  readonly ticker: string;
  readonly name: string;
  readonly kind: 'dividend' | 'coupon' | 'special';
  readonly status: 'announced' | 'paid' | 'cancelled';
  readonly exDate: IsoDate;
  readonly payDate: IsoDate;
  readonly currency: string;
  readonly perUnit: Decimal;
  readonly units: Decimal;
  readonly gross: Decimal | undefined;
  readonly withheld: Decimal | undefined;
}

/** Dividends and coupons paid, and those announced, with a pay date from `from` to `to`; newest first. */
export async function loadPayouts(db: ScopedDb, scope: PortfolioScope, { from, to, securityId }: { readonly from: IsoDate; readonly to: IsoDate; readonly securityId?: string | undefined }): Promise<Payout[]> {
  const bases = new Map(scope.portfolios.map(({ id, baseCurrency }) => [id, baseCurrency]));
  const rows = bases.size === 0 ? [] : await db.find(DividendPayout, {
    portfolio: { $in: [...bases.keys()] }, payDate: { $gte: from, $lte: to }, status: { $ne: 'cancelled' }, ...(securityId ? { security: securityId } : {}),
  }, { populate: ['security'], orderBy: [{ payDate: 'desc' }, { id: 'desc' }] });
  const isForeign = scope.portfolios.some(({ baseCurrency }) => baseCurrency !== scope.currency);
  const fx = isForeign && rows.length > 0 ? await loadFxRates(db, rows.at(-1)!.payDate, to) : new FxRates(new CurrencyTable());
  return rows.map((row) => {
    const base = bases.get(row.portfolio.id) ?? scope.currency;
    const convert = (amount: string): Decimal | undefined => {
      const rate = row.currency === base ? decimal(1) : row.fxRateToBase ? decimal(row.fxRateToBase) : undefined;
      const converted = rate && fx.convert(decimal(amount).times(rate), base, scope.currency, row.payDate);
      return converted === undefined || isUndefined(converted) ? undefined : converted;
    };
    return {
      portfolioId: row.portfolio.id, securityId: row.security.id, ticker: row.security.ticker, name: row.security.name, kind: row.kind, status: row.status, exDate: row.exDate, payDate: row.payDate,
      currency: row.currency, perUnit: decimal(row.amountPerUnit), units: decimal(row.units), gross: convert(row.grossAmount), withheld: convert(row.withheldAmount),
    };
  });
}
