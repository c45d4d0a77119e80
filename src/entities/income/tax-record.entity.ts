import { defineEntity, p } from '@mikro-orm/core';
import { controlled, count, country, currency, instant, money, oneOf, text } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

export const TAX_RECORD_STATUSES = ['provisional', 'final'] as const;

const TaxRecordSchema = defineEntity({
  name: 'TaxRecord',
  tableName: 'TaxRecords',
  comment: 'Tax figures of a portfolio for a year. Those of a client are the sum over the portfolios.',
  properties: {
    portfolio: () => p.manyToOne(Portfolio).index(false).primary().deleteRule('cascade').comment('Whose figures'),
    taxYear: count().primary().comment('Calendar year'),
    jurisdiction: country().comment('Tax residence whose rules were used, ISO 3166-1 alpha-2'),
    currency: currency().comment('Currency of all amounts, ISO 4217'),
    shortTermGain: money().comment('Net short-term realised gain, after disallowed losses are added back'),
    longTermGain: money().comment('Net long-term realised gain'),
    washSaleDisallowed: money().comment('Losses disallowed by the wash-sale rule, positive'),
    dividends: money().comment('Dividends before withholding'),
    qualifiedDividends: money().comment('Part of the dividends taxed at the lower rate'),
    interest: money().comment('Interest and coupons before withholding'),
    withheld: money().comment('Taxes withheld'),
    fees: money().comment('Fees paid in the portfolio'),
    status: controlled(TAX_RECORD_STATUSES).comment('Provisional while the year runs, then final'),
    method: text(200).comment('Lot method, holding period, wash-sale window, source of rates'),
    computedAt: instant().comment('When it was computed, UTC'),
  },
  indexes: [{ name: 'tax_records_year', properties: ['taxYear'] }],
  checks: [oneOf('TaxRecords', 'status', TAX_RECORD_STATUSES)],
});

export class TaxRecord extends TaxRecordSchema.class {}
TaxRecordSchema.setClass(TaxRecord);

export const taxRecords = describeTable(TaxRecord, TaxRecordSchema, { access: clientOwned('portfolio.client') });
