import type { ScopedDb } from '../../access/scoped-db.ts';
import { BillingInvoice } from '../../entities/income/billing-invoice.entity.ts';
import { Subscription } from '../../entities/income/subscription.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';

export interface InvoiceRow {
  readonly number: string;
  readonly description: string;
  readonly periodStart: IsoDate;
  readonly periodEnd: IsoDate;
  /** Exact decimal in `currency`, tax included. */
  readonly amount: string;
  readonly currency: string;
  readonly status: string;
  readonly issuedOn: IsoDate | null;
  readonly dueOn: IsoDate;
  readonly paidOn: IsoDate | null;
}

/** Invoices of a client, newest first by the period billed; of one portfolio when given. */
export async function loadInvoices(db: ScopedDb, clientId: string, portfolioId?: string): Promise<InvoiceRow[]> {
  const rows = await db.find(BillingInvoice, { client: clientId, ...(portfolioId ? { portfolio: portfolioId } : {}) }, { orderBy: [{ periodEnd: 'desc' }, { number: 'desc' }] });
  return rows.map(({ number, description, periodStart, periodEnd, amount, currency, status, issuedOn, dueOn, paidOn }) => ({
    number, description, periodStart, periodEnd, amount, currency, status, issuedOn: issuedOn ?? null, dueOn, paidOn: paidOn ?? null,
  }));
}

export interface PlanRow {
  readonly plan: string;
  readonly price: string;
  readonly feeBps: number | null;
  readonly currency: string;
  readonly billingInterval: string;
  readonly startsOn: IsoDate;
  readonly renewsOn: IsoDate | null;
  readonly autoRenews: boolean;
  readonly status: string;
}

/** The plan that a client has now, or had last; undefined without any. */
export async function loadPlan(db: ScopedDb, clientId: string): Promise<PlanRow | undefined> {
  const rows = await db.find(Subscription, { client: clientId }, { orderBy: { startsOn: 'desc' } });
  const row = rows.find(({ status }) => status === 'active' || status === 'trial') ?? rows[0];
  return row && {
    plan: row.plan, price: row.price, feeBps: row.feeBps ?? null, currency: row.currency, billingInterval: row.billingInterval, startsOn: row.startsOn, renewsOn: row.renewsOn ?? null,
    autoRenews: row.autoRenews, status: row.status,
  };
}
