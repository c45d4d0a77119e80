import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVICE_PRINCIPAL } from '../../src/access/scoped-dbs.ts';
import { replayRecommendation } from '../../src/data/advice/replay-recommendation.ts';
import { CURRENT_RULE_SET } from '../../src/domain/compliance/check-compliance.ts';
import { decodeSortable } from '../../src/entities/exact-decimal.type.ts';
import { CurrencyExchangeRate } from '../../src/entities/markets/currency-exchange-rate.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { runRecommendationLife } from '../../src/jobs/recommendation-life.job.ts';
import { addDays } from '../../src/shared/calendar.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { countsOf, FIRM_DAY, givenFirm, type Firm, type Row, type Written } from './given-firm.ts';

interface Story {
  readonly name: string;
  readonly client: string;
  readonly advisor: string;
  readonly portfolio: string;
  readonly question: string;
  readonly strategy: string;
  /** What the trades must do. */
  readonly fits: (trades: readonly Trade[]) => boolean;
}

interface Trade {
  readonly side: 'buy' | 'sell';
  readonly ticker: string;
  readonly securityId: string;
  readonly quantity: string;
  readonly price: string;
  readonly amountBase: string;
}

const STORIES: readonly Story[] = [
  {
    name: 'the concentrated technology holder', client: 'james.whitfield@example.com', advisor: 'sofia@steward.example', portfolio: 'Technology Growth', question: 'How could I make Technology Growth less dependent on one stock?', strategy: 'reduce_concentration',
    fits: (trades) => trades.filter(({ side }) => side === 'sell').every(({ ticker }) => ticker === 'NVLT') && trades.some(({ side }) => side === 'sell'),
  },
  {
    name: 'losses worth harvesting', client: 'marcus.bell@example.com', advisor: 'sofia@steward.example', portfolio: 'Opportunities', question: 'What should I do with the losses in Opportunities?', strategy: 'harvest_losses',
    fits: (trades) => trades.some(({ side, ticker }) => side === 'sell' && ['VOLT', 'MDRA', 'STRM'].includes(ticker)),
  },
  {
    name: 'under its target allocation', client: 'david.chen@example.com', advisor: 'kenji@steward.example', portfolio: 'Balanced Core', question: 'What would you change in Balanced Core?', strategy: 'rebalance',
    fits: (trades) => trades.some(({ side }) => side === 'buy'),
  },
];

/** Rows that a step adds and changes by table; what follows from transactions is compared with a rebuild instead. */
type Expected = Record<string, readonly [added: number, changed: number, removed: number]>;
const DERIVED = ['Holdings', 'PortfolioSnapshots', 'PerformanceMetrics', 'ActualAllocations', 'DividendPayouts', 'TaxRecords'];

describe('from a question to the outcome', () => {
  let firm: Firm;
  beforeAll(async () => { firm = await givenFirm(); }, 240_000);
  afterAll(async () => firm.close());

  test.each(STORIES)('$name', async (story) => {
    const [portfolio] = await firm.rows('select p.id, p.client_id from Portfolios p join Clients c on c.id = p.client_id join Users u on u.id = c.user_id where p.name = ? and u.email = ?', [story.portfolio, story.client]);
    const older = Number((await firm.rows("select count(*) as n from AIRecommendations where portfolio_id = ? and strategy = ? and status in ('in_review','released','blocked') and created_by_id in (select id from Users where role = 'client')", [portfolio!['id'], story.strategy]))[0]?.['n']);

    const recommendation = await ask(story, portfolio!, older);
    await review(story, recommendation);
    await accept(story, recommendation);
    await execute(story, recommendation, portfolio!);
    await measure(story, recommendation);
    const again = await replayRecommendation(firm.database.orm.em.fork(), firm.app.openScope(SERVICE_PRINCIPAL), { number: Number(recommendation['number']) }, firm.app.clock.now());
    expect([again.hashes, again.advice, again.rules, again.inputsThen]).toEqual([{ inputs: true, trades: true }, [], [], []]);
  }, 240_000);

  const current = async (id: unknown): Promise<Row> => (await firm.rows('select * from AIRecommendations where id = ?', [id]))[0]!;
  const tradesOf = (recommendation: Row): Trade[] => JSON.parse(String(recommendation['trades'])) as Trade[]; // written by the engine
  const stepsOf = async (id: unknown) => (await firm.rows('select s.name, s.status from WorkflowSteps s join WorkflowInstances w on w.id = s.instance_id where w.subject_id = ? order by s.sequence', [id])).map(({ name, status }) => `${String(name)} ${String(status)}`);
  const acts = ({ written }: { written: Written }) => written['AuditLogs']!.added.toSorted((left, right) => (String(left['id']) < String(right['id']) ? -1 : 1)).map(({ event }) => String(event));

  async function ask(story: Story, portfolio: Row, older: number): Promise<Row> {
    const asked = await firm.writtenBy(() => firm.ask(story.client, story.question));
    expect(asked.result.status, asked.result.text).toBe('completed');
    const [row, ...others] = asked.written['AIRecommendations']?.added ?? [];
    expect(others).toEqual([]);
    expect(row).toMatchObject({ client_id: portfolio['client_id'], portfolio_id: portfolio['id'], strategy: story.strategy, conversation_id: asked.result.conversationId, message_id: asked.result.answerId, data_as_of: FIRM_DAY, is_override: 0 });
    expect(story.fits(tradesOf(row!)), JSON.stringify(tradesOf(row!))).toBe(true);
    const isReviewed = row!['status'] === 'in_review';
    expect(isReviewed || row!['status'] === 'released', String(row!['status_reason'])).toBe(true);
    const invocations = asked.written['ToolInvocations']!.added;
    expect(invocations.map(({ tool_name: name }) => name)).toContain('propose_recommendation');
    const expected: Expected = {
      AIRecommendations: [1, older, 0], ComplianceChecks: [CURRENT_RULE_SET.rules.length, 0, 0], WorkflowInstances: [1, older, 0], WorkflowSteps: [4, asked.written['WorkflowSteps']!.changed.length, 0], Notifications: [1, 0, 0],
      AuditTrails: [1 + older, 0, 0], Conversations: [1, 0, 0], ChatMessages: [2, 0, 0], ToolInvocations: [invocations.length, 0, 0], AuditLogs: [2 + invocations.length + 3 + older, 0, 0],
      ...(isReviewed ? { Tasks: [1, asked.written['Tasks']!.changed.length, 0] } : {}), ...(asked.written['AIModelVersions'] ? { AIModelVersions: [1, 0, 0] } : {}),
    };
    expect(countsOf(asked.written)).toEqual(expected);
    expect(new Set(acts(asked))).toEqual(new Set(['turn.received', 'tool.called', 'recommendation.drafted', 'recommendation.checked', ...(older > 0 ? ['recommendation.superseded'] : []), isReviewed ? 'recommendation.sent_to_review' : 'recommendation.released', 'turn.completed']));
    // Of a draft in review the client is told how the portfolio stands, and not what is to be traded.
    expect(isReviewed && /\b(?:buy|sell)s?\b/i.test(asked.result.text)).toBe(false);
    expect(isReviewed && String(row!['summary']).split(/(?<=\.)\s/).some((sentence) => asked.result.text.includes(sentence))).toBe(false);
    return row!;
  }

  async function review(story: Story, { id, number, status }: Row): Promise<void> {
    if (status === 'released') return;
    const prepared = await firm.call(story.advisor, 'review_recommendation', { number, decision: 'release', reason: 'Talked through with the client.' });
    const released = await firm.writtenBy(() => firm.approve(story.advisor, prepared));
    expect(countsOf(released.written)).toEqual({ AIRecommendations: [0, 1, 0], WorkflowInstances: [0, 1, 0], WorkflowSteps: [0, 2, 0], Tasks: [0, 1, 0], Notifications: [1, 0, 0], AuditTrails: [1, 0, 0], AuditLogs: [3, 0, 0], ToolInvocations: [0, 1, 0] });
    expect(acts(released)).toEqual(['approval.given', 'recommendation.released', 'write.executed']);
    expect(await current(id)).toMatchObject({ status: 'released', status_reason: 'Talked through with the client.' });
    expect(await stepsOf(id)).toEqual(['compliance_checks done', 'advisor_review done', 'client_decision active', 'execution pending']);
  }

  async function accept(story: Story, { id, number }: Row): Promise<void> {
    const prepared = await firm.call(story.client, 'decide_recommendation', { number, decision: 'accept' });
    const accepted = await firm.writtenBy(() => firm.approve(story.client, prepared));
    expect(countsOf(accepted.written)).toEqual({ AIRecommendations: [0, 1, 0], WorkflowInstances: [0, 1, 0], WorkflowSteps: [0, 2, 0], Tasks: [1, 0, 0], Notifications: [1, 0, 0], AuditTrails: [1, 0, 0], AuditLogs: [3, 0, 0], ToolInvocations: [0, 1, 0] });
    expect(acts(accepted)).toEqual(['approval.given', 'recommendation.accepted', 'write.executed']);
    expect((await current(id))['status']).toBe('accepted');
  }

  async function execute(story: Story, { id, number }: Row, portfolio: Row): Promise<void> {
    const trades = tradesOf(await current(id));
    const unitsOf = async (): Promise<Map<string, string>> => new Map((await firm.rows('select security_id, quantity from Holdings where portfolio_id = ?', [portfolio['id']])).map((row) => [String(row['security_id']), decodeSortable(String(row['quantity']))]));
    const before = await unitsOf();
    const prepared = await firm.call(story.advisor, 'execute_recommendation', { number });
    const executed = await firm.writtenBy(() => firm.approve(story.advisor, prepared));
    const bookings = executed.written['Transactions']!.added;
    const direct = Object.fromEntries(Object.entries(countsOf(executed.written)).filter(([table]) => !DERIVED.includes(table)));
    expect(direct).toEqual({
      Transactions: [bookings.length, 0, 0], AIRecommendations: [0, 1, 0], RebalancingLogs: [1, 0, 0], ComplianceChecks: [CURRENT_RULE_SET.rules.length, 0, 0], WorkflowInstances: [0, 1, 0], WorkflowSteps: [0, 1, 0], Tasks: [0, 1, 0],
      Notifications: [1, 0, 0], AuditTrails: direct['AuditTrails'], AuditLogs: [3, 0, 0], ToolInvocations: [0, 1, 0],
    });
    expect(acts(executed)).toEqual(['approval.given', 'recommendation.executed', 'write.executed']);
    expect(bookings.filter(({ security_id: security }) => security !== null).map(({ kind, security_id: security, quantity, price, is_simulated: simulated, source }) => [kind, security, decodeSortable(String(quantity)), simulated, source, Number(decodeSortable(String(price)))].join(' ')).toSorted())
      .toEqual(trades.map(({ side, securityId, quantity, price }) => [side, securityId, decimal(quantity).toFixed(10), 1, 'execution', Number(price)].join(' ')).toSorted());
    // Every derived row that moved belongs to this portfolio, and the units moved by exactly what was traded.
    expect(new Set(DERIVED.flatMap((table) => [...executed.written[table]?.added ?? [], ...executed.written[table]?.changed ?? [], ...executed.written[table]?.removed ?? []].map((row) => row['portfolio_id'])))).toEqual(new Set([portfolio['id']]));
    const after = await unitsOf();
    for (const securityId of new Set(trades.map((trade) => trade.securityId))) {
      const wanted = trades.filter((trade) => trade.securityId === securityId).reduce((sum, { side, quantity }) => sum.plus(decimal(quantity).times(side === 'buy' ? 1 : -1)), decimal(0));
      expect(decimal(after.get(securityId) ?? 0).minus(before.get(securityId) ?? 0).toFixed(), securityId).toBe(wanted.toFixed());
    }
    expect([...after.values()].every((quantity) => decimal(quantity).gte(0))).toBe(true);
    expect(await stepsOf(id)).toEqual(['compliance_checks done', expect.stringMatching(/^advisor_review (?:done|skipped)$/), 'client_decision done', 'execution done']);
    expect((await firm.rows('select status from Tasks where recommendation_id = ?', [id])).map(({ status }) => status)).not.toContain('open');
  }

  /** A month on: what was sold has fallen by a tenth, everything else and all rates stand still. */
  async function measure(story: Story, { id, number }: Row): Promise<void> {
    const row = await current(id);
    const trades = tradesOf(row);
    const sold = new Set(trades.filter(({ side }) => side === 'sell').map(({ securityId }) => securityId));
    const kept = (JSON.parse(String(row['inputs'])) as { snapshot: { state: { positions: { security: { id: string } }[] } } }).snapshot.state.positions.map(({ security }) => security.id);
    const ids = [...new Set([...kept, ...trades.map(({ securityId }) => securityId)])];
    const last = await firm.rows(`select security_id, close, max(price_date) as day from MarketPrices where security_id in (${ids.map(() => '?').join(',')}) group by security_id`, ids);
    await firm.database.orm.em.fork().upsertMany(MarketPrice, last.flatMap(({ security_id: security, close }) => [1, 2, 3, 4].map((week) => ({
      security: String(security), priceDate: addDays(FIRM_DAY, 7 * week), close: decimal(decodeSortable(String(close))).times(sold.has(String(security)) ? 1 - 0.025 * week : 1).toFixed(8), isSplitAdjusted: false, source: 'walk-through', recordedAt: firm.app.clock.now(),
    }))));
    const rates = await firm.rows('select base_currency, quote_currency, rate, max(rate_date) as day from CurrencyExchangeRates group by base_currency, quote_currency');
    await firm.database.orm.em.fork().upsertMany(CurrencyExchangeRate, rates.flatMap(({ base_currency: base, quote_currency: quote, rate }) => [1, 2, 3, 4].map((week) => ({
      baseCurrency: String(base), quoteCurrency: String(quote), rateDate: addDays(FIRM_DAY, 7 * week), rate: decodeSortable(String(rate)), source: 'walk-through', recordedAt: firm.app.clock.now(),
    }))));
    firm.travel(31);
    const measured = await firm.writtenBy(() => runRecommendationLife(firm.app.openScope(SERVICE_PRINCIPAL), firm.app));
    firm.travel(-31);
    const { status, outcome } = await current(id);
    expect(status).toBe('measured');
    const [horizon] = (JSON.parse(String(outcome)) as { horizons: Record<string, unknown>[] }).horizons;
    expect(horizon).toMatchObject({ afterDays: 30, from: FIRM_DAY });
    expect(horizon!['reason'], 'every price is there').toBeUndefined();
    // Whoever sold what then fell by a tenth is better off by a tenth of it, less the cost of trading; rates of exchange stood still.
    const avoided = trades.filter(({ side }) => side === 'sell').reduce((sum, { amountBase }) => sum + Number(amountBase) * 0.1, 0);
    const cost = Number((JSON.parse(String(row['after'])) as { estimatedCostBase: string }).estimatedCostBase);
    expect(Math.abs(Number(horizon!['gainBase']) - (avoided - cost))).toBeLessThan(Math.max(1, avoided * 0.001));
    expect(measured.written['AIRecommendations']!.changed.map((changed) => changed['number'])).toContain(number);
    expect(measured.written['AuditLogs']!.added.filter(({ object_id: about }) => about === id).map(({ event, actor_role: role }) => [event, role])).toEqual([['recommendation.measured', 'service']]);
    expect(story.name).not.toBe('');
  }
});
