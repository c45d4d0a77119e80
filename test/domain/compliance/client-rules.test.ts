import { describe, expect, test } from 'vitest';
import { isoDate } from '../../../src/shared/calendar.ts';
import { CASH, judge, POSITIONS, position, security, subject, trade, TREASURY } from './given-subject.ts';

const KYC = subject().state.kyc!;
const kyc = (more: Partial<typeof KYC>) => ({ state: { kyc: { ...KYC, ...more } } });

describe('identity', () => {
  test.each([
    ['none on record', { state: { kyc: null } }, 'cannot_tell'],
    ['rejected', kyc({ status: 'rejected' }), 'failed'],
    ['pending', kyc({ status: 'pending' }), 'failed'],
    ['marked expired', kyc({ status: 'expired' }), 'failed'],
    ['expired yesterday whatever the row says', kyc({ expiresOn: isoDate('2026-11-22') }), 'failed'],
    ['valid through today', kyc({ expiresOn: isoDate('2026-11-23') }), 'warning'],
    ['90 days left', kyc({ expiresOn: isoDate('2027-02-21') }), 'warning'],
    ['91 days left', kyc({ expiresOn: isoDate('2027-02-22') }), 'passed'],
    ['no last day', kyc({ expiresOn: null }), 'cannot_tell'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('kyc', given).result).toBe(result);
  });

  test('nothing releases an identity that is not verified', () => {
    expect(judge('kyc', kyc({ status: 'pending' })).override).toBe('none');
  });
});

describe('money laundering and sanctions', () => {
  const flag = (kind: string, severity: string) => ({ state: { openFlags: [{ id: 'f', kind, severity, portfolioId: null }] } });
  test.each([
    ['in order', {}, 'passed', 'none'],
    ['no verification', { state: { kyc: null } }, 'cannot_tell', 'two_persons'],
    ['never screened', kyc({ sanctionsCheckedOn: null }), 'cannot_tell', 'two_persons'],
    ['screened 100 days ago', kyc({ sanctionsCheckedOn: isoDate('2026-08-15') }), 'passed', 'none'],
    ['screened 101 days ago', kyc({ sanctionsCheckedOn: isoDate('2026-08-14') }), 'warning', 'release'],
    ['screened 191 days ago', kyc({ sanctionsCheckedOn: isoDate('2026-05-16') }), 'failed', 'two_persons'],
    ['exposed person without enhanced diligence', kyc({ isPoliticallyExposed: true }), 'failed', 'two_persons'],
    ['exposed person with it, nothing traded', kyc({ isPoliticallyExposed: true, level: 'enhanced' }), 'passed', 'none'],
    ['exposed person with it, trading', { ...kyc({ isPoliticallyExposed: true, level: 'enhanced' }), trades: [trade('buy', 'AAA', 100)] }, 'warning', 'release'],
    ['high risk without enhanced diligence', kyc({ amlRisk: 'high' }), 'failed', 'two_persons'],
    ['medium suspicion', flag('aml', 'medium'), 'warning', 'release'],
    ['grave suspicion', flag('fraud', 'high'), 'failed', 'two_persons'],
    ['possible sanctions hit', flag('sanction', 'low'), 'failed', 'none'],
    ['a flag about something else', flag('complaint', 'critical'), 'passed', 'none'],
    ['a flag that this rule opened itself', flag('aml_check', 'critical'), 'passed', 'none'],
  ] as const)('%s', (_name, given, result, override) => {
    expect(judge('aml', given)).toMatchObject({ result, override });
  });
});

describe('jurisdiction', () => {
  const nft = security('APE', { assetClass: 'nft', exposureClass: 'nft' });
  test.each([
    ['a client at home', {}, 'passed'],
    ['a country that the firm does not serve', { client: { residence: 'BR' } }, 'failed'],
    ['a tax residence under sanctions', { client: { taxResidence: 'IR' } }, 'failed'],
    ['a purchase of a country under sanctions', { trades: [trade('buy', 'RUS', 100)], securities: [security('RUS', { country: 'RU' })] }, 'failed'],
    ['a holding of a country under sanctions', { state: { positions: [...POSITIONS, position(security('RUS', { country: 'RU' }), 100)] } }, 'warning'],
    ['a purchase of a share of unknown country', { trades: [trade('buy', 'WHO', 100)], securities: [security('WHO', { country: null })] }, 'cannot_tell'],
    ['a share of unknown country, held', { state: { positions: [...POSITIONS, position(security('WHO', { country: null }), 100)] } }, 'passed'],
    ['a purchase of a coin, which has no country', { trades: [trade('buy', 'COIN', 100)], securities: [security('COIN', { assetClass: 'crypto', exposureClass: 'crypto', country: null })] }, 'passed'],
    ['a collectible in a retirement account', { portfolio: { kind: 'retirement' }, trades: [trade('buy', 'APE', 100)], securities: [nft] }, 'failed'],
    ['a collectible in a taxable account', { trades: [trade('buy', 'APE', 100)], securities: [nft] }, 'passed'],
    ['a collectible in a retirement account elsewhere', { client: { taxResidence: 'GB' }, portfolio: { kind: 'retirement' }, trades: [trade('buy', 'APE', 100)], securities: [nft] }, 'passed'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('jurisdiction', given).result).toBe(result);
  });
});

describe('suitability', () => {
  const coin = security('COIN', { assetClass: 'crypto', exposureClass: 'crypto', sector: null, minRiskScore: 75 });
  test.each([
    ['a balanced portfolio', {}, 'passed'],
    ['no questionnaire', { client: { riskScore: null } }, 'cannot_tell'],
    ['no horizon', { client: { horizonYears: null } }, 'cannot_tell'],
    ['no loss capacity', { client: { lossCapacityFraction: null } }, 'cannot_tell'],
    ['an unknown objective', { client: { objective: 'fun' } }, 'cannot_tell'],
    ['a product for 75 bought with a score of 74', { client: { riskScore: 74 }, trades: [trade('buy', 'COIN', 100)], securities: [coin] }, 'failed'],
    ['a product for 75 held with a score of 74', { client: { riskScore: 74 }, state: { positions: [...POSITIONS, position(coin, 100)] } }, 'warning'],
    ['a coin that states no score, bought with 74', { client: { riskScore: 74 }, trades: [trade('buy', 'COIN', 100)], securities: [{ ...coin, minRiskScore: null }] }, 'failed'],
    ['a coin that states no score, bought with 75', { client: { riskScore: 75 }, trades: [trade('buy', 'COIN', 100)], securities: [{ ...coin, minRiskScore: null }] }, 'passed'],
    ['a share that states no score, bought with 74', { client: { riskScore: 74 }, trades: [trade('buy', 'NEWS', 100)], securities: [security('NEWS', { minRiskScore: null })] }, 'passed'],
    ['a complex product bought without experience', { client: { riskScore: 75, experience: 'limited' }, trades: [trade('buy', 'COIN', 100)], securities: [coin] }, 'failed'],
    ['a horizon of 4 years with 54 % at risk', { client: { horizonYears: 4 } }, 'warning'],
    ['a horizon of 5 years with 54 % at risk', { client: { horizonYears: 5 } }, 'passed'],
    ['preservation with 54 % at risk', { client: { objective: 'preservation' } }, 'warning'],
    ['income with 54 % at risk', { client: { objective: 'income' } }, 'passed'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('suitability', given).result).toBe(result);
  });

  // 54 % in shares at 25 % and 36 % in bonds at 4 %: a bad year costs 13.5 % + 1.44 % = 14.94 %.
  test.each([[0.1494, 'passed'], [0.1493, 'warning'], [0.0747, 'warning'], [0.0746, 'failed']] as const)('a bad year of 14.94 %% against a loss capacity of %d', (lossCapacityFraction, result) => {
    expect(judge('suitability', { client: { lossCapacityFraction } })).toMatchObject({ result, evidence: { badYearLossFraction: 0.1494, riskyFraction: 0.54 } });
  });

  test('a trade that raises a risk above what suits fails, one that lowers it is let through for review', () => {
    const short = { client: { horizonYears: 4 } };
    expect(judge('suitability', { ...short, trades: [trade('buy', 'AAA', 1_000)] }).result).toBe('failed');
    expect(judge('suitability', { ...short, trades: [trade('sell', 'AAA', 1_000)] }).result).toBe('warning');
    expect(judge('suitability', { ...short, trades: [trade('sell', 'AAA', 4_000)] }).result).toBe('passed');
  });

  test('execution only asks for experience alone', () => {
    const given = { portfolio: { mandate: 'execution_only' }, client: { riskScore: null, lossCapacityFraction: null, experience: 'none' } };
    expect(judge('suitability', given).result).toBe('passed');
    expect(judge('suitability', { ...given, trades: [trade('buy', 'COIN', 100)], securities: [coin] }).result).toBe('failed');
  });

  test('an unknown class of asset counts as lost, never as safe', () => {
    const odd = security('ODD', { exposureClass: 'wine' });
    expect(judge('suitability', { client: { lossCapacityFraction: 0.2 }, state: { positions: [position(CASH, 50), position(odd, 50)] } })).toMatchObject({ result: 'failed', evidence: { badYearLossFraction: 0.5 } });
  });
});

describe('rules of the client', () => {
  const rule = (kind: string, more: { readonly value?: string; readonly limitValue?: number; readonly securityId?: string }) => ({ state: { preferences: [{ kind, securityId: more.securityId ?? null, value: more.value ?? null, limitValue: more.limitValue ?? null }] } });
  const fund = security('FND', { assetClass: 'fund', sector: null, composition: { sectors: { Energy: 0.1, Financials: 0.9 } } });
  test.each([
    ['excluded sector bought, whatever its spelling', { ...rule('exclude_sector', { value: 'sector of aaa' }), trades: [trade('buy', 'AAA', 100)] }, 'failed'],
    ['excluded sector held', rule('exclude_sector', { value: 'Sector of AAA' }), 'warning'],
    ['excluded sector elsewhere', rule('exclude_sector', { value: 'Energy' }), 'passed'],
    ['a fund with 10 % in the excluded sector bought', { ...rule('exclude_sector', { value: 'Energy' }), trades: [trade('buy', 'FND', 100)], securities: [fund] }, 'warning'],
    ['a share of unknown sector bought', { ...rule('exclude_sector', { value: 'Energy' }), trades: [trade('buy', 'WHO', 100)], securities: [security('WHO', { sector: null })] }, 'cannot_tell'],
    ['a share of unknown sector bought where no sector is excluded', { ...rule('exclude_industry', { value: 'Tobacco' }), trades: [trade('buy', 'WHO', 100)], securities: [security('WHO', { sector: null })] }, 'passed'],
    ['a share of unknown industry bought', { ...rule('exclude_industry', { value: 'Tobacco' }), trades: [trade('buy', 'WHO', 100)], securities: [security('WHO', { industry: null })] }, 'cannot_tell'],
    ['a Treasury, which has no sector, bought', { ...rule('exclude_sector', { value: 'Energy' }), trades: [trade('buy', 'UST', 100)] }, 'passed'],
    ['excluded security bought', { ...rule('exclude_security', { securityId: 'AAA' }), trades: [trade('buy', 'AAA', 100)] }, 'failed'],
    ['excluded security sold', { ...rule('exclude_security', { securityId: 'AAA' }), trades: [trade('sell', 'AAA', 9_000)] }, 'warning'],
    ['a security to keep sold', { ...rule('keep_security', { securityId: 'AAA' }), trades: [trade('sell', 'AAA', 100)] }, 'failed'],
    ['an ESG score of 60 where 60 is asked for', rule('min_esg_score', { limitValue: 60 }), 'passed'],
    ['an ESG score of 60 where 61 is asked for', rule('min_esg_score', { limitValue: 61 }), 'warning'],
    ['a purchase below the ESG score', { ...rule('min_esg_score', { limitValue: 50 }), trades: [trade('buy', 'DIRT', 100)], securities: [security('DIRT', { esgScore: 49 })] }, 'failed'],
    ['a purchase without an ESG score', { ...rule('min_esg_score', { limitValue: 50 }), trades: [trade('buy', 'DIRT', 100)], securities: [security('DIRT', { esgScore: null })] }, 'cannot_tell'],
    ['9 % where 9 % is the most', rule('max_position_fraction', { limitValue: 0.09 }), 'passed'],
    ['9 % where 8.9 % is the most', rule('max_position_fraction', { limitValue: 0.089 }), 'warning'],
    ['a purchase beyond the most', { ...rule('max_position_fraction', { limitValue: 0.09 }), trades: [trade('buy', 'AAA', 100)] }, 'failed'],
    ['a turnover of 5 % where 5 % is the most', { ...rule('max_turnover_fraction', { limitValue: 0.05 }), trades: [trade('sell', 'AAA', 5_000), trade('buy', 'BBB', 5_000)] }, 'passed'],
    ['a turnover of 5 % where 4.9 % is the most', { ...rule('max_turnover_fraction', { limitValue: 0.049 }), trades: [trade('sell', 'AAA', 5_000), trade('buy', 'BBB', 5_000)] }, 'failed'],
    ['a limit on a portfolio without a value', { state: { ...rule('max_position_fraction', { limitValue: 0.1 }).state, positions: [position(security('AAA'), null)] } }, 'cannot_tell'],
    ['a preference for something', rule('prefer_sector', { value: 'Utilities' }), 'passed'],
  ] as const)('%s', (_name, given, result) => {
    expect(judge('client_preferences', given).result).toBe(result);
  });

  test('cash and treasuries are nobody\'s excluded asset class by accident', () => {
    expect(judge('client_preferences', { ...rule('exclude_asset_class', { value: 'cash' }), trades: [trade('buy', 'UST', 100)], securities: [TREASURY] }).result).toBe('passed');
  });
});
