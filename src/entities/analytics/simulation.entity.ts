import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { bigCount, count, currency, day, float, hash, id, instant, json, text } from '../columns.ts';
import { InvestmentGoal } from '../planning/investment-goal.entity.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

const SimulationSchema = defineEntity({
  name: 'Simulation',
  tableName: 'Simulations',
  comment: 'A seeded Monte Carlo run for a portfolio or goal. The same inputs and seed give the same result.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('For whom it was run'),
    portfolio: () => p.manyToOne(Portfolio).index(false).nullable().deleteRule('cascade').comment('Portfolio projected; empty for a goal without one'),
    goal: () => p.manyToOne(InvestmentGoal).index(false).nullable().deleteRule('cascade').comment('Goal aimed at, if one'),
    asOf: day().comment('Day of the starting value'),
    seed: bigCount().comment('Seed of the generator'),
    paths: count().comment('Number of simulated paths'),
    horizonYears: float().comment('Length, years'),
    currency: currency().comment('Currency of all amounts, ISO 4217'),
    inputs: json<Readonly<Record<string, unknown>>>().comment('Starting value, contributions, return, volatility and inflation assumed'),
    percentiles: json<Readonly<Record<string, string>>>().comment('End value by percentile in currency, exact decimals'),
    probability: float().nullable().comment('Share of paths that reach the target, fraction; empty without target'),
    method: text(200).comment('Model of the returns and conventions'),
    inputHash: hash().comment('SHA-256 of the inputs'),
    createdAt: instant().comment('When it was run, UTC'),
  },
  indexes: [
    { name: 'simulations_client', properties: ['client', 'createdAt'] },
    { name: 'simulations_portfolio', properties: ['portfolio'] },
    { name: 'simulations_goal', properties: ['goal'] },
  ],
});

export class Simulation extends SimulationSchema.class {}
SimulationSchema.setClass(Simulation);

export const simulations = describeTable(Simulation, SimulationSchema, { access: clientOwned('client', ['client', 'advisor']) });
