import { isoDate } from '../../shared/calendar.ts';
import type { AnyRule, RuleSet } from './rule-set.ts';

const SINCE = { version: '2', about: 'portfolio', effectiveFrom: isoDate('2020-01-01'), effectiveTo: null } as const;

/** Who the client is and whether the firm may act at all. */
const CLIENT_RULES: readonly AnyRule[] = [
  {
    ...SINCE, about: 'client', id: 'kyc', title: 'Identity verified', severity: 'high', override: 'none',
    legalBasis: ['31 CFR 1023.220 (customer identification program)', '31 CFR 1010.230 (beneficial owners of legal entities)', 'FINRA Rules 2090 and 4512', 'Directive (EU) 2015/849 art. 13 and 14(5)', 'FATF Recommendation 10'],
    parameters: { warnBeforeExpiryDays: 90 },
  },
  {
    ...SINCE, about: 'client', id: 'aml', title: 'Money laundering and sanctions', severity: 'critical', override: 'two_persons', consentBy: 'officer', isConfidential: true,
    legalBasis: [
      '31 CFR 1023.210 (anti-money-laundering program)', '31 CFR 1023.320(e) (confidentiality of reports)', '31 CFR part 501 (OFAC)', 'FINRA Rule 3310', 'Directive (EU) 2015/849 art. 18 (high risk), 20 (politically exposed persons) and 39 (no tipping off)',
      'FATF Recommendations 12 and 21',
    ],
    parameters: {
      screeningWarnAfterDays: 100, screeningFailAfterDays: 190, flagKinds: ['aml', 'sanction', 'sanctions', 'fraud', 'suspicious_activity'], sanctionKinds: ['sanction', 'sanctions'], blockingSeverities: ['high', 'critical'],
    },
  },
  {
    ...SINCE, id: 'jurisdiction', version: '3', title: 'Jurisdiction', severity: 'high', override: 'two_persons',
    legalBasis: ['15 U.S.C. 80b-3 (registration of advisers)', 'Directive 2014/65/EU art. 34 (services across borders) and 39 (firms of third countries)', '31 CFR chapter V (sanctions programs)', '26 U.S.C. 408(m) and IRS Notice 2023-27 (collectibles in retirement accounts)'],
    parameters: {
      servedCountries: ['AT', 'BE', 'CA', 'CH', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB', 'IE', 'IT', 'JP', 'LU', 'NL', 'NO', 'PT', 'SE', 'US'], sanctionedCountries: ['BY', 'CU', 'IR', 'KP', 'RU'],
      forbidden: [{ taxResidence: 'US', portfolioKind: 'retirement', exposureClass: 'nft', because: 'a collectible in a retirement account counts as paid out (26 U.S.C. 408(m))' }],
    },
  },
  {
    ...SINCE, id: 'suitability', title: 'Suitability', severity: 'high', override: 'two_persons',
    legalBasis: ['17 CFR 240.15l-1(a)(2)(ii)(A) and (B) (care obligation)', 'FINRA Rule 2111 (where Regulation Best Interest does not apply: 2111.08)', 'Directive 2014/65/EU art. 25(2) and (3)', 'Delegated Regulation (EU) 2017/565 art. 54 and 55 (suitability) and 56 (appropriateness)'],
    parameters: {
      badYearLossFraction: { cash: 0, bond: 0.04, equity: 0.25, real_estate: 0.22, commodity: 0.22, multi_asset: 0.15, crypto: 0.6, nft: 0.9 }, lossCapacityTolerance: 2,
      horizon: [{ belowYears: 1, maxRiskyFraction: 0.1 }, { belowYears: 3, maxRiskyFraction: 0.3 }, { belowYears: 5, maxRiskyFraction: 0.5 }],
      maxRiskyFractionByObjective: { preservation: 0.5, income: 0.75, balanced: 0.85, growth: 1, speculation: 1 },
      complexClasses: ['crypto', 'nft'], complexFromRiskScore: 75, experienced: ['good', 'extensive'],
    },
  },
  {
    ...SINCE, id: 'client_preferences', version: '3', title: 'Rules of the client', severity: 'medium', override: 'none',
    legalBasis: ['17 CFR 240.15l-1(b)(2) (investment profile)', 'Delegated Regulation (EU) 2017/565 art. 2(7) and 54(2)(a) (sustainability preferences, by Delegated Regulation (EU) 2021/1253)'],
    parameters: { fundExcludedFromFraction: 0.1 },
  },
];

/** What is held and traded. */
const PORTFOLIO_RULES: readonly AnyRule[] = [
  {
    ...SINCE, id: 'restricted_list', title: 'Restricted list', severity: 'high', override: 'none', consentBy: 'officer',
    legalBasis: ['15 U.S.C. 78o(g) and 80b-4a (misuse of nonpublic information)', 'Regulation (EU) 596/2014 art. 8, 10 and 14'], parameters: { sellOverride: 'two_persons' },
  },
  { ...SINCE, id: 'tradable', title: 'Tradable', severity: 'high', override: 'none', legalBasis: ['17 CFR 242.203(b) (short sales)', 'Directive 2014/65/EU art. 27 and 28'], parameters: { warnVolumeDays: 1 } },
  {
    ...SINCE, id: 'mandate_limits', title: 'Limits of the mandate', severity: 'medium', override: 'two_persons',
    legalBasis: ['15 U.S.C. 80b-6 and Release IA-5248 (fiduciary duty of advisers)', 'Delegated Regulation (EU) 2017/565 art. 58 (agreement with the client)'], parameters: { passiveToleranceFraction: 0.02, tradableStatuses: ['active'] },
  },
  {
    ...SINCE, id: 'concentration', title: 'Concentration', severity: 'high', override: 'two_persons',
    legalBasis: ['17 CFR 240.15l-1(a)(2)(ii)(B) (in the interest of this client)', 'Delegated Regulation (EU) 2017/565 art. 54(2) and (10)', 'Directive 2009/65/EC art. 52(1) and (2) (5/10/40, as a yardstick)', '15 U.S.C. 80a-5(b)(1) (as a yardstick)'],
    parameters: {
      security: { softFraction: 0.15, hardFraction: 0.25 }, issuer: { softFraction: 0.15, hardFraction: 0.25 }, sovereign: { softFraction: 0.65, hardFraction: 0.9 }, pooled: { softFraction: 0.35, hardFraction: 0.65 },
      sector: { softFraction: 0.4, hardFraction: 0.6 }, country: { softFraction: 0.5, hardFraction: 0.75 }, currency: { softFraction: 0.5, hardFraction: 0.75 }, largeIssuers: { fromFraction: 0.1, togetherFraction: 0.4 },
    },
  },
  { ...SINCE, id: 'cash_floor', title: 'Minimum cash', severity: 'medium', override: 'release', legalBasis: ['12 CFR 220.8 (Regulation T, cash account)', 'Delegated Regulation (EU) 2017/565 art. 58 (agreement with the client)'], parameters: { defaultFloorFraction: 0 } },
  {
    ...SINCE, id: 'wash_sale', title: 'Wash sale', severity: 'medium', override: 'release',
    legalBasis: ['26 U.S.C. 1091(a)', '26 CFR 1.1091-1', 'Revenue Ruling 2008-5 (purchase in a retirement account)', 'Income Tax Act (Canada) s. 40(2)(g)(i) and 54 "superficial loss"', 'Taxation of Chargeable Gains Act 1992 (UK) s. 106A(5)'],
    parameters: { windows: { US: { beforeDays: 30, afterDays: 30 }, CA: { beforeDays: 30, afterDays: 30 }, GB: { beforeDays: 0, afterDays: 30 } }, shelteredKinds: ['retirement', 'education'] },
  },
  {
    ...SINCE, id: 'turnover_cost', title: 'Turnover and cost', severity: 'high', override: 'two_persons',
    legalBasis: ['17 CFR 240.15l-1(a)(2)(ii)(C) (series of recommendations)', 'FINRA Rule 2111.05(c) (quantitative suitability, where Regulation Best Interest does not apply)', 'Delegated Regulation (EU) 2017/565 art. 54(11) (cost and benefit of switching)'],
    parameters: { warnTurnoverFraction: 0.3, failTurnoverFraction: 0.75, warnYearlyTurnover: 4, failYearlyTurnover: 6, warnCostFraction: 0.005, failCostFraction: 0.02, windowDays: 61 },
  },
];

/** What the judgement itself rests on. */
const RECORD_RULES: readonly AnyRule[] = [
  {
    ...SINCE, id: 'stale_data', version: '3', title: 'Recent data', severity: 'medium', override: 'two_persons',
    legalBasis: ['17 CFR 240.17a-3(a)(17)(i)(B)(1) (account record at least every 36 months)', 'FINRA Rule 4512', 'Delegated Regulation (EU) 2017/565 art. 54(7) and 55(3)'],
    parameters: { priceWarnAfterDays: 7, priceFailAfterDays: 30, rateWarnAfterDays: 7, profileWarnAfterDays: 365, profileFailAfterDays: 1095 },
  },
  {
    ...SINCE, id: 'conflicts', title: 'Conflicts of interest', severity: 'high', override: 'two_persons', consentBy: 'officer',
    legalBasis: ['17 CFR 240.15l-1(a)(2)(iii) (conflict of interest obligation)', '15 U.S.C. 80b-6', 'Directive 2014/65/EU art. 23', 'Delegated Regulation (EU) 2017/565 art. 33 and 34'],
    parameters: { affiliates: [{ issuerStartsWith: 'Harbour ', relation: 'the funds are managed by a company of the same group' }], withoutIssuer: ['cash', 'crypto', 'nft', 'commodity'] },
  },
  {
    ...SINCE, id: 'best_interest', title: 'Record of best interest', severity: 'high', override: 'none',
    legalBasis: ['17 CFR 240.15l-1(a)(2)(i) and (ii) (disclosure and care)', '17 CFR 240.17a-3(a)(35) (records of recommendations)', 'Directive 2014/65/EU art. 25(6)', 'Delegated Regulation (EU) 2017/565 art. 54(12) (suitability report)'],
    parameters: { minReasons: 1, minAlternatives: 1, minConfidence: 0.5 },
  },
];

/**
 * In force. A change of a rule or a parameter is a new set under a new version; this one stays for what it judged. New since
 * 2026.3: a purchase whose country or sector is not on record cannot be told to be free of sanctions or of what the client excludes, and a
 * rate without a day not to be recent; exact citations; whose
 * consent an override for two persons needs.
 */
export const CURRENT_RULE_SET: RuleSet = { version: '2026.4', rules: [...CLIENT_RULES, ...PORTFOLIO_RULES, ...RECORD_RULES] };
