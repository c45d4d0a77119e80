import { z } from 'zod';
import { loadInvoices, loadPlan, type InvoiceRow } from '../../src/data/portfolios/load-billing.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer, type LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { decimal, sumDecimals } from '../../src/shared/decimal.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { client } from '../shared-inputs.ts';
import { fact, moneyFigure, plainFigure } from './figures.ts';
import { invoicesTable } from './invoices-table.ts';

export const getBilling = defineTool({
  name: 'get_billing', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Service plan, renewal, latest and next invoice, what is due.',
  input: z.strictObject({ client }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input);
    const clientId = scope.clientId ?? '';
    const today = clock.today();
    const plan = await loadPlan(db, clientId);
    const invoices = await loadInvoices(db, clientId);
    const next = invoices.filter(({ status }) => status === 'scheduled').toSorted((left, right) => (left.dueOn < right.dueOn ? -1 : 1))[0];
    return answer({
      title: `Billing of ${scope.label}`, asOf: today,
      figures: [
        ...invoiceFigures(invoices, plan?.currency ?? scope.currency, today),
        ...(plan ? [moneyFigure('planPrice', `Price a ${plan.billingInterval.replace(/ly$/, '')}`, decimal(plan.price), { asOf: today, currency: plan.currency, method: 'fixed price of the plan' })] : []),
        ...(plan?.feeBps ? [plainFigure('feeBps', 'Yearly fee on assets', plan.feeBps, 'bps', { asOf: today, method: 'as agreed in the plan' })] : []),
      ],
      facts: [
        fact('plan', 'Plan', plan?.plan ?? null, 'name'), fact('planStatus', 'Status of the plan', plan?.status ?? null), fact('renewalDate', 'Renews on', plan?.renewsOn ?? null, 'date'),
        fact('autoRenews', 'Renews by itself', plan?.autoRenews ?? null, 'boolean'), fact('nextInvoiceDate', 'Next invoice due', next?.dueOn ?? null, 'date'),
      ],
      tables: [invoicesTable(invoices)],
    });
  },
});

function invoiceFigures(invoices: readonly InvoiceRow[], currency: string, today: IsoDate): LabelledFigure[] {
  const basis = { asOf: today, currency };
  const scheduled = invoices.filter(({ status }) => status === 'scheduled').toSorted((left, right) => (left.dueOn < right.dueOn ? -1 : 1));
  const sameDay = scheduled.filter(({ dueOn }) => dueOn === scheduled[0]?.dueOn);
  const issued = invoices.filter(({ status, issuedOn }) => issuedOn && status !== 'void');
  const latestDay = issued.map(({ issuedOn }) => issuedOn!).toSorted().at(-1);
  const latest = issued.filter(({ issuedOn }) => issuedOn === latestDay);
  const due = invoices.filter(({ status }) => status === 'issued' || status === 'overdue');
  const total = (rows: readonly InvoiceRow[]) => sumDecimals(rows.filter((row) => row.currency === currency).map(({ amount }) => decimal(amount)));
  return [
    moneyFigure('nextInvoiceAmount', 'Next invoice', sameDay.length > 0 ? total(sameDay) : undefinedBecause('no invoice is scheduled'), { ...basis, method: 'invoices scheduled for the next day of billing, tax included' }),
    moneyFigure('latestInvoiceAmount', 'Latest invoice', latest.length > 0 ? total(latest) : undefinedBecause('no invoice was issued'), { ...basis, method: `invoices issued on ${latestDay ?? 'no day'}, tax included` }),
    moneyFigure('balanceDue', 'Due now', total(due), { ...basis, method: 'issued and not paid, overdue ones included' }),
    moneyFigure('overdueAmount', 'Overdue', total(due.filter(({ status, dueOn }) => status === 'overdue' || dueOn < today)), { ...basis, method: 'past the last day to pay' }),
  ];
}
