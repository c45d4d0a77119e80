import { churnInsight, goalSlippage, sentimentTurn } from './client-insights.ts';
import type { ClientFacts, FoundInsight } from './insight.ts';
import { portfolioInsights } from './portfolio-insights.ts';

/** Everything worth a look about one client on one day, from plain facts. The same facts give the same findings, in the same order. */
export function findInsights(facts: ClientFacts): FoundInsight[] {
  const portfolios = facts.portfolios.flatMap((portfolio) => [...portfolioInsights(portfolio), goalSlippage(portfolio)]);
  return [...portfolios, sentimentTurn(facts), churnInsight(facts)].filter((found) => found !== undefined);
}
