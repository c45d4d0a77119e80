import { addDays, addYears } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { SHOCK_TABLE } from '../../domain/scenarios/shock-table.ts';
import { simulateGoal } from '../../domain/scenarios/simulate-goal.ts';
import { stressTest } from '../../domain/scenarios/stress-test.ts';
import { Simulation } from '../../entities/analytics/simulation.entity.ts';
import { StressTest } from '../../entities/analytics/stress-test.entity.ts';
import { InvestmentGoal, type GOAL_KINDS } from '../../entities/planning/investment-goal.entity.ts';
import { RebalancingLog } from '../../entities/planning/rebalancing-log.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { advisorOf, historiesOf, lastDayOf, type Firm } from '../firm.ts';
import { hasStory } from '../people/cast.ts';
import type { ClientPerson } from '../people/seed-people.ts';
import type { PortfolioHistory } from '../portfolios/simulate-portfolio.ts';
import type { StrategyName } from '../people/cast-types.ts';
import type { AdviceFact } from './advice.ts';
import { sha256 } from './audit-history.ts';

const ASSUMPTIONS: Readonly<Record<StrategyName, readonly [returnFraction: number, volatilityFraction: number]>> = {
  conservative: [0.03, 0.06], moderate: [0.041, 0.085], balanced: [0.048, 0.11], income: [0.04, 0.085], growth: [0.058, 0.14], aggressive: [0.067, 0.18],
};
const PATHS = 1_000;

export interface GoalFact { readonly id: string; readonly name: string; readonly client: ClientPerson }

/** Goals with one simulation each, stress tests and the log of rebalances; everything computed from the positions. */
export function addPlanning(context: DemoContext, firm: Firm, advice: readonly AdviceFact[]): GoalFact[] {
  const goals: GoalFact[] = [];
  for (const client of firm.people.clients) {
    const histories = historiesOf(firm, client);
    for (const [index, history] of histories.entries()) {
      goals.push(addGoal(context, firm, client, history, index));
      addStress(context, firm, history);
    }
  }
  for (const { rebalances } of firm.histories) for (const record of rebalances) addRebalance(context, firm, record, advice);
  return goals;
}

const GOAL_NAMES: Readonly<Record<string, readonly [string, (typeof GOAL_KINDS)[number]]>> = {
  retirement: ['Retirement', 'retirement'], education: ['Education', 'education'], savings: ['House Deposit', 'house'], trust: ['Endowment', 'legacy'], taxable: ['Financial Independence', 'wealth'],
};

function addGoal({ writer, newId, today, random }: DemoContext, firm: Firm, client: ClientPerson, history: PortfolioHistory, index: number): GoalFact {
  const draw = random(`goal ${history.plan.id}`);
  const value = history.ledger.value(lastDayOf(firm));
  const progress = index > 0 ? draw.between(0.35, 0.8) : hasStory(client.cast, 'near_goal') ? 0.94 : hasStory(client.cast, 'far_goal') ? 0.12 : draw.between(0.4, 0.85);
  const earmarkFraction = hasStory(client.cast, 'near_goal') ? 1 : draw.pick([1, 0.8, 0.6]);
  const currency = history.plan.baseCurrency;
  const step = currency === 'JPY' ? 500_000 : 5_000;
  const target = Math.round((value * earmarkFraction) / progress / step) * step;
  const years = index === 0 && hasStory(client.cast, 'near_goal') ? 1 : hasStory(client.cast, 'far_goal') && index === 0 ? 6 : draw.integer(5, 18);
  const targetDate = addDays(addYears(today, years), draw.integer(-60, 120));
  const monthly = Math.round((history.plan.openingAmount * history.plan.contributionFraction) / 3);
  const [returnFraction, volatilityFraction] = ASSUMPTIONS[history.plan.portfolio.strategy];
  const [plain, kind] = GOAL_NAMES[history.plan.portfolio.kind] ?? ['Wealth', 'wealth' as const];
  const name = hasStory(client.cast, 'near_goal') && index === 0 ? 'House Purchase' : index > 0 && plain === 'Financial Independence' ? 'Travel and Family' : index > 0 && plain === 'Endowment' ? `Endowment ${index + 1}` : plain;
  const id = newId();
  const startedOn = firm.market.calendar.day(history.plan.openedDay);
  writer.add(InvestmentGoal, {
    id, client: client.clientId, portfolio: history.plan.id, name, kind: name === 'House Purchase' ? 'house' : kind, targetAmount: String(target), targetIsReal: false, currency, targetDate,
    startedOn, startAmount: String(Math.round(history.plan.openingAmount * earmarkFraction)), savedAmount: null, earmarkFraction, monthlyContribution: String(monthly),
    expectedReturnFraction: returnFraction, inflationFraction: 0.022, priority: index === 0 ? 'essential' : 'important', goalRank: index + 1, status: 'active', createdAt: at(startedOn),
  });
  const months = Math.max(6, years * 12);
  const seed = draw.integer(1, 2_000_000_000);
  const inputs = { initialValue: Math.round(value * earmarkFraction), months, monthlyContribution: monthly, goalValue: target, annualReturnFraction: returnFraction, annualVolatilityFraction: volatilityFraction, paths: PATHS, seed };
  const run = simulateGoal(inputs);
  writer.add(Simulation, {
    id: newId(), client: client.clientId, portfolio: history.plan.id, goal: id, asOf: firm.market.calendar.day(lastDayOf(firm)), seed, paths: PATHS, horizonYears: months / 12, currency, inputs,
    percentiles: Object.fromEntries(Object.entries(run.percentiles).map(([level, amount]) => [level, amount.toFixed(2)])), probability: run.probability,
    method: 'Monthly lognormal growth, independent months, nominal money', inputHash: sha256(inputs), createdAt: at(addDays(today, -1), '18:00'),
  });
  return { id, name, client };
}

function addStress({ writer, newId, today }: DemoContext, firm: Firm, history: PortfolioHistory): void {
  const day = lastDayOf(firm);
  const { market } = firm;
  const { ledger, plan } = history;
  const positions = ledger.held().map((ticker) => {
    const { listing } = market.path(ticker);
    const exposure = listing.exposureClass === 'multi_asset' ? 'fund' as const : listing.exposureClass;
    return {
      key: ticker, valueBase: decimal(ledger.positionValue(ticker, day).toFixed(2)), assetClass: exposure, currency: listing.currency,
      ...(listing.duration && exposure === 'bond' ? { durationYears: listing.duration } : {}),
    };
  });
  const cash = { key: 'cash', valueBase: decimal(ledger.cashValue(day).toFixed(2)), assetClass: 'cash' as const };
  for (const scenario of ['2008_crisis', 'covid_2020', 'rates_up_200bp'] as const) {
    const { id, title, ...shocks } = SHOCK_TABLE[scenario];
    const result = stressTest([...positions, cash], shocks, { baseCurrency: plan.baseCurrency });
    if (isUndefined(result.impactFraction)) continue;
    writer.add(StressTest, {
      id: newId(), portfolio: plan.id, scenario: id, name: title, asOf: market.calendar.day(day), valueBase: ledger.value(day).toFixed(2), lossBase: result.totalImpactBase.neg().toFixed(2),
      lossFraction: -result.impactFraction, currency: plan.baseCurrency, shocks, positions: result.impacts.map(({ key, impactBase }) => ({ ticker: key, impactBase: impactBase.toFixed(2) })),
      method: 'Instant repricing by exposure class, bonds by duration where yields move; not covered positions unchanged', inputHash: sha256({ scenario, positions }), createdAt: at(addDays(today, -1), '18:30'),
    });
  }
}

function addRebalance({ writer, newId }: DemoContext, firm: Firm, record: PortfolioHistory['rebalances'][number], advice: readonly AdviceFact[]): void {
  const carriedOut = advice.find(({ plan }) => plan.history.plan === record.plan && plan.carriedOutDay === record.day);
  const client = firm.people.clients.find(({ clientId }) => clientId === record.plan.clientId);
  const rebalancedOn = firm.market.calendar.day(record.day);
  const drift = (record.driftBeforeFraction * 100).toFixed(1);
  const drifted = record.driftBeforeFraction > 0.05;
  writer.add(RebalancingLog, {
    id: newId(), portfolio: record.plan.id, rebalancedOn, triggerKind: carriedOut ? 'recommendation' : drifted ? 'drift' : 'calendar',
    reason: drifted ? `Largest class stood ${drift} percentage points off its target, beyond the tolerance of 5.` : `Yearly review; largest drift ${drift} percentage points.`,
    trades: record.trades, turnoverFraction: record.turnoverFraction, driftBeforeFraction: record.driftBeforeFraction, driftAfterFraction: record.driftAfterFraction, costBase: record.cost.toFixed(2),
    currency: record.plan.baseCurrency, performedBy: client ? advisorOf(firm, client).userId : null, recommendation: carriedOut?.id ?? null, createdAt: at(rebalancedOn, '17:00'),
  });
}
