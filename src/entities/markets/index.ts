import type { TableDescription } from '../table.ts';
import { currencyExchangeRates } from './currency-exchange-rate.entity.ts';
import { globalMarkets } from './global-market.entity.ts';
import { thirdPartyVendors } from './third-party-vendor.entity.ts';

export * from './currency-exchange-rate.entity.ts';
export * from './global-market.entity.ts';
export * from './third-party-vendor.entity.ts';

export const marketsTables: readonly TableDescription[] = [globalMarkets, currencyExchangeRates, thirdPartyVendors];
