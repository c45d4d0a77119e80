import { addDays, addMonths, endOfMonth, startOfMonth, type IsoDate } from '../../shared/calendar.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../entities/compliance/regulatory-flag.entity.ts';
import { WorkflowInstance } from '../../entities/workflow/workflow-instance.entity.ts';
import { WorkflowStep } from '../../entities/workflow/workflow-step.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { advisorOf, historiesOf, type Firm } from '../firm.ts';
import type { ClientPerson } from '../people/seed-people.ts';
import type { PortfolioHistory } from '../portfolios/simulate-portfolio.ts';
import { RULE_SET_VERSION } from './advice-review.ts';
import { sha256 } from './audit-history.ts';
import { stateOn, type PastState } from './past-positions.ts';

const MONTHS = 12;
/** As the rules of the set in force today have it: above the first a warning, above the second a breach. */
const SOFT_LIMIT = 0.15;
const HARD_LIMIT = 0.25;
/** How far a market may carry a position above the limit of its mandate. */
const PASSIVE_TOLERANCE = 0.02;

/** The monthly run of the rules over every portfolio for a year, the flags that its failures raised, and the refresh of lapsed identities. */
export function addComplianceRuns(context: DemoContext, firm: Firm): void {
  const tickers = new Map([...firm.ids.securities].map(([ticker, id]) => [id, ticker]));
  for (const client of firm.people.clients) {
    for (const history of historiesOf(firm, client)) {
      for (let back = MONTHS; back >= 1; back -= 1) {
        const checkedOn = endOfMonth(addMonths(startOfMonth(context.today), -back));
        const day = firm.market.calendar.onOrBefore(checkedOn);
        if (day > history.plan.openedDay + 3) addRun(context, firm, client, history, checkedOn, stateOn(history, firm.market, tickers, day), back === 1);
      }
    }
    if (client.cast.stories.includes('kyc_expired')) addKycRefresh(context, firm, client);
    if (client.cast.stories.includes('sour')) addFlag(context, firm, client, null, null, { kind: 'complaint', severity: 'medium', title: 'Complaint about service', detail: 'The client complains about unanswered calls.', daysAgo: 10, closed: false });
  }
}

function addRun(context: DemoContext, firm: Firm, client: ClientPerson, history: PortfolioHistory, checkedOn: IsoDate, state: PastState, latest: boolean): void {
  const { writer, newId } = context;
  const top = state.positions.find(({ ticker }) => ['equity', 'crypto'].includes(firm.market.path(ticker).listing.assetClass));
  const largest = top?.weightFraction ?? 0;
  const restrictedFrom = addDays(context.today, -38);
  const holdsRestricted = checkedOn >= restrictedFrom && state.positions.some(({ ticker }) => ticker === 'LEMN');
  const mandate = history.plan.index === 0 && client.cast.stories.includes('risk_breach') ? 0.1 : SOFT_LIMIT;
  const rules: readonly PastResult[] = [
    {
      ruleId: 'concentration', result: largest > HARD_LIMIT ? 'failed' : largest > SOFT_LIMIT ? 'warning' : 'passed', isFlagged: largest > HARD_LIMIT, isSevere: true, override: 'two_persons', title: 'Concentration',
      evidence: { security: { label: top?.ticker ?? null, weightFraction: fixed(largest) }, limits: { security: { softFraction: SOFT_LIMIT, hardFraction: HARD_LIMIT } } },
      says: `${top?.ticker} is ${(largest * 100).toFixed(1)} % of the value; ${largest > HARD_LIMIT ? 'the limit is 25' : 'above 15'} %.`,
    },
    {
      ruleId: 'mandate_limits', result: largest > mandate + PASSIVE_TOLERANCE ? 'failed' : largest > mandate ? 'warning' : 'passed', isFlagged: largest > mandate + PASSIVE_TOLERANCE, isSevere: false, override: 'two_persons', title: 'Limits of the mandate',
      evidence: { maxPositionFraction: mandate, largestPosition: { ticker: top?.ticker ?? null, weightFraction: fixed(largest) } }, says: `${top?.ticker} is ${(largest * 100).toFixed(1)} % of the value; the mandate allows ${mandate * 100} %.`,
    },
    {
      ruleId: 'restricted_list', result: holdsRestricted ? 'warning' : 'passed', isFlagged: holdsRestricted, isSevere: true, override: 'release', title: 'Restricted list',
      evidence: { held: holdsRestricted ? ['LEMN'] : [] }, says: 'A security on the restricted list is held: no trade in it may be made.',
    },
    {
      ruleId: 'cash_floor', result: state.cashFraction < 0.02 ? 'failed' : 'passed', isFlagged: state.cashFraction < 0.02, isSevere: false, override: 'release', title: 'Minimum cash',
      evidence: { cashFraction: fixed(state.cashFraction), floorFraction: 0.02 }, says: 'Cash is below the floor of the mandate.',
    },
  ];
  for (const rule of rules) {
    const { ruleId, result, evidence, says, isFlagged, isSevere, override, title } = rule;
    const id = newId();
    const isClean = result === 'passed';
    const severity = isClean ? 'low' : isFlagged && isSevere ? 'high' : 'medium';
    writer.add(ComplianceCheck, {
      id, client: client.clientId, portfolio: history.plan.id, recommendation: null, transaction: null, ruleId, ruleVersion: '1', ruleSetVersion: RULE_SET_VERSION, result, severity,
      message: isClean ? 'Nothing stands against it.' : says, evidence: { ...evidence, override: isClean ? 'none' : result === 'warning' ? 'release' : override }, inputsHash: sha256({ ruleId, evidence }), triggerKind: 'nightly',
      checkedAt: at(checkedOn, '23:30'), checkedOn,
    });
    if (!isFlagged || !latest) continue;
    const daysAgo = Math.round((Date.parse(context.today) - Date.parse(checkedOn)) / 86_400_000) - 1;
    addFlag(context, firm, client, history, id, { kind: ruleId, severity: isSevere ? 'high' : 'medium', title: `${title}: ${history.plan.portfolio.name}`, detail: says, daysAgo, closed: false });
  }
}

interface PastResult {
  readonly ruleId: string;
  readonly result: 'passed' | 'warning' | 'failed';
  readonly isFlagged: boolean;
  readonly isSevere: boolean;
  readonly override: 'release' | 'two_persons';
  readonly title: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly says: string;
}

function fixed(fraction: number): number {
  return Number(fraction.toFixed(6));
}

interface NewFlag {
  readonly kind: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly title: string;
  readonly detail: string;
  readonly daysAgo: number;
  readonly closed: boolean;
}

function addFlag({ writer, newId, today }: DemoContext, firm: Firm, client: ClientPerson, history: PortfolioHistory | null, complianceCheck: string | null, flag: NewFlag): void {
  const advisor = advisorOf(firm, client).userId;
  writer.add(RegulatoryFlag, {
    id: newId(), client: client.clientId, portfolio: history?.plan.id ?? null, complianceCheck, kind: flag.kind, severity: flag.severity, status: flag.closed ? 'closed' : 'open', title: flag.title, detail: flag.detail,
    openedAt: at(addDays(today, -flag.daysAgo), '07:00'), dueOn: addDays(today, 14), assignedTo: advisor, closedAt: flag.closed ? at(addDays(today, -flag.daysAgo + 9)) : null, closedBy: flag.closed ? advisor : null,
    closeReason: flag.closed ? 'New documents were received and verified.' : null,
  });
}

/** The renewal of an identity verification that has stood still for three weeks, and last time's flag, closed. */
function addKycRefresh(context: DemoContext, firm: Firm, client: ClientPerson): void {
  const { writer, newId, today } = context;
  const advisor = advisorOf(firm, client).userId;
  const id = newId();
  const begun = at(addDays(today, -30), '09:00');
  const stuckSince = at(addDays(today, -22), '09:00');
  writer.add(WorkflowInstance, { id, kind: 'kyc_refresh', subjectType: 'Clients', subjectId: client.clientId, client: client.clientId, status: 'waiting', startedAt: begun, lastProgressAt: stuckSince, currentStep: 'document_collection', completedAt: null, owner: advisor });
  const steps = [['invitation', 'done', begun, stuckSince, advisor], ['document_collection', 'active', stuckSince, null, client.userId], ['verification', 'pending', null, null, firm.people.admin.userId]] as const;
  for (const [index, [name, status, startedAt, completedAt, assignee]] of steps.entries()) writer.add(WorkflowStep, { id: newId(), instance: id, sequence: index + 1, name, status, assignee, startedAt, completedAt, note: null });
  addFlag(context, firm, client, null, null, { kind: 'kyc', severity: 'high', title: 'Identity verification expired', detail: 'The client was reminded twice.', daysAgo: 12, closed: false });
  addFlag(context, firm, client, null, null, { kind: 'kyc', severity: 'medium', title: 'Identity document unreadable', detail: 'The copy of the passport could not be read.', daysAgo: 400, closed: true });
}
