import fc from '../../support/property.ts';
import { ADVICE_STRATEGIES, type AdviceRequest, type AdviceSnapshot } from '../../../src/domain/advice/advice-snapshot.ts';
import type { StatePreference, StateSecurity, StateTrade } from '../../../src/domain/portfolio-state/portfolio-state.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { decimal } from '../../../src/shared/decimal.ts';
import { AS_OF, givenCandidate, givenCash, givenFund, givenPosition, givenSecurity, givenSnapshot, target } from './given-snapshot.ts';

/** The universe from which portfolios are drawn: shares, funds, bonds, a coin, foreign and awkward ones. */
const UNIVERSE: readonly StateSecurity[] = [
  givenSecurity('AAA', { sector: 'Information Technology', esgScore: 40 }), givenSecurity('BBB', { sector: 'Energy', esgScore: 20, ratingAction: 'downgrade', ratingScore: 30 }), givenSecurity('CCC', { sector: 'Utilities', esgScore: 75 }),
  givenSecurity('DDD', { currency: 'EUR', country: 'DE', sector: 'Industrials', esgScore: null }), givenSecurity('EEE', { isRestricted: true, restrictedReason: 'mandate of the firm', sector: 'Financials' }),
  givenSecurity('REI', { assetClass: 'real_estate', exposureClass: 'real_estate', sector: 'Real Estate' }), givenSecurity('BTC', { assetClass: 'crypto', exposureClass: 'crypto', sector: null, unitSize: '0.00000001', quantityDecimals: 8, minRiskScore: 75, esgScore: null }),
  givenSecurity('GOV', { assetClass: 'bond', exposureClass: 'bond', sector: null, durationYears: 7 }), givenFund('WRLD', 'equity', { expenseRatioFraction: 0.0012 }), givenFund('DEAR', 'equity', { assetClass: 'fund', expenseRatioFraction: 0.012, quantityDecimals: 4, unitSize: '0.0001' }),
  givenFund('AGGB', 'bond', { esgScore: 60 }), givenFund('EURO', 'equity', { currency: 'EUR', composition: { currencies: { EUR: 0.7 } } }), givenFund('MIXX', 'multi_asset'),
];

const RATES: Readonly<Record<string, string>> = { USD: '1', EUR: '1.0837' };

const TARGETS: readonly (readonly (readonly [group: string, weight: number])[])[] = [[], [['equity', 0.6], ['bond', 0.35], ['cash', 0.05]], [['equity', 0.3], ['bond', 0.6], ['cash', 0.1]], [['equity', 0.8], ['real_estate', 0.15], ['crypto', 0.05]]];

const lot = fc.record({ units: fc.integer({ min: 1, max: 400 }), costRatio: fc.integer({ min: 60, max: 150 }), daysAgo: fc.integer({ min: 1, max: 1200 }), isKnown: fc.boolean() });
const position = fc.record({ security: fc.nat(UNIVERSE.length - 1), cents: fc.integer({ min: 150, max: 60_000 }), lots: fc.array(lot, { minLength: 1, maxLength: 4 }), ageDays: fc.constantFrom(0, 0, 0, 3, 12), blind: fc.constantFrom(false, false, false, false, false, true) });
const preference = fc.record({ kind: fc.constantFrom('exclude_security', 'keep_security', 'exclude_sector', 'min_esg_score', 'max_position_fraction', 'max_sector_fraction', 'min_cash_fraction', 'max_turnover_fraction', 'prefer_sector'), index: fc.nat(UNIVERSE.length - 1), size: fc.integer({ min: 5, max: 60 }) });
const trade = fc.record({ security: fc.nat(UNIVERSE.length - 1), side: fc.constantFrom('buy' as const, 'sell' as const), daysAgo: fc.integer({ min: 0, max: 60 }), gain: fc.option(fc.integer({ min: -500, max: 500 })) });

/** Any portfolio: held and offered securities, lots, cash, targets, preferences and recent trades, all drawn; shrinks to a small one. */
export const anySnapshot: fc.Arbitrary<AdviceSnapshot> = fc.record({
  positions: fc.uniqueArray(position, { maxLength: 9, selector: ({ security }) => security }), offered: fc.uniqueArray(fc.nat(UNIVERSE.length - 1), { maxLength: 8 }),
  cash: fc.integer({ min: 0, max: 80_000 }), euros: fc.integer({ min: 0, max: 2_000 }), targets: fc.constantFrom(...TARGETS),
  preferences: fc.array(preference, { maxLength: 3 }), trades: fc.array(trade, { maxLength: 3 }), isTaxable: fc.boolean(), riskProfile: fc.constantFrom('conservative', 'moderate', 'balanced', 'growth', 'aggressive'), riskScore: fc.option(fc.integer({ min: 5, max: 95 })),
  goal: fc.option(fc.integer({ min: 10_000, max: 900_000 })),
}).map((drawn) => {
  const positions = drawn.positions.map(({ security, cents, lots, ageDays, blind }) => {
    const own = UNIVERSE[security]!;
    const price = (cents / 100).toFixed(2);
    const made = lots.map(({ units, costRatio, daysAgo, isKnown }) => [String(units), isKnown ? decimal(price).times(RATES[own.currency]!).times(units).times(costRatio).div(100).toFixed(4) : null, addDays(AS_OF, -daysAgo)] as const);
    const total = lots.reduce((sum, { units }) => sum + units, 0);
    return givenPosition(own, String(total), { price: blind ? null : price, fx: RATES[own.currency]!, priceDate: addDays(AS_OF, -ageDays), lots: made });
  });
  return givenSnapshot({
    state: {
      positions: [...positions, givenCash(String(drawn.cash)), ...(drawn.euros > 0 ? [givenCash(String(drawn.euros), 'EUR', RATES.EUR!)] : [])],
      targets: drawn.targets.map(([group, weight]) => target(group, weight)), preferences: drawn.preferences.map(preferenceOf), recentTrades: drawn.trades.map(tradeOf),
    },
    candidates: drawn.offered.filter((index) => !drawn.positions.some(({ security }) => security === index)).map((index) => givenCandidate(UNIVERSE[index]!, '40.25', RATES[UNIVERSE[index]!.currency]!)),
    tax: { shortTermFraction: 0.35, longTermFraction: 0.15, source: 'assumed', isTaxable: drawn.isTaxable, realisedYearToDateBase: null },
    client: { riskProfile: drawn.riskProfile, riskScore: drawn.riskScore },
    goals: drawn.goal === null ? [] : [{ id: 'g1', name: 'House', targetAmount: String(drawn.goal), targetIsReal: false, targetDate: addDays(AS_OF, 3000), currentAmount: '20000', monthlyContribution: '300', expectedReturnFraction: null, inflationFraction: null, priority: 'important' }],
  });
});

function preferenceOf({ kind, index, size }: { readonly kind: string; readonly index: number; readonly size: number }): StatePreference {
  const security = UNIVERSE[index]!;
  const limit = kind === 'min_esg_score' ? size : kind === 'max_turnover_fraction' ? size / 60 : kind === 'min_cash_fraction' ? size / 400 : size / 100;
  return { kind, securityId: kind.endsWith('_security') ? security.id : null, value: kind.endsWith('_sector') ? security.sector : null, limitValue: /^(min|max)_/.test(kind) ? limit : null };
}

function tradeOf({ security, side, daysAgo, gain }: { readonly security: number; readonly side: 'buy' | 'sell'; readonly daysAgo: number; readonly gain: number | null }, index: number): StateTrade {
  return { transactionId: `t${index}`, portfolioId: 'p2', securityId: UNIVERSE[security]!.id, side, tradeDate: addDays(AS_OF, -daysAgo), quantity: '10', gainBase: side === 'buy' || gain === null ? null : String(gain) };
}

export const anyRequest: fc.Arbitrary<AdviceRequest> = fc.record({
  objective: fc.constantFrom('auto' as const, 'auto' as const, ...ADVICE_STRATEGIES),
  constraints: fc.record({
    maxTurnoverFraction: fc.constantFrom(0.05, 0.2, 0.5, 1), minTradeBase: fc.constantFrom('1', '250'), amountBase: fc.constantFrom('500', '5000'), cashOnly: fc.constantFrom(false, false, false, true), sector: fc.constantFrom('Utilities', 'Energy'), currency: fc.constant('EUR'),
    maxTaxBase: fc.constantFrom('0', '300'), avoidSecurityIds: fc.subarray(['wrld', 'aggb', 'ccc']), keepSecurityIds: fc.subarray(['aaa', 'bbb', 'wrld']),
  }, { requiredKeys: [] }),
});
