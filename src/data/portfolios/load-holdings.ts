import type { ScopedDb } from '../../access/scoped-db.ts';
import { Holding, type HoldingLot } from '../../entities/portfolios/holding.entity.ts';
import type { AssetClass, ExposureClass, FundComposition } from '../../entities/trading/security.entity.ts';
import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { decimal, sumDecimals, ZERO, type Decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { loadFxInto, type FxRates } from '../market/load-fx.ts';
import type { PortfolioScope, ScopedPortfolio } from './load-scope.ts';

/** Calendar days after which a close counts as stale: five business days and a weekend. */
const STALE_AFTER_DAYS = 7;

/** A position of one portfolio, money in the scope's currency unless it says otherwise. Missing values are undefined, never zero. */
export interface HeldPosition {
  readonly portfolio: ScopedPortfolio;
  readonly securityId: string;
  readonly ticker: string;
  readonly name: string;
  readonly assetClass: AssetClass;
  readonly exposureClass: ExposureClass;
  readonly isCash: boolean;
  readonly sector: string | null;
  readonly industry: string | null;
  readonly region: string | null;
  readonly country: string | null;
  /** Of price and `marketValue`. */
  readonly currency: string;
  readonly durationYears: number | null;
  readonly composition: FundComposition | null;
  readonly unitSize: Decimal;
  readonly isRestricted: boolean;
  readonly quantity: Decimal;
  readonly price: Decimal | undefined;
  readonly priceDate: IsoDate | undefined;
  /** Base currency of the portfolio for one unit of `currency`. */
  readonly fxToBase: Decimal | undefined;
  readonly fxDate: IsoDate | undefined;
  readonly value: Decimal | undefined;
  readonly cost: Decimal | undefined;
  readonly gain: Decimal | undefined;
  readonly firstAcquiredOn: IsoDate | undefined;
  readonly lots: readonly HoldingLot[];
}

export interface HoldingsOfScope {
  readonly positions: readonly HeldPosition[];
  /** Day that the positions describe. */
  readonly asOf: IsoDate;
  /** Of what can be valued. */
  readonly total: Decimal;
  readonly cash: Decimal;
  readonly caveats: readonly string[];
  /** One sentence for `method` about conversion; empty when nothing was converted. */
  readonly conversion: string;
}

/** Everything held in the portfolios of a scope, valued at the last closes and rates on record. One query, and one for rates if needed. */
export async function loadHoldings(db: ScopedDb, scope: PortfolioScope, today: IsoDate): Promise<HoldingsOfScope> {
  const byId = new Map(scope.portfolios.map((portfolio) => [portfolio.id, portfolio]));
  const rows = byId.size === 0 ? [] : await db.find(Holding, { portfolio: { $in: [...byId.keys()] } }, { populate: ['security'] });
  const asOf = rows.reduce<IsoDate>((latest, row) => (row.asOf > latest ? row.asOf : latest), rows[0]?.asOf ?? today);
  const fx = await loadFxInto(db, scope.portfolios.map(({ baseCurrency }) => baseCurrency), scope.currency, asOf);
  const positions: HeldPosition[] = [];
  for (const row of rows) {
    const portfolio = byId.get(row.portfolio.id);
    if (portfolio) positions.push(positionOf(row, portfolio, { fx, into: scope.currency, asOf }));
  }
  return {
    positions, asOf, total: sumDecimals(positions.flatMap(({ value }) => value ?? [])),
    cash: sumDecimals(positions.flatMap(({ isCash, value }) => (isCash && value ? [value] : []))),
    caveats: caveatsOf(positions, asOf, scope), conversion: conversionOf(scope, fx, asOf),
  };
}

type HoldingRow = Awaited<ReturnType<typeof findHoldings>>[number];
const findHoldings = (db: ScopedDb) => db.find(Holding, {}, { populate: ['security'] });

interface Conversion {
  readonly fx: FxRates;
  readonly into: string;
  readonly asOf: IsoDate;
}

function positionOf(row: HoldingRow, portfolio: ScopedPortfolio, { fx, into, asOf }: Conversion): HeldPosition {
  const { security } = row;
  const convert = (amount: string | null | undefined): Decimal | undefined => {
    if (amount === null || amount === undefined) return undefined;
    const converted = fx.convert(decimal(amount), portfolio.baseCurrency, into, asOf);
    return isUndefined(converted) ? undefined : converted;
  };
  return {
    portfolio, securityId: security.id, ticker: security.ticker, name: security.name, assetClass: security.assetClass, exposureClass: security.exposureClass,
    isCash: security.assetClass === 'cash', sector: security.sector ?? null, industry: security.industry ?? null, region: security.region ?? null, country: security.country ?? null,
    currency: row.currency, durationYears: security.durationYears ?? null, composition: security.composition ?? null, unitSize: decimal(security.unitSize),
    isRestricted: isRestrictedOn(security, asOf), quantity: decimal(row.quantity), price: row.marketPrice ? decimal(row.marketPrice) : undefined,
    priceDate: row.priceDate ?? undefined,
    fxToBase: row.fxRateToBase ? decimal(row.fxRateToBase) : undefined, fxDate: row.fxRateDate ?? undefined, value: convert(row.marketValueBase), cost: convert(row.costBasisBase), gain: convert(row.unrealisedGainBase),
    firstAcquiredOn: row.firstAcquiredOn ?? undefined, lots: row.lots,
  };
}

function isRestrictedOn(security: HoldingRow['security'], day: IsoDate): boolean {
  return security.isRestricted && (!security.restrictedFrom || security.restrictedFrom <= day) && (!security.restrictedTo || security.restrictedTo >= day);
}

function caveatsOf(positions: readonly HeldPosition[], asOf: IsoDate, scope: PortfolioScope): string[] {
  const caveats = new Set<string>();
  for (const { ticker, value, price, priceDate, fxDate, isCash, currency, portfolio } of positions) {
    if (value === undefined) {
      caveats.add(price === undefined ? `${ticker} has no price and is not in the totals.` : `${ticker} cannot be valued: there is no exchange rate from ${currency} to ${portfolio.baseCurrency} or ${scope.currency}. It is not in the totals.`);
    } else if (!isCash && priceDate && daysBetween(priceDate, asOf) > STALE_AFTER_DAYS) {
      caveats.add(`${ticker} is valued at an old price of ${priceDate}.`);
    }
    if (value && currency !== portfolio.baseCurrency && fxDate && daysBetween(fxDate, asOf) > STALE_AFTER_DAYS) caveats.add(`${ticker} is converted at an old exchange rate of ${fxDate}.`);
  }
  return [...caveats];
}

function conversionOf(scope: PortfolioScope, fx: FxRates, asOf: IsoDate): string {
  const others = [...new Set(scope.portfolios.map(({ baseCurrency }) => baseCurrency))].filter((currency) => currency !== scope.currency);
  if (others.length === 0) return '';
  const remarks = others.flatMap((currency) => fx.remark(currency, scope.currency, asOf) ?? []);
  return [`${others.join(', ')} converted to ${scope.currency} at the rates of ${asOf}`, ...remarks].join('; ');
}

/** The same security in several portfolios as one line; a value that is missing anywhere leaves the line without one. */
export interface MergedPosition extends Omit<HeldPosition, 'portfolio' | 'lots' | 'firstAcquiredOn'> {
  readonly portfolios: readonly string[];
  readonly firstAcquiredOn: IsoDate | undefined;
  /** Share of the valued total; undefined without a value or a positive total. */
  readonly weightFraction: number | undefined;
}

export function mergePositions(positions: readonly HeldPosition[], total: Decimal): MergedPosition[] {
  const bySecurity = new Map<string, HeldPosition[]>();
  for (const position of positions) {
    const same = bySecurity.get(position.securityId);
    if (same) same.push(position);
    else bySecurity.set(position.securityId, [position]);
  }
  return [...bySecurity.values()].map((same) => {
    const { portfolio: _portfolio, lots: _lots, ...first } = same[0]!;
    const sum = (part: (position: HeldPosition) => Decimal | undefined): Decimal | undefined => {
      const parts = same.map(part);
      return parts.every((value) => value !== undefined) ? sumDecimals(parts) : undefined;
    };
    const value = sum((position) => position.value);
    return {
      ...first, portfolios: same.map(({ portfolio }) => portfolio.name), quantity: same.reduce((all, { quantity }) => all.plus(quantity), ZERO), value,
      cost: sum(({ cost }) => cost), gain: sum(({ gain }) => gain), firstAcquiredOn: same.flatMap(({ firstAcquiredOn }) => firstAcquiredOn ?? []).toSorted()[0],
      weightFraction: value && total.gt(0) ? value.div(total).toNumber() : undefined,
    };
  });
}
