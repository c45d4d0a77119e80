import type { TableDescription } from '../table.ts';
import { billingInvoices } from './billing-invoice.entity.ts';
import { clientAccounts } from './client-account.entity.ts';
import { dividendPayouts } from './dividend-payout.entity.ts';
import { subscriptions } from './subscription.entity.ts';
import { taxRecords } from './tax-record.entity.ts';

export * from './billing-invoice.entity.ts';
export * from './client-account.entity.ts';
export * from './dividend-payout.entity.ts';
export * from './subscription.entity.ts';
export * from './tax-record.entity.ts';

export const incomeTables: readonly TableDescription[] = [
  dividendPayouts,
  taxRecords,
  clientAccounts,
  billingInvoices,
  subscriptions,
];
