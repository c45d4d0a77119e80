import { addDays, addMonths, addYears, endOfMonth, isoDate, startOfQuarter } from '../../shared/calendar.ts';
import { decimal, roundMoney } from '../../shared/decimal.ts';
import { BillingInvoice } from '../../entities/income/billing-invoice.entity.ts';
import { ClientAccount } from '../../entities/income/client-account.entity.ts';
import { DividendPayout } from '../../entities/income/dividend-payout.entity.ts';
import { Subscription } from '../../entities/income/subscription.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { historiesOf, lastDayOf, type Firm } from '../firm.ts';
import type { ClientPerson } from '../people/seed-people.ts';
import type { PortfolioHistory } from '../portfolios/simulate-portfolio.ts';
import { addTradingDays } from '../trading-days.ts';

const PLANS = { affluent: 'Advisory', wealthy: 'Advisory Plus', large: 'Family Office' } as const;

/** Plans, the quarterly invoices that the fee transactions pay, the next one, and accounts outside the portfolios. */
export function addBilling(context: DemoContext, firm: Firm): void {
  let number = 1_000;
  for (const client of firm.people.clients) {
    const subscription = addSubscription(context, client, historiesOf(firm, client)[0]!);
    for (const history of historiesOf(firm, client)) {
      for (const bill of history.bills) addInvoice(context, firm, subscription, bill, (number += 1));
      addNextInvoice(context, firm, subscription, history, (number += 1));
    }
    addAccounts(context, firm, client);
  }
}

function addSubscription({ writer, newId, today, random }: DemoContext, client: ClientPerson, { plan }: PortfolioHistory): string {
  const id = newId();
  const wealth = client.cast.wealthUsd;
  const draw = random(`subscription ${client.cast.key}`);
  writer.add(Subscription, {
    id, client: client.clientId, plan: wealth > 2_000_000 ? PLANS.large : wealth > 700_000 ? PLANS.wealthy : PLANS.affluent, price: '0', feeBps: plan.feeBps, currency: plan.baseCurrency,
    billingInterval: 'quarterly', startsOn: client.onboardedOn, renewsOn: addDays(today, draw.integer(20, 340)), endsOn: null, autoRenews: true, status: 'active', createdAt: at(client.onboardedOn),
  });
  return id;
}

function addInvoice({ writer, newId, today }: DemoContext, firm: Firm, subscription: string, bill: PortfolioHistory['bills'][number], number: number): void {
  const issuedOn = firm.market.calendar.day(bill.issuedDay);
  const dueOn = addDays(issuedOn, 30);
  const paidOn = bill.paidDay === null ? null : firm.market.calendar.day(bill.paidDay);
  writer.add(BillingInvoice, {
    id: newId(), number: `INV-${issuedOn.slice(0, 4)}-${number}`, client: bill.plan.clientId, subscription, portfolio: bill.plan.id, description: `Advisory fee, ${bill.plan.portfolio.name}`,
    periodStart: isoDate(bill.periodStart), periodEnd: isoDate(bill.periodEnd), assetsBilled: bill.assets.toFixed(2), feeBps: bill.plan.feeBps, amount: bill.amount, taxAmount: '0',
    currency: bill.plan.baseCurrency, issuedOn, dueOn, paidOn, status: paidOn ? 'paid' : dueOn < today ? 'overdue' : 'issued', createdAt: at(issuedOn, '06:00'),
  });
}

/** The running quarter, estimated on today's assets. */
function addNextInvoice({ writer, newId, today }: DemoContext, firm: Firm, subscription: string, { plan, ledger }: PortfolioHistory, number: number): void {
  const periodStart = startOfQuarter(today);
  const periodEnd = endOfMonth(addMonths(periodStart, 2));
  const assets = ledger.value(lastDayOf(firm));
  const days = (Date.parse(periodEnd) - Date.parse(periodStart)) / 86_400_000 + 1;
  writer.add(BillingInvoice, {
    id: newId(), number: `INV-${periodEnd.slice(0, 4)}-${number}`, client: plan.clientId, subscription, portfolio: plan.id, description: `Advisory fee, ${plan.portfolio.name}, estimate`,
    periodStart, periodEnd, assetsBilled: assets.toFixed(2), feeBps: plan.feeBps,
    amount: roundMoney(decimal(((assets * plan.feeBps) / 10_000 * (days / 365)).toFixed(4)), plan.baseCurrency).toFixed(), taxAmount: '0', currency: plan.baseCurrency, issuedOn: null,
    dueOn: addDays(periodEnd, 31), paidOn: null, status: 'scheduled', createdAt: at(today, '00:00'),
  });
}

function addAccounts({ writer, newId, today, random }: DemoContext, firm: Firm, client: ClientPerson): void {
  const draw = random(`accounts ${client.cast.key}`);
  const number = () => `${client.cast.country}${draw.integer(10, 99)} STWD ${draw.integer(1_000, 9_999)} ${draw.integer(1_000, 9_999)} ${draw.integer(10, 99)}`;
  const currency = client.cast.currency;
  for (const { plan } of historiesOf(firm, client)) {
    const openedOn = firm.market.calendar.day(plan.openedDay);
    writer.add(ClientAccount, {
      id: newId(), client: client.clientId, portfolio: plan.id, kind: plan.portfolio.kind === 'retirement' ? 'retirement' : 'brokerage', name: `${plan.portfolio.name} settlement`, accountNumber: number(),
      custodian: 'Northstar Custody', currency, cashBalance: '0', balanceAsOf: today, openedOn, closedOn: null, status: 'open',
    });
  }
  const scale = currency === 'JPY' ? 150 : 1;
  for (const kind of ['cash', 'savings'] as const) {
    writer.add(ClientAccount, {
      id: newId(), client: client.clientId, portfolio: null, kind, name: kind === 'cash' ? 'Current account' : 'Savings account', accountNumber: number(), custodian: kind === 'cash' ? 'Brookfern Bancorp' : 'Albion Bank', currency,
      cashBalance: String(draw.integer(8, kind === 'cash' ? 60 : 120) * 500 * scale), balanceAsOf: addDays(today, -1), openedOn: addYears(client.onboardedOn, -1), closedOn: null, status: 'open',
    });
  }
}

/** Dividends whose ex-day is past and whose payment is to come: they follow from the units held, and no transaction exists yet. */
export function addAnnouncedPayouts({ writer, newId, today }: DemoContext, firm: Firm): void {
  for (const { plan, announced } of firm.histories) {
    for (const { ticker, kind, units, amountPerUnit, exDay, withheldFraction } of announced) {
      const security = firm.ids.securities.get(ticker);
      if (!security || units.lte(0)) continue;
      const { listing } = firm.market.path(ticker);
      const exDate = firm.market.calendar.day(exDay);
      const gross = roundMoney(units.times(decimal(amountPerUnit.toFixed(6))), listing.currency);
      const withheld = roundMoney(gross.times(decimal(withheldFraction.toFixed(4))), listing.currency);
      writer.add(DividendPayout, {
        id: newId(), portfolio: plan.id, security, transaction: null, kind, exDate, payDate: addTradingDays(exDate, 12), units: units.toFixed(), amountPerUnit: amountPerUnit.toFixed(6),
        grossAmount: gross.toFixed(), withheldAmount: withheld.toFixed(), netAmount: gross.minus(withheld).toFixed(), currency: listing.currency, fxRateToBase: null, status: 'announced', createdAt: at(today, '00:00'),
      });
    }
  }
}
