import type { TopicName } from '../intents/classify.ts';
import { ADVICE_PLANS } from './advice-plans.ts';
import { COMPLIANCE_PLANS } from './compliance-plans.ts';
import { eachOfSeveral } from './each-of-several.ts';
import { FIRM_PLANS } from './firm-plans.ts';
import { MONEY_PLANS } from './money-plans.ts';
import { PORTFOLIO_PLANS } from './portfolio-plans.ts';
import { REVIEW_PLANS } from './review-plans.ts';
import type { Plan, PlanBuilder, Scene } from './scene.ts';
import { SERVICE_PLANS } from './service-plans.ts';

/** One plan per topic: the type checker finds a topic without a plan. */
const PLANS: Readonly<Record<TopicName, PlanBuilder>> = { ...PORTFOLIO_PLANS, ...MONEY_PLANS, ...SERVICE_PLANS, ...ADVICE_PLANS, ...COMPLIANCE_PLANS, ...FIRM_PLANS, ...REVIEW_PLANS };

/** Tool calls that answer one ask, given what this turn's tools have said so far, or the one question that must come first. */
export function planFor(scene: Scene): Plan {
  const plan = (PLANS as Readonly<Record<string, PlanBuilder>>)[scene.ask.topic]; // widened: topics arrive as plain strings
  return plan ? eachOfSeveral(scene, plan) : [];
}
