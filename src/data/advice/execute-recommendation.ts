import { actAsService, serviceManager } from '../../access/act-as-service.ts';
import type { ScopedDb, ScopedWriter } from '../../access/scoped-db.ts';
import { isStillCovered } from '../../domain/advice-life/covered-breach.ts';
import { whyLapsed } from '../../domain/advice-life/execution-window.ts';
import { planExecution, type ExecutionPlan } from '../../domain/advice-life/plan-execution.ts';
import { standingOf } from '../../domain/advice-life/standing-checks.ts';
import { checkCompliance } from '../../domain/compliance/check-compliance.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { RebalancingLog } from '../../entities/planning/rebalancing-log.entity.ts';
import { decimal } from '../../shared/decimal.ts';
import { AppError } from '../../shared/errors.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { loadPortfolioStates } from '../compliance/load-portfolio-states.ts';
import { saveChecks, type ChecksToSave } from '../compliance/save-checks.ts';
import { lockPortfolios } from '../derived/index.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import { bookTransactions, type NewTransaction } from '../transactions/index.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { loadAdvicePeople, tell } from './advice-people.ts';
import { complianceSubjectOf, keptCost, type KeptInputs } from './advice-record.ts';
import { loadCountedChecks } from './counted-checks.ts';
import { findForAct, type AdviceTarget, type RecommendationForAct } from './find-for-act.ts';
import { stepAdvice } from './step-advice.ts';

export interface Execution {
  readonly number: number;
  readonly transactionIds: readonly string[];
  readonly plan: ExecutionPlan;
}

/**
 * Carries out an accepted recommendation by a simulated execution at the prices that it states, labelled so on every row: transactions,
 * derived rows, rebalancing log, workflow and audit in one transaction. The rules are asked again with the portfolio as it stands now.
 * @throws AppError not-permitted for anybody but an advisor; conflict when it is not accepted, lapsed, changed, stopped by a rule, or lacks money.
 */
export async function executeRecommendation(db: ScopedDb, target: AdviceTarget, tools: SaveTools): Promise<Execution> {
  if (db.principal.role !== 'advisor') throw new AppError('not-permitted', 'Only an advisor carries recommendations out.');
  const { portfolio } = await db.findOneOrNotFound(AiRecommendation, { number: target.number }, 'recommendation', { fields: ['portfolio'] });
  return retryConflicts(() => db.transaction(async (writer) => {
    // Before any read: what others book meanwhile is waited for and seen, or the rules would judge an older portfolio and the books go wrong.
    await lockPortfolios(serviceManager(writer), [portfolio.id]);
    return execute(writer, target, tools);
  }));
}

async function execute(writer: ScopedWriter, target: AdviceTarget, tools: SaveTools): Promise<Execution> {
  const row = await findForAct(writer, target, tools, false);
  const service = actAsService(writer);
  const { plan, checked } = await prepareExecution(service, row, tools);
  await saveChecks(service, { ...checked, trigger: 'trade', recommendationId: row.id }, tools);
  const { clock, newId } = tools;
  const today = clock.today();
  const sources = bookingsOf(row, plan, today, newId);
  const { ids } = await bookTransactions(serviceManager(writer), sources, { now: clock.now(), today, newId });
  const tradeIds = ids.filter((_, index) => sources[index]?.kind === 'buy' || sources[index]?.kind === 'sell');
  await stepAdvice(writer, { recommendationId: row.id, expectedVersion: target.expectedVersion, act: 'execute', actor: 'advisor', reason: 'Carried out by simulated execution at the stated prices.', fields: { executedAt: clock.now() }, detail: { transactions: ids.length } }, tools);
  await service.create(RebalancingLog, {
    id: newId(), portfolio: row.portfolio.id, rebalancedOn: today, triggerKind: 'recommendation', reason: `Recommendation ${row.number}: ${row.title}`.slice(0, 400),
    trades: plan.trades.map(({ side, ticker, quantity, price }, index) => ({ side, ticker, quantity, price, transactionId: tradeIds[index] })), turnoverFraction: smallerSideFraction(row),
    driftBeforeFraction: numberOf(row.before['driftFraction']), driftAfterFraction: numberOf(row.after['driftFraction']), costBase: plan.feesBase.toDecimalPlaces(4).toFixed(), currency: row.portfolio.baseCurrency,
    performedBy: writer.principal.userId, recommendation: row.id, createdAt: clock.now(),
  });
  const people = await loadAdvicePeople(service, row.client.id, today);
  await tell(service, { to: people.clientUserId, clientId: row.client.id, kind: 'trade_confirmation', number: row.number, title: `Recommendation ${row.number} was carried out`, body: `${plan.trades.length} trades were booked by simulated execution at the stated prices.` }, tools);
  return { number: row.number, transactionIds: ids, plan };
}

export interface PreparedExecution {
  readonly plan: ExecutionPlan;
  /** What the rules say of the trades in the portfolio as it stands now. */
  readonly checked: Pick<ChecksToSave, 'subject' | 'results'>;
}

/**
 * What would be booked, after asking the rules again. Changes nothing.
 * @throws AppError as `executeRecommendation`.
 */
export async function prepareExecution(service: ScopedWriter, row: RecommendationForAct, { clock }: Pick<SaveTools, 'clock'>): Promise<PreparedExecution> {
  if (row.status !== 'accepted') throw new AppError('conflict', `Recommendation ${row.number} is ${row.status.replaceAll('_', ' ')}: only an accepted one is carried out.`);
  if (row.trades.length === 0) throw new AppError('conflict', `Recommendation ${row.number} proposes no trade: there is nothing to carry out.`);
  const lapsed = whyLapsed({ acceptedAt: row.statusChangedAt, trades: row.trades }, clock.today());
  if (lapsed !== undefined) throw new AppError('conflict', `Recommendation ${row.number} has lapsed: ${lapsed}.`, { hint: 'Ask for a new one: prices have moved on.' });
  const { snapshot } = keptInputsOf(row);
  const [state] = await loadPortfolioStates(service, [row.portfolio.id], clock.today());
  if (!state) throw new AppError('conflict', 'The portfolio is gone.');
  const checked = await requireRulesHold(service, row, { ...snapshot, state });
  const securities = new Map([...snapshot.candidates.map(({ security }) => security), ...snapshot.state.positions.map(({ security }) => security)].map((security) => [security.id, security]));
  const rates = new Map([...snapshot.candidates.map(({ security, fxToBase }) => [security.currency, fxToBase] as const), ...snapshot.state.positions.flatMap(({ security, fxToBase }) => (fxToBase === null ? [] : [[security.currency, fxToBase] as const]))]);
  const plan = planExecution({
    baseCurrency: row.portfolio.baseCurrency, trades: row.trades as KeptTrades, costs: snapshot.costs, assetClassOf: (id) => securities.get(id)?.assetClass, rateOf: (currency) => rates.get(currency),
    cash: new Map(state.positions.filter(({ security }) => security.assetClass === 'cash').map(({ security, quantity }) => [security.currency, decimal(quantity)])),
  });
  if (isUndefined(plan)) throw new AppError('conflict', `Recommendation ${row.number} cannot be carried out: ${plan.reason}.`, { hint: 'The portfolio has changed since. Ask for a new recommendation.' });
  return { plan, checked };
}

type KeptTrades = Parameters<typeof planExecution>[0]['trades']; // the stored trades are the engine's own, days as ISO text

/** The inputs that the engine was given. @throws AppError conflict for a recommendation of the past that was recorded without them. */
export function keptInputsOf({ number, inputs }: { readonly number: number; readonly inputs: Readonly<Record<string, unknown>> }): KeptInputs {
  if (inputs['schema'] !== 1 || !inputs['snapshot'] || !inputs['request']) throw new AppError('conflict', `Recommendation ${number} was recorded without the engine's inputs.`, { hint: 'It can be read, but neither computed again nor carried out.' });
  const { snapshot, request } = inputs as unknown as KeptInputs; // written by adviceColumns alone
  return { snapshot, request };
}

/** An override lifts a rule for the breach that was seen when it was given, not for whatever the rule may say by now. */
async function requireRulesHold(service: ScopedWriter, row: RecommendationForAct, snapshot: KeptInputs['snapshot']): Promise<Pick<ChecksToSave, 'subject' | 'results'>> {
  const lifted = new Map((await loadCountedChecks(service, row.id)).map((check) => [check.ruleId, check]));
  const subject = complianceSubjectOf(snapshot, {
    trades: row.trades as KeptTrades, reasons: row.reasons as never[], alternatives: row.alternatives as never[], estimatedCostBase: keptCost(row.after), confidence: row.confidence, // only counted
  });
  const results = checkCompliance(subject);
  const { blocking } = standingOf(results.map((result) => {
    const then = lifted.get(result.ruleId);
    const covers = then !== undefined && isStillCovered(then, result);
    return { ...result, isOverridden: covers && then.isOverridden, hasSecondConsent: covers && then.hasSecondConsent };
  }));
  if (blocking.length > 0) throw new AppError('conflict', `Recommendation ${row.number} is stopped by ${blocking.map((rule) => rule.replaceAll('_', ' ')).join(', ')}: the portfolio or the rules have changed since.`);
  return { subject, results };
}

function bookingsOf(row: RecommendationForAct, { trades, exchanges }: ExecutionPlan, today: NewTransaction['tradeDate'], newId: SaveTools['newId']): NewTransaction[] {
  const common = { portfolioId: row.portfolio.id, tradeDate: today, source: 'execution', isSimulated: true };
  const note = `Simulated execution of recommendation ${row.number} at the stated price`;
  const rate = (currency: string, fxToBase: string) => ({ fxRateToBase: fxToBase, ...(currency === row.client.baseCurrency ? { fxRateToClient: '1' } : row.client.baseCurrency === row.portfolio.baseCurrency ? { fxRateToClient: fxToBase } : {}) });
  const booked = trades.map((trade): NewTransaction => ({
    ...common, kind: trade.side, securityId: trade.securityId, quantity: trade.quantity, price: trade.price, grossAmount: trade.gross.toFixed(), fees: trade.fees.toFixed(), currency: trade.currency, ...rate(trade.currency, trade.fxToBase),
    orderRef: `REC-${row.number}`, note: `${note} of ${trade.priceDate}`, ...(trade.side === 'sell' && trade.lots?.length && row.portfolio.lotMethod !== 'average' ? { lotSelection: trade.lots } : {}),
  }));
  const changed = exchanges.flatMap(({ from, fromAmount, to, toAmount }): NewTransaction[] => {
    const orderRef = `FX-${row.number}-${newId().slice(-8)}`;
    const told = `Currency exchange for recommendation ${row.number}: ${fromAmount.toFixed()} ${from} into ${toAmount.toFixed()} ${to}`;
    const base = row.portfolio.baseCurrency;
    // Both legs at one rate, so that the exchange is no flow in or out of the portfolio.
    const foreignRate = from === base ? fromAmount.div(toAmount) : toAmount.div(fromAmount);
    const leg = (kind: 'withdrawal' | 'deposit', currency: string, amount: string): NewTransaction => ({ ...common, kind, currency, grossAmount: amount, orderRef, note: told, ...(currency === base ? rate(base, '1') : rate(currency, foreignRate.toDecimalPlaces(10).toFixed())) });
    return [leg('withdrawal', from, fromAmount.toFixed()), leg('deposit', to, toAmount.toFixed())];
  });
  return [...booked.filter(({ kind }) => kind === 'sell'), ...changed, ...booked.filter(({ kind }) => kind === 'buy')];
}

/** The smaller of bought and sold over the value before, as the log of rebalances counts it. */
function smallerSideFraction({ trades, before }: RecommendationForAct): number {
  const of = (side: 'buy' | 'sell') => trades.filter((trade) => trade.side === side).reduce((sum, { amountBase }) => sum + Number(amountBase), 0);
  const value = Number(before['valueBase']);
  return value > 0 ? Math.min(of('buy'), of('sell')) / value : 0;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
