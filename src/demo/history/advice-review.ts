import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { WorkflowInstance } from '../../entities/workflow/workflow-instance.entity.ts';
import { WorkflowStep } from '../../entities/workflow/workflow-step.entity.ts';
import type { DemoContext } from '../context.ts';
import { advisorOf, type Firm } from '../firm.ts';
import type { AdviceFact } from './advice.ts';
import { sha256, type AuditHistory } from './audit-history.ts';

/** The set before the one in force: the first nightly run under the new one looks at the whole firm. */
export const RULE_SET_VERSION = '2026.2';
const RULES = ['suitability', 'kyc', 'restricted_list', 'concentration', 'wash_sale', 'cash_floor'] as const;

/** The rules that ran on a recommendation, its way through review, and the audit entries of each step. */
export function addReview(context: DemoContext, firm: Firm, fact: AdviceFact, audit: AuditHistory): void {
  addChecks(context, firm, fact);
  addWorkflow(context, firm, fact);
  const { plan } = fact;
  const advisor = advisorOf(firm, plan.client);
  const common = { objectType: 'AIRecommendations', objectId: fact.id, clientId: plan.client.clientId };
  audit.act({ occurredAt: fact.createdAt, actorId: firm.people.service.userId, actorRole: 'service', event: 'recommendation.drafted', decision: 'done', ...common, detail: { number: fact.number, confidence: plan.confidence } });
  audit.act({ occurredAt: new Date(fact.createdAt.getTime() + 1_500), actorId: firm.people.service.userId, actorRole: 'service', event: plan.status === 'blocked' ? 'recommendation.blocked' : 'recommendation.checked', decision: plan.status === 'blocked' ? 'denied' : 'done', ...common });
  if (fact.releasedAt) audit.act({ occurredAt: fact.releasedAt, actorId: advisor.userId, actorRole: 'advisor', event: 'recommendation.released', decision: 'done', ...common, detail: { number: fact.number } });
  if (fact.decidedAt && fact.decidedBy) {
    const declined = plan.status === 'declined';
    audit.change({
      occurredAt: fact.decidedAt, actorId: fact.decidedBy.userId, actorRole: fact.decidedBy.role, tableName: 'AIRecommendations', rowKey: fact.id, clientId: plan.client.clientId, operation: 'update',
      changes: [{ field: 'status', before: 'released', after: declined ? 'declined' : 'accepted' }], reason: plan.declineReason,
    }, declined ? (plan.isOverride ? 'recommendation.overridden' : 'recommendation.declined') : 'recommendation.accepted');
  }
}

function addChecks({ writer, newId }: DemoContext, firm: Firm, { id, plan, createdAt }: AdviceFact): void {
  for (const ruleId of RULES) {
    const blocking = plan.status === 'blocked' && ruleId === (plan.client.cast.stories.includes('restricted') ? 'restricted_list' : 'kyc');
    const largest = plan.state.positions[0]?.weightFraction ?? 0;
    const warning = ruleId === 'concentration' && largest > 0.15;
    const evidence = ruleId === 'concentration' ? { largestWeightFraction: Number(largest.toFixed(6)), limitFraction: 0.15 } : ruleId === 'cash_floor' ? { cashFraction: Number(plan.state.cashFraction.toFixed(6)), floorFraction: 0.02 } : { ruleId };
    // As the rules of today have it: nobody releases an identity that is not verified, two persons a sale of what is restricted.
    const override = blocking ? (ruleId === 'kyc' ? 'none' : 'two_persons') : warning ? 'release' : 'none';
    const overridden = plan.isOverride && ruleId === 'concentration' && warning;
    writer.add(ComplianceCheck, {
      id: newId(), client: plan.client.clientId, portfolio: plan.history.plan.id, recommendation: id, transaction: null, ruleId, ruleVersion: '1', ruleSetVersion: RULE_SET_VERSION,
      result: blocking ? 'failed' : warning ? 'warning' : 'passed', severity: blocking ? 'high' : warning ? 'medium' : 'low',
      message: blocking ? 'The rule forbids the trades.' : warning ? `The largest position is ${(largest * 100).toFixed(1)} % of the value; the limit is 15 %.` : 'Nothing stands against it.',
      evidence: { ...evidence, override }, inputsHash: sha256({ ruleId, evidence }), triggerKind: 'recommendation', checkedAt: new Date(createdAt.getTime() + 1_000), checkedOn: firm.market.calendar.day(plan.day),
      overriddenBy: overridden ? advisorOf(firm, plan.client).userId : null, overrideReason: overridden ? plan.declineReason : null, overriddenAt: overridden ? createdAt : null,
    });
  }
}

function addWorkflow({ writer, newId }: DemoContext, firm: Firm, fact: AdviceFact): void {
  const { plan, createdAt, releasedAt, decidedAt } = fact;
  const advisor = advisorOf(firm, plan.client);
  const id = newId();
  const checkedAt = new Date(createdAt.getTime() + 1_500);
  const done = decidedAt !== null || plan.status === 'expired';
  const currentStep = plan.status === 'blocked' || done ? null : releasedAt ? 'client_decision' : 'advisor_review';
  writer.add(WorkflowInstance, {
    id, kind: 'recommendation_review', subjectType: 'AIRecommendations', subjectId: fact.id, client: plan.client.clientId, status: done ? 'completed' : plan.status === 'blocked' ? 'failed' : 'waiting',
    startedAt: createdAt, lastProgressAt: decidedAt ?? releasedAt ?? checkedAt, currentStep, completedAt: done ? decidedAt ?? releasedAt : null, owner: advisor.userId,
  });
  const steps = [
    ['compliance_checks', plan.status === 'blocked' ? 'failed' : 'done', createdAt, checkedAt, null],
    ['advisor_review', plan.status === 'blocked' ? 'skipped' : releasedAt ? 'done' : 'active', checkedAt, releasedAt, advisor.userId],
    ['client_decision', decidedAt ? 'done' : plan.status === 'expired' ? 'skipped' : releasedAt ? 'active' : 'pending', releasedAt, decidedAt, plan.client.userId],
  ] as const;
  for (const [index, [name, status, startedAt, completedAt, assignee]] of steps.entries()) {
    writer.add(WorkflowStep, { id: newId(), instance: id, sequence: index + 1, name, status, assignee, startedAt, completedAt, note: null });
  }
}
