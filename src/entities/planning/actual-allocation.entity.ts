import { defineEntity, p } from '@mikro-orm/core';
import { controlled, currency, day, float, instant, money, oneOf, text } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

export const ALLOCATION_DIMENSIONS = ['asset_class', 'sector', 'region', 'country', 'currency'] as const;

const ActualAllocationSchema = defineEntity({
  name: 'ActualAllocation',
  tableName: 'ActualAllocations',
  comment: 'Actual weight of a bucket in a portfolio on a day. Derived from holdings and can be rebuilt.',
  properties: {
    portfolio: () => p.manyToOne(Portfolio).index(false).primary().deleteRule('cascade').comment('Whose allocation'),
    dimension: controlled(ALLOCATION_DIMENSIONS).primary().comment('What the buckets divide by; asset_class means exposure class'),
    bucket: text(80).primary().comment('The bucket: an exposure class, sector, region, country or currency; unknown when the security has none'),
    asOf: day().primary().comment('Day that the row describes'),
    weightFraction: float().comment('Weight, fraction of the value that could be valued'),
    valueBase: money().comment('Market value in currency'),
    currency: currency().comment('Base currency of the portfolio, ISO 4217'),
    updatedAt: instant().comment('When it was last derived, UTC'),
  },
  indexes: [{ name: 'actual_allocations_day', properties: ['asOf', 'dimension', 'bucket'] }],
  checks: [oneOf('ActualAllocations', 'dimension', ALLOCATION_DIMENSIONS)],
});

export class ActualAllocation extends ActualAllocationSchema.class {}
ActualAllocationSchema.setClass(ActualAllocation);

export const actualAllocations = describeTable(ActualAllocation, ActualAllocationSchema, { access: clientOwned('portfolio.client') });
