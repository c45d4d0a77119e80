import type { InvoiceRow } from '../../src/data/portfolios/load-billing.ts';
import type { AnswerTable } from '../../src/shared/answer.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { column, moneyCell } from './figures.ts';

const SHOWN = 40;

export function invoicesTable(invoices: readonly InvoiceRow[]): AnswerTable {
  return {
    key: 'invoices', title: 'Invoices', total: invoices.length, method: 'amounts with tax, in the currency of the invoice; newest first',
    columns: [
      column('number', 'Number', 'id'), column('description', 'For', 'text', { untrusted: true }), column('periodStart', 'From', 'date'), column('periodEnd', 'To', 'date'), column('amount', 'Amount', 'money'),
      column('currency', 'Currency', 'text'), column('status', 'Status', 'text'), column('issuedOn', 'Issued', 'date'), column('dueOn', 'Due', 'date'), column('paidOn', 'Paid', 'date'),
    ],
    rows: invoices.slice(0, SHOWN).map((row) => [
      row.number, row.description, row.periodStart, row.periodEnd, moneyCell(decimal(row.amount), row.currency), row.currency, row.status, row.issuedOn, row.dueOn, row.paidOn,
    ]),
  };
}
