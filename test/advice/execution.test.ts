import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVICE_PRINCIPAL } from '../../src/access/scoped-dbs.ts';
import { rebuildDerived } from '../../src/data/derived/index.ts';
import { savePrices } from '../../src/data/transactions/index.ts';
import { expireRecommendations } from '../../src/data/advice/expire-recommendations.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { whyLapsed } from '../../src/domain/advice-life/execution-window.ts';
import { planExecution } from '../../src/domain/advice-life/plan-execution.ts';
import { AiRecommendation } from '../../src/entities/analytics/ai-recommendation.entity.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { KycVerification } from '../../src/entities/clients/kyc-verification.entity.ts';
import { RebalancingLog } from '../../src/entities/planning/rebalancing-log.entity.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { MarketPrice } from '../../src/entities/trading/market-price.entity.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import { Notification } from '../../src/entities/communication/notification.entity.ts';
import { runRecommendationLife } from '../../src/jobs/recommendation-life.job.ts';
import { addDays, isoDate } from '../../src/shared/calendar.ts';
import { decimal, sumDecimals } from '../../src/shared/decimal.ts';
import { definedOrThrow, isUndefined } from '../../src/shared/undefined-value.ts';
import { ENGINES } from '../support/databases.ts';
import { ADVICE_DAY, givenAdvised, type Advised } from './given-advised.ts';

const COSTS = { tradeBps: { equity: 10 }, minimumPerTradeBase: '5', source: 'test' };
const trade = (side: 'buy' | 'sell', currency: string, quantity: string, price: string, amountBase: string) => ({ side, securityId: `${side}${currency}`, ticker: `${side}${currency}`, quantity, price, priceDate: ADVICE_DAY, currency, amountBase });
const plan = (trades: Parameters<typeof planExecution>[0]['trades'], cash: Record<string, string>) => planExecution({
  baseCurrency: 'EUR', trades, costs: COSTS, assetClassOf: () => 'equity', rateOf: (currency) => (currency === 'USD' ? '0.9' : undefined), cash: new Map(Object.entries(cash).map(([currency, amount]) => [currency, decimal(amount)])),
});

describe('planning an execution', () => {
  test('costs are the rate on the amount, at least the minimum, in the currency of the trade', () => {
    const { trades, feesBase } = definedOrThrow(plan([trade('sell', 'EUR', '10', '1000', '10000'), trade('sell', 'USD', '1', '100', '90')], {}));
    expect(trades.map(({ fees }) => fees.toFixed())).toEqual(['10', '5.56']);
    expect(feesBase.toFixed()).toBe('15.004');
  });

  test('a purchase abroad brings its money from the base currency, rounded against the client by less than a cent', () => {
    const { exchanges } = definedOrThrow(plan([trade('buy', 'USD', '10', '100', '900')], { EUR: '1000', USD: '200' }));
    // 1,000 and 5.56 of cost, less 200 that are there: 805.56 USD, at 0.9.
    expect(exchanges.map(({ from, fromAmount, to, toAmount }) => [from, fromAmount.toFixed(), to, toAmount.toFixed()])).toEqual([['EUR', '725.01', 'USD', '805.56']]);
  });

  test('a purchase at home is paid from what sales abroad brought when the base currency is short', () => {
    const { exchanges } = definedOrThrow(plan([trade('sell', 'USD', '10', '100', '900'), trade('buy', 'EUR', '1', '500', '500')], { EUR: '100' }));
    expect(exchanges.map(({ from, to, toAmount }) => [from, to, toAmount.gte('405')])).toEqual([['USD', 'EUR', true]]);
  });

  test('too little money, or no rate, is said and not guessed', () => {
    expect(plan([trade('buy', 'EUR', '1', '500', '500')], { EUR: '100' })).toMatchObject({ kind: 'undefined', reason: '405.00 EUR of cash are lacking' });
    expect(isUndefined(plan([trade('buy', 'CHF', '1', '500', '500')], { EUR: '1000' }))).toBe(true);
  });
});

describe.each(ENGINES)('carrying out on %s', (engine) => {
  let book: Advised;
  let number = 0;
  beforeAll(async () => {
    book = await givenAdvised(engine);
    number = await accepted();
  });
  afterAll(async () => book.close());

  async function accepted(): Promise<number> {
    const { result } = await book.call('dora', 'propose_recommendation', { portfolio: 'Alpine Growth', objective: 'rebalance' });
    const made = Number((result['facts'] as { key: string; value: string }[]).find(({ key }) => key === 'number')?.value);
    await book.act('anna', 'decide_recommendation', { number: made, decision: 'accept' });
    return made;
  }
  const rowOf = async () => book.em().findOneOrFail(AiRecommendation, { number });
  const holdings = async () => new Map((await book.em().find(Holding, { portfolio: 'alpine' }, { disableIdentityMap: true })).map((row) => [row.security.id, row]));

  test('only an accepted one, only by an advisor', async () => {
    expect((await book.call('anna', 'execute_recommendation', { number })).result['error']).toBe('not-permitted');
    const open = await book.call('dora', 'propose_recommendation', { portfolio: 'Alpine Growth', objective: 'do_nothing' });
    const other = Number((open.result['facts'] as { key: string; value: string }[]).find(({ key }) => key === 'number')?.value);
    expect((await book.call('dora', 'execute_recommendation', { number: other })).result['error']).toBe('conflict');
  });

  test('a rule that fails by now stops it', async () => {
    await book.em().nativeUpdate(KycVerification, { client: 'anna' }, { expiresOn: isoDate('2026-11-20') });
    expect((await book.call('dora', 'execute_recommendation', { number })).result).toMatchObject({ error: 'conflict', message: expect.stringContaining('stopped by kyc') as string });
    await book.em().nativeUpdate(KycVerification, { client: 'anna' }, { expiresOn: isoDate('2028-06-03') });
    expect(await book.em().count(Transaction, { source: 'execution' })).toBe(0);
  });

  test('an override lifts the breach that was seen, not another one of the day on which it is carried out', async () => {
    const row = await rowOf();
    const { close } = await book.em().findOneOrFail(MarketPrice, { security: 'BOLT', priceDate: ADVICE_DAY });
    const price = async (value: string) => savePrices(book.em(), [{ securityId: 'BOLT', priceDate: ADVICE_DAY, close: value, source: 'test' }], { now: book.clock.now(), today: ADVICE_DAY });
    await price('900');
    const stopped = await book.call('dora', 'execute_recommendation', { number });
    expect(stopped.result).toMatchObject({ error: 'conflict', message: expect.stringContaining('stopped by') as string });
    // As if two persons had agreed to each rule when the recommendation was made.
    await book.em().nativeUpdate(ComplianceCheck, { recommendation: row.id, triggerKind: 'recommendation' }, { overriddenBy: 'u-dora', overriddenAt: new Date(), secondConsentBy: 'u-edgar', secondConsentAt: new Date() });
    expect((await book.call('dora', 'execute_recommendation', { number })).result).toEqual(stopped.result);
    await price(close);
    await book.em().nativeUpdate(ComplianceCheck, { recommendation: row.id }, { overriddenBy: null, overriddenAt: null, secondConsentBy: null, secondConsentAt: null });
    expect((await book.call('dora', 'execute_recommendation', { number })).ok).toBe(true);
  });

  test('an accepted one is carried out within seven days or lapses, and both sides are told', async () => {
    const { id } = await rowOf();
    const acceptedOn = async (day: string) => book.em().nativeUpdate(AiRecommendation, { id }, { statusChangedAt: new Date(`${day}T09:00:00Z`) });
    await acceptedOn('2026-11-16');
    expect((await book.call('dora', 'execute_recommendation', { number })).ok).toBe(true);
    await acceptedOn('2026-11-15');
    expect((await book.call('dora', 'execute_recommendation', { number })).result).toMatchObject({ error: 'conflict', message: expect.stringContaining('has lapsed: it was accepted on 2026-11-15') as string });
    expect([whyLapsed({ acceptedAt: book.clock.now(), trades: [{ priceDate: '2026-11-13' }] }, ADVICE_DAY), whyLapsed({ acceptedAt: book.clock.now(), trades: [{ priceDate: ADVICE_DAY }, { priceDate: '2026-11-12' }] }, ADVICE_DAY)]).toEqual([undefined, expect.stringContaining('2026-11-12')]);
    expect(await expireRecommendations(book.app.openScope(SERVICE_PRINCIPAL), book.app)).toBe(1);
    expect(await rowOf()).toMatchObject({ status: 'expired', statusReason: 'Accepted, but not carried out in time: it was accepted on 2026-11-15, more than 7 days ago.' });
    expect((await book.em().find(Notification, { title: `Recommendation ${number} has lapsed` }, { orderBy: { user: 'asc' } })).map(({ user }) => user.id)).toEqual(['u-anna', 'u-dora']);
    expect(await book.em().findOneOrFail(AuditLog, { event: 'recommendation.expired', objectId: id })).toMatchObject({ actorRole: 'service', detail: { from: 'accepted', to: 'expired' } });
    number = await accepted();
  });

  test('books the stated trades at the stated prices, labelled as simulated, and nothing else', async () => {
    const before = await holdings();
    const { trades, tradesHash } = await rowOf();
    const done = await book.act('dora', 'execute_recommendation', { number });
    expect(done['title']).toBe(`Recommendation ${number} carried out`);
    const booked = await book.em().find(Transaction, { portfolio: 'alpine', source: 'execution' }, { orderBy: { sequence: 'asc' } });
    expect(booked.every(({ isSimulated, tradeDate, note }) => isSimulated && tradeDate === ADVICE_DAY && note?.includes(`recommendation ${number}`))).toBe(true);
    expect(booked.filter(({ kind }) => kind === 'buy' || kind === 'sell').map(({ kind, security, quantity, price }) => [kind, security?.id, quantity, price])).toEqual([...trades.filter(({ side }) => side === 'sell'), ...trades.filter(({ side }) => side === 'buy')].map(({ side, securityId, quantity, price }) => [side, securityId, quantity, price]));
    const after = await holdings();
    for (const { side, securityId, quantity } of trades) {
      const moved = decimal(after.get(securityId)?.quantity ?? 0).minus(before.get(securityId)?.quantity ?? 0);
      expect(moved.toFixed(), securityId).toBe(decimal(quantity).times(side === 'buy' ? 1 : -1).toFixed());
    }
    // Cash moved by exactly what was bought, sold and paid for it; the two legs of an exchange are worth the same.
    const flows = sumDecimals(booked.map(({ kind, netAmount, fxRateToBase }) => decimal(netAmount ?? 0).times(kind === 'sell' || kind === 'deposit' ? 1 : -1).times(fxRateToBase ?? 1)));
    const cash = (held: typeof after) => sumDecimals(['EUR', 'USD'].map((id) => decimal(held.get(id)?.marketValueBase ?? 0)));
    expect(cash(after).minus(cash(before)).minus(flows).abs().lt('0.05')).toBe(true);
    expect(['EUR', 'USD'].every((id) => decimal(after.get(id)?.quantity ?? 0).gte(0))).toBe(true);
    expect((await rowOf()).tradesHash).toBe(tradesHash);
  });

  test('leaves the log, the message to the client and the checks of the trades', async () => {
    const row = await rowOf();
    expect(row.status).toBe('executed');
    const [log, ...others] = await book.em().find(RebalancingLog, { portfolio: 'alpine' });
    expect(others).toEqual([]);
    expect([log?.recommendation?.id, log?.triggerKind, log?.performedBy?.id, log?.rebalancedOn, log?.driftBeforeFraction, log?.driftAfterFraction]).toEqual([row.id, 'recommendation', 'u-dora', ADVICE_DAY, row.before['driftFraction'], row.after['driftFraction']]);
    const ids = (log!.trades as { transactionId: string }[]).map(({ transactionId }) => transactionId);
    expect(await book.em().count(Transaction, { id: { $in: ids }, kind: { $in: ['buy', 'sell'] } })).toBe(row.trades.length);
    expect((await book.em().find(ComplianceCheck, { recommendation: row.id, triggerKind: 'trade' })).map(({ result }) => result)).toEqual(Array<string>(15).fill('passed'));
    expect(await book.em().count(Notification, { user: 'u-anna', kind: 'trade_confirmation' })).toBe(1);
  });

  test('the derived rows are what a rebuild from the transactions gives', async () => {
    const stored = [...(await holdings()).values()].map(({ security, quantity, marketValueBase, costBasisBase, lots }) => ({ id: security.id, quantity, marketValueBase, costBasisBase, lots })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await rebuildDerived(book.em(), { today: ADVICE_DAY, portfolioIds: ['alpine'] });
    const rebuilt = [...(await holdings()).values()].map(({ security, quantity, marketValueBase, costBasisBase, lots }) => ({ id: security.id, quantity, marketValueBase, costBasisBase, lots })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(stored).toEqual(rebuilt);
  });

  test('cannot be carried out twice', async () => {
    expect((await book.call('dora', 'execute_recommendation', { number })).result['error']).toBe('conflict');
  });

  test('the outcome is measured after 30 and 90 days against doing nothing, once each', async () => {
    const db = book.app.openScope(SERVICE_PRINCIPAL);
    expect(await runRecommendationLife(db, book.app)).toMatchObject({ measured: 0 });
    // From here on the price of the fund rises by one per cent a week and everything else stands still.
    const last = new Map((await book.em().find(MarketPrice, { priceDate: ADVICE_DAY })).map((row) => [row.security.id, Number(row.close)]));
    const weeks = Array.from({ length: 14 }, (_, index) => index + 1);
    await book.em().insertMany(MarketPrice, [...last].flatMap(([security, close]) => weeks.map((week) => ({
      security, priceDate: addDays(ADVICE_DAY, 7 * week), close: (security === 'FUND' ? close * 1.01 ** week : close).toFixed(8), isSplitAdjusted: false, source: 'test', recordedAt: new Date(),
    }))));
    const { trades, after } = await rowOf();
    const fund = trades.filter(({ securityId }) => securityId === 'FUND').reduce((sum, { side, quantity }) => sum + (side === 'buy' ? 1 : -1) * Number(quantity), 0);
    expect(fund).not.toBe(0);
    const expected = (weeksOn: number) => (fund * last.get('FUND')! * (1.01 ** weeksOn - 1) - Number(after['estimatedCostBase'])).toFixed(2);
    book.travel(31);
    expect(await runRecommendationLife(db, book.app)).toMatchObject({ measured: 1 });
    expect((await rowOf()).outcome).toMatchObject({ afterDays: 30, gainAgainstDoingNothingBase: expected(4) });
    expect((await rowOf()).status).toBe('measured');
    expect(await runRecommendationLife(db, book.app)).toMatchObject({ measured: 0 });
    book.travel(60);
    expect(await runRecommendationLife(db, book.app)).toMatchObject({ measured: 1 });
    const { outcome } = await rowOf();
    expect(outcome).toMatchObject({ afterDays: 90, gainAgainstDoingNothingBase: expected(12) });
    expect((outcome!['horizons'] as { afterDays: number }[]).map(({ afterDays }) => afterDays)).toEqual([30, 90]);
  });

  test('an outcome whose tax was never known is not told, and says why', async () => {
    const { after } = await rowOf();
    await book.em().nativeUpdate(AiRecommendation, { number }, { after: { ...after, estimatedTaxBase: null } });
    book.travel(275);
    await runRecommendationLife(book.app.openScope(SERVICE_PRINCIPAL), book.app);
    const horizons = (await rowOf()).outcome!['horizons'] as { afterDays: number; reason?: string; gainAgainstDoingNothingBase?: string }[];
    expect(horizons.at(-1)).toMatchObject({ afterDays: 365, reason: 'the tax on the trades was not known' });
    expect(horizons.at(-1)?.gainAgainstDoingNothingBase).toBeUndefined();
  });
});
