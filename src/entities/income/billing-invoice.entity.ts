import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { controlled, currency, day, float, id, instant, money, oneOf, text, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Subscription } from './subscription.entity.ts';

export const INVOICE_STATUSES = ['scheduled', 'issued', 'paid', 'overdue', 'void'] as const;

const BillingInvoiceSchema = defineEntity({
  name: 'BillingInvoice',
  tableName: 'BillingInvoices',
  comment: 'What a client is billed for a period.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    number: text(40).unique().comment('Invoice number that people use'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Who is billed'),
    subscription: () => p.manyToOne(Subscription).index(false).nullable().deleteRule('set null').comment('Plan it is billed under'),
    portfolio: () => p.manyToOne(Portfolio).index(false).nullable().deleteRule('set null').comment('Portfolio whose assets are billed; empty = the whole relationship'),
    description: text(200).comment('What it is for'),
    periodStart: day().comment('First day billed'),
    periodEnd: day().comment('Last day billed'),
    assetsBilled: money().nullable().comment('Average assets in the period in currency; empty for a fixed price'),
    feeBps: float().nullable().comment('Yearly fee on assets, basis points; empty for a fixed price'),
    amount: money().comment('Amount due in currency, tax included'),
    taxAmount: money().comment('Sales tax within the amount'),
    currency: currency().comment('Currency of the invoice, ISO 4217'),
    issuedOn: day().nullable().comment('Day of issue; empty while scheduled'),
    dueOn: day().comment('Last day to pay'),
    paidOn: day().nullable().comment('Day of payment; empty while unpaid'),
    status: controlled(INVOICE_STATUSES).comment('Scheduled, issued, paid, overdue or void'),
    createdAt: instant().comment('When the row was made, UTC'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'billing_invoices_client', properties: ['client', 'issuedOn'] },
    { name: 'billing_invoices_status', properties: ['status', 'dueOn'] },
    { name: 'billing_invoices_subscription', properties: ['subscription'] },
    { name: 'billing_invoices_portfolio', properties: ['portfolio'] },
  ],
  checks: [oneOf('BillingInvoices', 'status', INVOICE_STATUSES)],
});

export class BillingInvoice extends BillingInvoiceSchema.class {}
BillingInvoiceSchema.setClass(BillingInvoice);

export const billingInvoices = describeTable(BillingInvoice, BillingInvoiceSchema, { access: clientOwned('client') });
