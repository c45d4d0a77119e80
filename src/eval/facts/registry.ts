import { allocationFacts } from './allocation.ts';
import type { FactRules } from './context.ts';
import { holdingFacts } from './holdings.ts';
import { marketFacts } from './market.ts';
import { performanceFacts } from './performance.ts';

/** Every fact that can be judged, by its logical name. A name that is not here is reported as not scored. */
export const FACTS: FactRules = { ...holdingFacts, ...performanceFacts, ...allocationFacts, ...marketFacts };
