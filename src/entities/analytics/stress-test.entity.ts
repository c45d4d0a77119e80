import { defineEntity, p } from '@mikro-orm/core';
import { currency, day, float, hash, id, instant, json, money, text } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

const StressTestSchema = defineEntity({
  name: 'StressTest',
  tableName: 'StressTests',
  comment: 'What a scenario would have cost a portfolio as it stood on a day.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    portfolio: () => p.manyToOne(Portfolio).index(false).deleteRule('cascade').comment('What was stressed'),
    scenario: text(60).comment('Scenario id, e.g. 2008_crisis'),
    name: text(120).comment('Scenario as people call it'),
    asOf: day().comment('Day of the holdings and prices'),
    valueBase: money().comment('Portfolio value before, in currency'),
    lossBase: money().comment('Loss in currency, positive = loss'),
    lossFraction: float().comment('Loss as a fraction of the value, positive = loss'),
    currency: currency().comment('Base currency of the portfolio, ISO 4217'),
    shocks: json<Readonly<Record<string, unknown>>>().comment('Assumed moves by bucket, fractions'),
    positions: json<readonly unknown[]>().nullable().comment('Loss by position'),
    method: text(200).comment('How shocks reach positions and what was left out'),
    inputHash: hash().nullable().comment('SHA-256 of the inputs'),
    createdAt: instant().comment('When it was run, UTC'),
  },
  uniques: [{ name: 'stress_tests_unique', properties: ['portfolio', 'scenario', 'asOf'] }],
});

export class StressTest extends StressTestSchema.class {}
StressTestSchema.setClass(StressTest);

export const stressTests = describeTable(StressTest, StressTestSchema, { access: clientOwned('portfolio.client', ['client', 'advisor']) });
