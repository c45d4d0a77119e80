import { defineEntity, p } from '@mikro-orm/core';
import { day, flag } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Benchmark } from './benchmark.entity.ts';
import { Portfolio } from './portfolio.entity.ts';

const PortfolioBenchmarkSchema = defineEntity({
  name: 'PortfolioBenchmark',
  tableName: 'PortfolioBenchmarks',
  comment: 'Which benchmark a portfolio is measured against, and when.',
  properties: {
    portfolio: () => p.manyToOne(Portfolio).index(false).primary().deleteRule('cascade').comment('The portfolio measured'),
    benchmark: () => p.manyToOne(Benchmark).index(false).primary().deleteRule('cascade').comment('What it is measured against'),
    isPrimary: flag().comment('True for the one used when none is named'),
    validFrom: day().comment('First day of use'),
    validTo: day().nullable().comment('Last day of use; empty = still in use'),
  },
  indexes: [{ name: 'portfolio_benchmarks_benchmark', properties: ['benchmark'] }],
});

export class PortfolioBenchmark extends PortfolioBenchmarkSchema.class {}
PortfolioBenchmarkSchema.setClass(PortfolioBenchmark);

export const portfolioBenchmarks = describeTable(PortfolioBenchmark, PortfolioBenchmarkSchema, {
  access: clientOwned('portfolio.client', ['advisor']),
});
