import { defineEntity, p } from '@mikro-orm/core';
import { controlled, currency, day, float, id, instant, oneOf, text, version } from '../columns.ts';
import { Client } from '../clients/client.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

export const PORTFOLIO_KINDS = ['taxable', 'retirement', 'education', 'trust', 'savings'] as const;
export const PORTFOLIO_MANDATES = ['advisory', 'discretionary', 'execution_only'] as const;
export const LOT_METHODS = ['fifo', 'lifo', 'hifo', 'average', 'specific'] as const;
export const PORTFOLIO_STATUSES = ['active', 'frozen', 'closed'] as const;

const PortfolioSchema = defineEntity({
  name: 'Portfolio',
  tableName: 'Portfolios',
  comment: 'A set of positions of one client under one mandate, reported in one currency.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Whose portfolio'),
    name: text(120).comment('Name that people use; unique within the client'),
    kind: controlled(PORTFOLIO_KINDS).comment('Purpose and tax treatment'),
    baseCurrency: currency().comment('Reporting currency, ISO 4217'),
    mandate: controlled(PORTFOLIO_MANDATES).comment('Who decides on trades'),
    strategy: text(80).nullable().comment('Name of the investment strategy'),
    lotMethod: controlled(LOT_METHODS).comment('Which lots a sale takes'),
    cashFloorFraction: float().nullable().comment('Least cash, fraction of the portfolio value; empty = no floor'),
    maxPositionFraction: float().nullable().comment('Largest single position that the mandate allows, fraction of the value'),
    maxVolatilityFraction: float().nullable().comment('Highest yearly volatility that the mandate allows, fraction'),
    driftToleranceFraction: float().nullable().comment('Drift from target that calls for a rebalance, fraction of the value'),
    status: controlled(PORTFOLIO_STATUSES).comment('Active, frozen or closed'),
    openedOn: day().comment('First day'),
    closedOn: day().nullable().comment('Last day; empty while open'),
    createdAt: instant().comment('When the row was made, UTC'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'portfolios_status', properties: ['status'] },
    // Whoever asks for rows of clients goes from clients to portfolios first: the index alone answers that.
    { name: 'portfolios_client', properties: ['client', 'id'] },
  ],
  uniques: [{ name: 'portfolios_client_name_unique', properties: ['client', 'name'] }],
  checks: [
    oneOf('Portfolios', 'kind', PORTFOLIO_KINDS),
    oneOf('Portfolios', 'mandate', PORTFOLIO_MANDATES),
    oneOf('Portfolios', 'lot_method', LOT_METHODS),
    oneOf('Portfolios', 'status', PORTFOLIO_STATUSES),
  ],
});

export class Portfolio extends PortfolioSchema.class {}
PortfolioSchema.setClass(Portfolio);

export const portfolios = describeTable(Portfolio, PortfolioSchema, { access: clientOwned('client', ['advisor']) });
