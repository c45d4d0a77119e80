import type { AdviceCandidate, AdviceRequest, AdviceSnapshot } from '../../../src/domain/advice/advice-snapshot.ts';
import type { PortfolioState, StateLot, StatePosition, StateSecurity } from '../../../src/domain/portfolio-state/portfolio-state.ts';
import { randomSource } from '../../../src/domain/scenarios/random-source.ts';
import { addDays, isoDate, type IsoDate } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';

export const AS_OF = isoDate('2026-11-23');
const WEEKS = 104;

/** A share of one company in USD unless the overrides say otherwise. */
export function givenSecurity(ticker: string, over: Partial<StateSecurity> = {}): StateSecurity {
  return {
    id: ticker.toLowerCase(), ticker, name: `${ticker} Incorporated`, assetClass: 'equity', exposureClass: 'equity', issuer: `${ticker} Incorporated`, sector: 'Industrials', industry: 'Machinery', country: 'US', region: 'North America',
    currency: 'USD', unitSize: '1', quantityDecimals: 0, status: 'active', isIndex: false, isRestricted: false, restrictedReason: null, minRiskScore: null, expenseRatioFraction: null, averageDailyVolume: null, durationYears: null,
    esgScore: 50, ratingScore: null, ratingAction: null, ratedOn: null, composition: null, ...over,
  };
}

export function givenFund(ticker: string, exposureClass: string, over: Partial<StateSecurity> = {}): StateSecurity {
  return givenSecurity(ticker, { assetClass: 'etf', exposureClass, sector: null, industry: null, country: null, expenseRatioFraction: 0.001, issuer: 'Fund House', ...over });
}

interface PositionFacts {
  readonly price?: string | null;
  readonly fx?: string | null;
  readonly priceDate?: IsoDate;
  /** Quantity, cost of the whole lot (null = not on record) and day of each lot; by default one lot at today's price, two years old. */
  readonly lots?: readonly (readonly [quantity: string, cost: string | null, acquiredOn: string])[];
}

export function givenPosition(security: StateSecurity, quantity: string, { price = '100', fx = '1', priceDate = AS_OF, lots }: PositionFacts = {}): StatePosition {
  const value = price === null || fx === null ? null : decimal(quantity).times(price).times(fx).toFixed();
  const drawn = lots ?? [[quantity, value ?? '0', '2024-11-01'] as const];
  const made = drawn.map(([size, costBase, acquiredOn], i): StateLot => ({ lotId: `${security.id}-${i + 1}`, quantity: size, costBase, acquiredOn: isoDate(acquiredOn), isShort: false }));
  return { security, quantity, price, priceDate: price === null ? null : priceDate, fxToBase: fx, fxDate: fx === null ? null : priceDate, valueBase: value, costBase: value, lots: made };
}

export function givenCash(amount: string, currency = 'USD', fx: string | null = '1'): StatePosition {
  const security = givenSecurity(currency, { id: `cash-${currency.toLowerCase()}`, assetClass: 'cash', exposureClass: 'cash', sector: null, issuer: null, currency, unitSize: '0.01', quantityDecimals: 2, esgScore: null });
  return { security, quantity: amount, price: '1', priceDate: AS_OF, fxToBase: fx, fxDate: AS_OF, valueBase: fx === null ? null : decimal(amount).times(fx).toFixed(), costBase: null, lots: [] };
}

export function givenCandidate(security: StateSecurity, price = '50', fxToBase = '1'): AdviceCandidate {
  return { security, price, priceDate: AS_OF, fxToBase };
}

export interface SnapshotFacts extends Partial<Omit<AdviceSnapshot, 'state'>> {
  readonly state?: Partial<Omit<PortfolioState, 'portfolio' | 'client'>>;
  readonly portfolio?: Partial<PortfolioState['portfolio']>;
  readonly client?: Partial<PortfolioState['client']>;
}

/** A balanced client's taxable portfolio in USD without positions; every fact can be replaced. Returns of two years are drawn for every security that lacks them. */
export function givenSnapshot({ state = {}, portfolio = {}, client = {}, ...rest }: SnapshotFacts = {}): AdviceSnapshot {
  const positions = (state.positions ?? []).toSorted((a, b) => (a.security.id < b.security.id ? -1 : 1));
  const candidates = (rest.candidates ?? []).toSorted((a, b) => (a.security.id < b.security.id ? -1 : 1));
  const securities = [...positions.map(({ security }) => security), ...candidates.map(({ security }) => security)].filter(({ assetClass }) => assetClass !== 'cash');
  return {
    schema: 1,
    goals: [], pastHits: {},
    tax: { shortTermFraction: 0.35, longTermFraction: 0.15, source: 'assumed', isTaxable: true, realisedYearToDateBase: null },
    costs: { tradeBps: { equity: 10, etf: 5, fund: 5, bond: 10, commodity: 10, real_estate: 10, crypto: 30 }, minimumPerTradeBase: '1', source: 'house table' },
    ...rest, candidates,
    returns: rest.returns ?? givenReturns(securities),
    state: {
      asOf: AS_OF, preferences: [], targets: [], kyc: null, openFlags: [], volatilityFraction: null, recentTrades: [], ...state, positions,
      portfolio: {
        id: 'p1', name: 'Core', kind: 'taxable', mandate: 'advisory', status: 'active', baseCurrency: 'USD', lotMethod: 'fifo', strategy: null, openedOn: isoDate('2020-01-02'), cashFloorFraction: 0.02, maxPositionFraction: 0.2,
        maxVolatilityFraction: null, driftToleranceFraction: 0.05, ...portfolio,
      },
      client: {
        id: 'c1', kind: 'individual', status: 'active', taxResidence: 'US', residence: 'US', baseCurrency: 'USD', riskProfile: 'balanced', riskScore: 55, objective: 'balanced', horizonYears: 10, experience: 'good',
        lossCapacityFraction: 0.3, annualIncome: '100000', netWorth: '1000000', liquidNetWorth: '500000', profileReviewedOn: isoDate('2026-01-05'), ...client,
      },
    },
  };
}

const VOLATILITY: Readonly<Record<string, number>> = { equity: 0.022, bond: 0.006, cash: 0.0005, commodity: 0.024, real_estate: 0.023, crypto: 0.08, multi_asset: 0.012 };

/** Weekly returns that share a market: half of each equity's movement is common, so that diversification has something to do. */
export function givenReturns(securities: readonly StateSecurity[], scale: Readonly<Record<string, number>> = {}): AdviceSnapshot['returns'] {
  const market = new Float64Array(WEEKS);
  randomSource(11).fillNormals(market);
  const bySecurity = Object.fromEntries(securities.map((security) => {
    const own = new Float64Array(WEEKS);
    randomSource(seedOfText(security.id)).fillNormals(own);
    const size = (VOLATILITY[security.exposureClass] ?? 0.02) * (scale[security.id] ?? 1);
    return [security.id, Array.from(own, (value, week) => Math.round((0.001 + size * (0.7 * market[week]! + 0.7 * value)) * 1e8) / 1e8)];
  }));
  return { weekEnds: Array.from({ length: WEEKS }, (_, week) => addDays(AS_OF, (week - WEEKS) * 7)), bySecurity };
}

function seedOfText(text: string): number {
  return Array.from(text).reduce((seed, letter) => Math.imul(seed, 31) + letter.charCodeAt(0), 7);
}

export function request(objective: AdviceRequest['objective'] = 'auto', constraints: AdviceRequest['constraints'] = {}): AdviceRequest {
  return { objective, constraints };
}

export function target(assetClass: string, targetFraction: number, band = 0.05): PortfolioState['targets'][number] {
  return { assetClass, targetFraction, minFraction: Math.max(0, targetFraction - band), maxFraction: Math.min(1, targetFraction + band) };
}
