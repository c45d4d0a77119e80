import { defineEntity, p } from '@mikro-orm/core';
import { controlled, count, country, currency, day, flag, float, id, json, longText, oneOf, quantity, text, version } from '../columns.ts';
import { GlobalMarket } from '../markets/global-market.entity.ts';
import { describeTable, REFERENCE } from '../table.ts';

export const ASSET_CLASSES = ['equity', 'bond', 'etf', 'fund', 'cash', 'commodity', 'real_estate', 'crypto', 'nft'] as const;
/** What a holding is exposed to: an ETF or fund counts as what it holds. */
export const EXPOSURE_CLASSES = ['equity', 'bond', 'cash', 'commodity', 'real_estate', 'crypto', 'nft', 'multi_asset'] as const;
export const SECURITY_STATUSES = ['active', 'suspended', 'delisted', 'matured'] as const;

export type AssetClass = (typeof ASSET_CLASSES)[number];
export type ExposureClass = (typeof EXPOSURE_CLASSES)[number];

/** Look-through weights of a fund as fractions by bucket; each dimension sums to at most 1, the rest is not known. */
export interface FundComposition {
  readonly asOf: string;
  readonly sectors?: Readonly<Record<string, number>>;
  readonly countries?: Readonly<Record<string, number>>;
  readonly assetClasses?: Readonly<Record<string, number>>;
  readonly currencies?: Readonly<Record<string, number>>;
}

const SecuritySchema = defineEntity({
  name: 'Security',
  tableName: 'Securities',
  comment: 'An instrument that a portfolio can hold, an index, or one currency as cash with its ISO code as ticker.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    ticker: text(32).unique().comment('Symbol that people use; the ISO 4217 code for cash'),
    name: text(160).comment('Full name'),
    isin: text(12).nullable().comment('ISIN; empty for cash, crypto and indices'),
    figi: text(12).nullable().comment('Financial Instrument Global Identifier'),
    assetClass: controlled(ASSET_CLASSES).comment('What the instrument is'),
    exposureClass: controlled(EXPOSURE_CLASSES).comment('What it is exposed to; allocation targets and drift use this'),
    isIndex: flag().comment('True for an index that only supplies benchmark levels and cannot be held'),
    sector: text(60).nullable().comment('Sector name; empty where none applies'),
    industry: text(80).nullable().comment('Industry name within the sector'),
    country: country().nullable().comment('Country of risk, ISO 3166-1 alpha-2; empty for global funds'),
    region: text(40).nullable().comment('Region name'),
    exchange: () => p.manyToOne(GlobalMarket).index(false).nullable().deleteRule('set null').comment('Main place of trading'),
    currency: currency().comment('Currency of its prices, ISO 4217'),
    issuer: text(160).nullable().comment('Issuer; several securities may share one'),
    couponFraction: float().nullable().comment('Yearly coupon rate of a bond, fraction of the nominal'),
    couponsPerYear: count().nullable().comment('Coupon payments a year'),
    maturesOn: day().nullable().comment('Maturity of a bond'),
    durationYears: float().nullable().comment('Modified duration, years'),
    expenseRatioFraction: float().nullable().comment('Yearly cost of a fund or ETF, fraction of its value'),
    unitSize: quantity().comment('Smallest tradable unit, e.g. 1 share or 0.00000001 coin'),
    quantityDecimals: count().comment('Decimal places of a quantity'),
    averageDailyVolume: float().nullable().comment('Mean units traded a day over the last quarter'),
    isRestricted: flag().comment('True while on the restricted list of the firm, given the dates'),
    restrictedReason: text(400).nullable().comment('Why it is restricted'),
    restrictedFrom: day().nullable().comment('First day of the restriction'),
    restrictedTo: day().nullable().comment('Last day of the restriction; empty = open-ended'),
    minRiskScore: float().nullable().comment('Least client risk score that suits the product, 0 to 100; empty = suits all'),
    composition: json<FundComposition>().nullable().comment('Look-through weights of a fund, fractions by bucket'),
    description: longText().nullable().comment('What it is, in a few sentences'),
    status: controlled(SECURITY_STATUSES).comment('Active, suspended, delisted or matured'),
    listedOn: day().nullable().comment('First day of trading'),
    delistedOn: day().nullable().comment('Last day of trading'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'securities_name', properties: ['name'] },
    { name: 'securities_sector', properties: ['sector'] },
    { name: 'securities_asset_class', properties: ['assetClass'] },
    { name: 'securities_exchange', properties: ['exchange'] },
    { name: 'securities_issuer', properties: ['issuer'] },
  ],
  uniques: [{ name: 'securities_isin_unique', properties: ['isin'] }],
  checks: [
    oneOf('Securities', 'asset_class', ASSET_CLASSES),
    oneOf('Securities', 'exposure_class', EXPOSURE_CLASSES),
    oneOf('Securities', 'status', SECURITY_STATUSES),
  ],
});

export class Security extends SecuritySchema.class {}
SecuritySchema.setClass(Security);

export const securities = describeTable(Security, SecuritySchema, {
  access: REFERENCE,
  // May be inside information.
  staffOnly: ['restrictedReason'],
});
