import { defineEntity } from '@mikro-orm/core';
import { currency, day, fxRate, instant, json, text } from '../columns.ts';
import { describeTable, REFERENCE } from '../table.ts';

/** A rate as it stood before a correction replaced it. */
export interface SupersededRate {
  readonly rate: string;
  readonly source: string;
  /** ISO instant at which this rate was recorded. */
  readonly recordedAt: string;
}

const CurrencyExchangeRateSchema = defineEntity({
  name: 'CurrencyExchangeRate',
  tableName: 'CurrencyExchangeRates',
  comment: 'One exchange rate per currency pair and day.',
  properties: {
    baseCurrency: currency().primary().comment('Currency of which one unit is priced, ISO 4217'),
    quoteCurrency: currency().primary().comment('Currency in which it is priced, ISO 4217'),
    rateDate: day().primary().comment('Day for which the rate stands'),
    rate: fxRate().comment('Units of quote currency for one unit of base currency'),
    source: text(60).comment('Who published the rate'),
    recordedAt: instant().comment('When this rate came to be known here (UTC)'),
    corrections: json<readonly SupersededRate[]>()
      .nullable()
      .comment('Earlier rates that this one replaced, oldest first, so that what a decision saw stays known'),
  },
  indexes: [
    { name: 'currency_exchange_rates_date', properties: ['rateDate'] },
    { name: 'currency_exchange_rates_recorded', properties: ['recordedAt'] },
  ],
});

export class CurrencyExchangeRate extends CurrencyExchangeRateSchema.class {}
CurrencyExchangeRateSchema.setClass(CurrencyExchangeRate);

export const currencyExchangeRates = describeTable(CurrencyExchangeRate, CurrencyExchangeRateSchema, { access: REFERENCE });
