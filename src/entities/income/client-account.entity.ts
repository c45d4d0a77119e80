import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { controlled, currency, day, id, money, oneOf, text, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

export const ACCOUNT_KINDS = ['brokerage', 'cash', 'savings', 'retirement'] as const;
export const ACCOUNT_STATUSES = ['open', 'frozen', 'closed'] as const;

const ClientAccountSchema = defineEntity({
  name: 'ClientAccount',
  tableName: 'ClientAccounts',
  comment: 'An account at a custodian or bank. Its balance is money outside the portfolios unless it is linked to one.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Whose account'),
    portfolio: () => p.manyToOne(Portfolio).index(false).nullable().deleteRule('set null').comment('Portfolio it settles; its cash is then a holding there'),
    kind: controlled(ACCOUNT_KINDS).comment('Brokerage, cash, savings or retirement'),
    name: text(120).comment('Name that people use'),
    accountNumber: text(40).unique().comment('Number or IBAN'),
    custodian: text(120).comment('Who keeps it'),
    currency: currency().comment('Currency of the balance, ISO 4217'),
    cashBalance: money().comment('Balance in currency; 0 when a linked portfolio carries the cash'),
    balanceAsOf: day().comment('Day of the balance'),
    openedOn: day().comment('First day'),
    closedOn: day().nullable().comment('Last day; empty while open'),
    status: controlled(ACCOUNT_STATUSES).comment('Open, frozen or closed'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'client_accounts_client', properties: ['client'] },
    { name: 'client_accounts_portfolio', properties: ['portfolio'] },
  ],
  checks: [
    oneOf('ClientAccounts', 'kind', ACCOUNT_KINDS),
    oneOf('ClientAccounts', 'status', ACCOUNT_STATUSES),
  ],
});

export class ClientAccount extends ClientAccountSchema.class {}
ClientAccountSchema.setClass(ClientAccount);

export const clientAccounts = describeTable(ClientAccount, ClientAccountSchema, {
  access: clientOwned('client', ['advisor']),
  personal: ['accountNumber'],
});
