import { addDays, addMonths, type IsoDate } from '../../shared/calendar.ts';
import { AssetAllocationTarget } from '../../entities/planning/asset-allocation-target.entity.ts';
import { PortfolioBenchmark } from '../../entities/portfolios/portfolio-benchmark.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import { Transaction } from '../../entities/trading/transaction.entity.ts';
import { at, type DemoContext } from '../context.ts';
import type { Market } from '../market/market.ts';
import type { MarketIds } from '../market/seed-market.ts';
import { hasStory } from '../people/cast.ts';
import type { ClientPerson } from '../people/seed-people.ts';
import type { PortfolioPlan } from './plan.ts';
import { simulatePortfolio, type PortfolioHistory } from './simulate-portfolio.ts';
import { STRATEGIES, type Exposure, type Weights } from './strategies.ts';

export const FEE_BPS = { affluent: 95, wealthy: 80, large: 60 } as const;

/** Lives through one client's portfolios and queues their rows. */
export function addPortfoliosOf(context: DemoContext, client: ClientPerson, market: Market, ids: MarketIds): PortfolioHistory[] {
  return client.cast.portfolios.map((portfolio, index) => {
    const plan = planOf(context, client, index, market);
    const history = simulatePortfolio(plan, { market, securities: ids.securities, newId: context.newId, random: context.random(`portfolio ${client.cast.key} ${portfolio.name}`) });
    addPortfolio(context, plan, market);
    addTargets(context, plan, market);
    addBenchmark(context, plan, market, ids);
    for (const row of history.ledger.rows) context.writer.add(Transaction, row);
    return history;
  });
}

function planOf({ newId, random, today }: DemoContext, client: ClientPerson, index: number, market: Market): PortfolioPlan {
  const { cast } = client;
  const portfolio = cast.portfolios[index]!;
  const draw = random(`plan ${cast.key} ${portfolio.name}`);
  // Prices must exist from the first day on.
  const longest = Math.floor(market.calendar.length / 21) - 3;
  const monthsOld = Math.min(longest, index === 0 ? draw.integer(42, 69) : draw.integer(17, 58));
  const opened = addDays(addMonths(today, -monthsOld), draw.integer(0, 20));
  // The first portfolio is the larger one.
  const shares = cast.portfolios.map((_, position) => (position === 0 ? 2 : 1));
  const share = shares[index]! / shares.reduce((sum, part) => sum + part, 0);
  const openedDay = market.calendar.onOrAfter(opened);
  const inBase = cast.wealthUsd * share * market.rate('USD', cast.currency, market.calendar.length - 1);
  const step = cast.currency === 'JPY' ? 100_000 : 1_000;
  return {
    id: newId(), clientId: client.clientId, client: cast, portfolio, index, baseCurrency: cast.currency, openedDay, openingAmount: Math.round(inBase / step) * step,
    contributionFraction: cast.kind === 'trust' || portfolio.strategy === 'income' ? 0 : draw.pick([0, 0.008, 0.015, 0.02]),
    feeBps: cast.wealthUsd > 2_000_000 ? FEE_BPS.large : cast.wealthUsd > 700_000 ? FEE_BPS.wealthy : FEE_BPS.affluent,
    unpaidQuarters: hasStory(cast, 'fees_unpaid') && index === 0 ? 2 : 0,
    rebalances: !(index === 0 && ['concentrated', 'under_target', 'risk_breach', 'harvest'].some((story) => cast.stories.includes(story as 'harvest'))), // each of them is a story
  };
}

function addPortfolio({ writer }: DemoContext, plan: PortfolioPlan, market: Market): void {
  const { strategy, kind, name } = plan.portfolio;
  const breach = hasStory(plan.client, 'risk_breach') && plan.index === 0;
  const openedOn = market.calendar.day(plan.openedDay);
  writer.add(Portfolio, {
    id: plan.id, client: plan.clientId, name, kind, baseCurrency: plan.baseCurrency, mandate: plan.client.kind === 'trust' ? 'discretionary' : 'advisory',
    strategy: `${strategy[0]!.toUpperCase()}${strategy.slice(1)}`, lotMethod: plan.client.country === 'US' && plan.index > 0 ? 'hifo' : plan.client.country === 'GB' || plan.client.country === 'CA' ? 'average' : 'fifo',
    cashFloorFraction: 0.02, maxPositionFraction: breach ? 0.1 : 0.15, maxVolatilityFraction: breach ? 0.14 : { conservative: 0.09, moderate: 0.13, balanced: 0.17, growth: 0.22, aggressive: 0.32, income: 0.12 }[strategy],
    driftToleranceFraction: 0.05, status: 'active', openedOn, createdAt: at(openedOn, '08:00'),
  });
}

/** The target of the strategy from the first day; where the story is a portfolio under target, a newer one that nobody has acted on yet. */
function addTargets({ writer, today }: DemoContext, plan: PortfolioPlan, market: Market): void {
  const add = (weights: Weights, validFrom: IsoDate) => {
    for (const [assetClass, targetFraction] of Object.entries(weights)) {
      writer.add(AssetAllocationTarget, {
        portfolio: plan.id, assetClass: assetClass as Exposure, validFrom, targetFraction, // a key of Weights
        minFraction: Number(Math.max(0, targetFraction - 0.05).toFixed(4)), maxFraction: Number(Math.min(1, targetFraction + 0.05).toFixed(4)),
      });
    }
  };
  add(STRATEGIES[plan.portfolio.strategy], market.calendar.day(plan.openedDay));
  if (hasStory(plan.client, 'under_target') && plan.index === 0) add({ equity: 0.78, bond: 0.1, cash: 0.04, real_estate: 0.04, commodity: 0.04 }, addDays(today, -75));
}

function addBenchmark({ writer }: DemoContext, plan: PortfolioPlan, market: Market, { benchmarks }: MarketIds): void {
  const primary = { conservative: 'GLOBALAGG', moderate: 'BALANCED6040', balanced: 'BALANCED6040', income: 'BALANCED6040', growth: 'WORLD', aggressive: plan.baseCurrency === 'USD' ? 'US' : 'WORLD' }[plan.portfolio.strategy];
  const secondary = plan.baseCurrency === 'EUR' || plan.baseCurrency === 'GBP' || plan.baseCurrency === 'CHF' ? 'EUROPE' : primary === 'WORLD' ? 'US' : 'WORLD';
  const validFrom = market.calendar.day(plan.openedDay);
  for (const [code, isPrimary] of [[primary, true], [secondary, false]] as const) {
    const benchmark = benchmarks.get(code);
    if (benchmark) writer.add(PortfolioBenchmark, { portfolio: plan.id, benchmark, isPrimary, validFrom, validTo: null });
  }
}
