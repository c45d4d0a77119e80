import { defineEntity, p } from '@mikro-orm/core';
import { controlled, currency, day, id, json, oneOf, text } from '../columns.ts';
import { describeTable, REFERENCE } from '../table.ts';
import { Security } from '../trading/security.entity.ts';

export const BENCHMARK_KINDS = ['index', 'blend'] as const;
export const BENCHMARK_REBALANCING = ['none', 'daily', 'monthly', 'quarterly', 'yearly'] as const;

/** Part of a blended benchmark: the index security and its weight as a fraction; weights sum to 1. */
export interface BenchmarkComponent {
  readonly securityId: string;
  readonly weightFraction: number;
}

const BenchmarkSchema = defineEntity({
  name: 'Benchmark',
  tableName: 'Benchmarks',
  comment: 'What a portfolio is compared with: an index whose levels are market prices, or a blend of such indices.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    code: text(32).unique().comment('Short name that people use'),
    name: text(120).unique().comment('Full name'),
    kind: controlled(BENCHMARK_KINDS).comment('One index, or a blend of several'),
    security: () => p.manyToOne(Security).index(false).nullable().deleteRule('restrict').comment('Index security whose daily closes are the levels; empty for a blend'),
    components: json<readonly BenchmarkComponent[]>().nullable().comment('Weights of a blend, fractions that sum to 1; empty for an index'),
    rebalancing: controlled(BENCHMARK_REBALANCING).comment('How often a blend returns to its weights'),
    currency: currency().comment('Currency of the levels, ISO 4217'),
    returnBasis: controlled(['price', 'net', 'gross']).comment('Whether the levels include dividends: price, net or gross'),
    description: text(400).nullable().comment('What it stands for'),
    startsOn: day().nullable().comment('First day with a level'),
  },
  indexes: [{ name: 'benchmarks_security', properties: ['security'] }],
  checks: [
    oneOf('Benchmarks', 'kind', BENCHMARK_KINDS),
    oneOf('Benchmarks', 'rebalancing', BENCHMARK_REBALANCING),
    oneOf('Benchmarks', 'return_basis', ['price', 'net', 'gross']),
  ],
});

export class Benchmark extends BenchmarkSchema.class {}
BenchmarkSchema.setClass(Benchmark);

export const benchmarks = describeTable(Benchmark, BenchmarkSchema, { access: REFERENCE });
