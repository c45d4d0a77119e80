import { describe, expect, test } from 'vitest';
import { CASH, judge, POSITIONS, position, security, trade, TREASURY } from './given-subject.ts';

/** One share of a given worth, 10,000 of cash and bonds of two states: 100,000 in all. */
const holding = (value: number) => [position(security('BIG'), value), position(CASH, 10_000), position({ ...TREASURY, id: 'GILT', ticker: 'GILT', issuer: 'UK Gilt', country: 'GB' }, 40_000), position(TREASURY, 50_000 - value)];

describe('concentration', () => {
  test.each([[15_000, 'passed'], [15_001, 'warning'], [25_000, 'warning'], [25_001, 'failed']] as const)('a share of %d in 100,000', (value, result) => {
    expect(judge('concentration', { state: { positions: holding(value) } }).result).toBe(result);
  });

  test('two securities of one issuer count together', () => {
    const positions = [position(security('AA1', { issuer: 'One' }), 13_000), position(security('AA2', { issuer: 'One', assetClass: 'bond', exposureClass: 'bond' }), 13_000), position(CASH, 10_000), position(TREASURY, 64_000)];
    expect(judge('concentration', { state: { positions } })).toMatchObject({ result: 'failed', evidence: { issuer: { label: 'One', weightFraction: 0.26 } } });
  });

  test.each([[65_000, 'passed'], [66_000, 'warning'], [91_000, 'failed']] as const)('a state of %d in 100,000', (value, result) => {
    expect(judge('concentration', { state: { positions: [position(TREASURY, value), position(CASH, 100_000 - value)] } }).result).toBe(result);
  });

  test.each([[35_000, 'passed'], [36_000, 'warning'], [66_000, 'failed']] as const)('one fund of %d in 100,000', (value, result) => {
    const fund = security('FND', { assetClass: 'etf', sector: null, country: null });
    expect(judge('concentration', { state: { positions: [position(fund, value), position(CASH, 100_000 - value)] } }).result).toBe(result);
  });

  test('funds are opened: 30 % of a fund that is half energy and 26 % of energy shares are 41 %', () => {
    const fund = security('FND', { assetClass: 'etf', sector: null, composition: { sectors: { Energy: 0.5 } } });
    const positions = [position(fund, 30_000), position(security('OIL', { sector: 'Energy' }), 13_000), position(security('GAS', { sector: 'Energy' }), 13_000), position(CASH, 44_000)];
    expect(judge('concentration', { state: { positions } })).toMatchObject({ result: 'warning', evidence: { sector: { label: 'Energy', weightFraction: 0.41 } } });
  });

  test('home is no concentration: neither the country where the client lives nor the currency of the portfolio', () => {
    expect(judge('concentration').result).toBe('passed');
    expect(judge('concentration', { client: { residence: 'DE' } })).toMatchObject({ result: 'failed', evidence: { country: { label: 'US', weightFraction: 0.9 } } });
    expect(judge('concentration', { portfolio: { baseCurrency: 'EUR' } })).toMatchObject({ result: 'failed', evidence: { currency: { label: 'USD', weightFraction: 1 } } });
  });

  test('issuers above 10 % may be 40 % together', () => {
    const four = (value: number) => [...['A', 'B', 'C', 'D'].map((ticker) => position(security(ticker), value)), position(CASH, 100_000 - 4 * value)];
    expect(judge('concentration', { state: { positions: four(10_000) } }).result).toBe('passed');
    expect(judge('concentration', { state: { positions: four(10_100) } })).toMatchObject({ result: 'warning', message: 'Issuers above 10 % are together 40.4 % of the value, above 40 %.' });
  });

  test('what a trade pushes above the limit fails; a way out of a breach is let through for review', () => {
    expect(judge('concentration', { state: { positions: holding(24_000) }, trades: [trade('buy', 'BIG', 2_000)] }).result).toBe('failed');
    expect(judge('concentration', { state: { positions: holding(40_000) }, trades: [trade('sell', 'BIG', 10_000)] }).result).toBe('warning');
    expect(judge('concentration', { state: { positions: holding(40_000) }, trades: [trade('sell', 'BIG', 30_000)] }).result).toBe('passed');
    expect(judge('concentration', { state: { positions: holding(14_000) }, trades: [trade('buy', 'BIG', 2_000)] }).result).toBe('warning');
  });

  test('without every value, and with unknown issuers that might be one, nobody can tell', () => {
    expect(judge('concentration', { state: { positions: [...POSITIONS, position(security('DARK'), null)] } }).result).toBe('cannot_tell');
    const unknown = (value: number) => [position(security('X1', { issuer: null }), value), position(security('X2', { issuer: null }), value), position(CASH, 100_000 - 2 * value)];
    expect(judge('concentration', { state: { positions: unknown(12_500) } }).result).toBe('passed');
    expect(judge('concentration', { state: { positions: unknown(12_501) } }).result).toBe('cannot_tell');
  });

  test('an empty portfolio is concentrated in nothing', () => {
    expect(judge('concentration', { state: { positions: [] } }).result).toBe('passed');
  });
});

describe('restricted list', () => {
  const listed = security('LEMN', { isRestricted: true, restrictedReason: 'pending merger' });
  const held = { state: { positions: [...POSITIONS, position(listed, 1_000)] } };
  test.each([
    ['nothing on it', {}, 'passed', 'none'],
    ['held', held, 'warning', 'release'],
    ['bought', { trades: [trade('buy', 'LEMN', 100)], securities: [listed] }, 'failed', 'none'],
    ['sold', { ...held, trades: [trade('sell', 'LEMN', 100)] }, 'failed', 'two_persons'],
    ['held while something else is traded', { ...held, trades: [trade('buy', 'AAA', 100)] }, 'warning', 'release'],
  ] as const)('%s', (_name, given, result, override) => {
    expect(judge('restricted_list', given)).toMatchObject({ result, override });
  });

  test('why it is restricted is in the evidence and not in the words', () => {
    const result = judge('restricted_list', held);
    expect(result.message).not.toContain('merger');
    expect(result.evidence['held']).toEqual([{ ticker: 'LEMN', reason: 'pending merger' }]);
  });
});

describe('limits of the mandate', () => {
  test.each([[15_000, 'passed'], [15_001, 'warning'], [17_000, 'warning'], [17_001, 'failed']] as const)('a market carried a share to %d in 100,000 where 15 %% is the limit', (value, result) => {
    expect(judge('mandate_limits', { state: { positions: holding(value) } }).result).toBe(result);
  });

  test('the words name the limit of the mandate and not the tolerance', () => {
    expect(judge('mandate_limits', { state: { positions: holding(18_000) } }).message).toBe('BIG is 18 % of the value; the limit is 15 %.');
  });

  test('a trade has no such tolerance', () => {
    expect(judge('mandate_limits', { state: { positions: holding(14_000) }, trades: [trade('buy', 'BIG', 1_000)] }).result).toBe('passed');
    expect(judge('mandate_limits', { state: { positions: holding(14_000) }, trades: [trade('buy', 'BIG', 1_010)] }).result).toBe('failed');
  });

  test.each([[0.2, 'passed'], [0.201, 'failed'], [null, 'cannot_tell']] as const)('a volatility of %s where 20 %% is the limit', (volatilityFraction, result) => {
    expect(judge('mandate_limits', { state: { volatilityFraction } }).result).toBe(result);
  });

  test('no limit, nothing to know', () => {
    expect(judge('mandate_limits', { portfolio: { maxVolatilityFraction: null, maxPositionFraction: null }, state: { volatilityFraction: null, positions: holding(80_000) } }).result).toBe('passed');
  });

  const band = (minFraction: number, maxFraction: number) => ({ targets: [{ assetClass: 'equity', targetFraction: 0.5, minFraction, maxFraction }] });
  test.each([[0.5, 0.54, 'passed'], [0.55, 0.6, 'warning'], [0.4, 0.53, 'warning']] as const)('54 %% of shares in a band of %d to %d', (low, high, result) => {
    expect(judge('mandate_limits', { state: band(low, high) }).result).toBe(result);
  });

  test('a trade that leads away from the band fails, one that leads back does not', () => {
    expect(judge('mandate_limits', { state: band(0.4, 0.53), trades: [trade('buy', 'AAA', 1_000)] })).toMatchObject({ result: 'failed', override: 'release' });
    expect(judge('mandate_limits', { state: band(0.4, 0.53), trades: [trade('sell', 'AAA', 500)] }).result).toBe('warning');
    expect(judge('mandate_limits', { state: band(0.4, 0.53), trades: [trade('sell', 'AAA', 1_000)] }).result).toBe('passed');
  });

  test.each([['portfolio', { portfolio: { status: 'frozen' } }], ['client', { client: { status: 'closed' } }]] as const)('nothing is traded for a %s that is not active, and nothing releases that', (_what, given) => {
    expect(judge('mandate_limits', given).result).toBe('passed');
    expect(judge('mandate_limits', { ...given, trades: [trade('sell', 'AAA', 100)] })).toMatchObject({ result: 'failed', override: 'none' });
  });
});

describe('minimum cash', () => {
  const cash = (value: number) => [position(CASH, value), position(TREASURY, 100_000 - value)];
  test.each([[2_000, 'passed'], [1_999, 'failed'], [0, 'failed']] as const)('%d in 100,000 where 2 %% is the floor', (value, result) => {
    expect(judge('cash_floor', { state: { positions: cash(value) } }).result).toBe(result);
  });

  test('a trade may not use more cash than there is, and nobody releases that; the estimated cost counts', () => {
    expect(judge('cash_floor', { trades: [trade('buy', 'AAA', 8_000)] }).result).toBe('passed');
    expect(judge('cash_floor', { trades: [trade('buy', 'AAA', 9_000)] })).toMatchObject({ result: 'failed', override: 'release' });
    expect(judge('cash_floor', { trades: [trade('buy', 'AAA', 10_010)] })).toMatchObject({ result: 'failed', override: 'none' });
    const bestInterest = { reasonCount: 1, alternativeCount: 1, estimatedCostBase: '20', confidence: 0.8, conflictsDisclosed: true };
    expect(judge('cash_floor', { trades: [trade('buy', 'AAA', 9_990)], bestInterest })).toMatchObject({ result: 'failed', override: 'none', evidence: { cashBase: '-10' } });
  });

  test('a sale that brings cash nearer to the floor is not forbidden for falling short of it', () => {
    expect(judge('cash_floor', { state: { positions: cash(500) }, trades: [trade('sell', 'UST', 1_000)] }).result).toBe('warning');
  });

  test('the client may ask for more than the mandate', () => {
    const preferences = [{ kind: 'min_cash_fraction', securityId: null, value: null, limitValue: 0.12 }];
    expect(judge('cash_floor', { state: { preferences } }).result).toBe('failed');
  });

  test('with a currency that cannot be converted nobody can tell', () => {
    expect(judge('cash_floor', { state: { positions: [...POSITIONS, position(security('NOK', { assetClass: 'cash', currency: 'NOK' }), null)] } }).result).toBe('cannot_tell');
  });
});

describe('tradable', () => {
  test.each([
    ['no trade', {}, 'passed'],
    ['a sale of all that is held', { trades: [trade('sell', 'AAA', 9_000)] }, 'passed'],
    ['a sale of more, in two parts', { trades: [trade('sell', 'AAA', 5_000), trade('sell', 'AAA', 4_010)] }, 'failed'],
    ['an index', { trades: [trade('buy', 'IDX', 100)], securities: [security('IDX', { isIndex: true })] }, 'failed'],
    ['a delisted share', { trades: [trade('buy', 'OLD', 100)], securities: [security('OLD', { status: 'delisted' })] }, 'failed'],
    ['half a share', { trades: [trade('buy', 'AAA', 105)] }, 'failed'],
    ['a security that nobody knows', { trades: [trade('buy', 'WHO', 100)] }, 'cannot_tell'],
    ['a day of volume', { trades: [trade('buy', 'THIN', 1_000)], securities: [security('THIN', { averageDailyVolume: 100 })] }, 'passed'],
    ['more than a day of volume', { trades: [trade('buy', 'THIN', 1_010)], securities: [security('THIN', { averageDailyVolume: 100 })] }, 'warning'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('tradable', given).result).toBe(result);
  });
});
