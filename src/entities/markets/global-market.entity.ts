import { defineEntity } from '@mikro-orm/core';
import { controlled, country, currency, float, id, instant, json, oneOf, text } from '../columns.ts';
import { describeTable, REFERENCE } from '../table.ts';

export const MARKET_STATUSES = ['active', 'halted', 'retired'] as const;

const GlobalMarketSchema = defineEntity({
  name: 'GlobalMarket',
  tableName: 'GlobalMarkets',
  comment: 'An exchange or trading venue with its hours, holidays and leading index.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    code: text(16).unique().comment('Short code of the venue, such as NYSE'),
    name: text(120).comment('Full name of the venue'),
    region: text(40).comment('Region of the world: North America, Europe, Asia Pacific and so on'),
    country: country().nullable().comment('Country of the venue, ISO 3166-1 alpha-2; empty for venues without one'),
    currency: currency().comment('Currency in which the venue mostly quotes, ISO 4217'),
    timezone: text(64).comment('IANA time zone in which the hours are given'),
    opensAt: text(5).comment('Start of the regular session, local HH:MM'),
    closesAt: text(5).comment('End of the regular session, local HH:MM; equal to the start for venues that never close'),
    tradingDays: text(20).comment('ISO weekday numbers with a session, comma separated, 1 is Monday'),
    holidays: json<readonly string[]>().comment('Days without a session, ISO dates in the time zone of the venue'),
    indexName: text(80).nullable().comment('Leading index of the venue'),
    indexLevel: float().nullable().comment('Last known level of the index, points'),
    indexChangeFraction: float().nullable().comment('Change of the index against the previous close, fraction'),
    levelAsOf: instant().nullable().comment('When the level was observed (UTC)'),
    status: controlled(MARKET_STATUSES).comment('active, halted or retired; open or closed follows from hours and holidays'),
  },
  checks: [oneOf('GlobalMarkets', 'status', MARKET_STATUSES)],
  indexes: [{ name: 'global_markets_region', properties: ['region'] }],
});

export class GlobalMarket extends GlobalMarketSchema.class {}
GlobalMarketSchema.setClass(GlobalMarket);

export const globalMarkets = describeTable(GlobalMarket, GlobalMarketSchema, { access: REFERENCE });
