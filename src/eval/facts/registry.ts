import { allocationFacts } from './allocation.ts';
import { auditFacts } from './audit.ts';
import { bookFacts } from './book.ts';
import { complianceFacts } from './compliance.ts';
import type { FactRules } from './context.ts';
import { gainFacts } from './gains.ts';
import { goalFacts } from './goals.ts';
import { holdingFacts } from './holdings.ts';
import { incomeFacts } from './income.ts';
import { marketFacts } from './market.ts';
import { orderFacts } from './orders.ts';
import { performanceFacts } from './performance.ts';
import { recommendationFacts } from './recommendations.ts';
import { scenarioFacts } from './scenarios.ts';
import { serviceFacts } from './service.ts';
import { systemFacts } from './system.ts';
import { tallyFacts } from './tallies.ts';
import { workFacts } from './work.ts';

/** Every fact that can be judged, by its logical name. A name that is not here is reported as not scored. */
export const FACTS: FactRules = {
  ...holdingFacts, ...performanceFacts, ...allocationFacts, ...gainFacts, ...incomeFacts, ...goalFacts, ...scenarioFacts, ...orderFacts, ...marketFacts,
  ...recommendationFacts, ...complianceFacts, ...serviceFacts, ...bookFacts, ...workFacts, ...systemFacts, ...auditFacts, ...tallyFacts,
};
