import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { openBook } from '../../../src/domain/advice/advice-book.ts';
import type { Advice, AdviceRequest, AdviceSnapshot } from '../../../src/domain/advice/advice-snapshot.ts';
import { advise } from '../../../src/domain/advice/advise.ts';
import { CONFIDENCE_THRESHOLD } from '../../../src/domain/advice/confidence.ts';
import { untouched } from '../../../src/domain/advice/evaluate.ts';
import { measure } from '../../../src/domain/advice/measure.ts';
import { addDays } from '../../../src/shared/calendar.ts';
import { canonicalJson } from '../../../src/shared/canonical-json.ts';
import { decimal, sumDecimals, type Decimal } from '../../../src/shared/decimal.ts';
import { anyRequest, anySnapshot } from './any-snapshot.ts';
import { AS_OF } from './given-snapshot.ts';

interface Judged {
  readonly snapshot: AdviceSnapshot;
  readonly request: AdviceRequest;
  readonly advice: Advice;
}

/** Random portfolios and requests with the advice on them, drawn once for all guarantees below. */
function drawn(count: number, request: fc.Arbitrary<AdviceRequest>): Judged[] {
  const cases = fc.sample(fc.tuple(anySnapshot, request), { numRuns: count, seed: 20261123 });
  return cases.map(([snapshot, asked]) => ({ snapshot, request: asked, advice: advise(snapshot, asked) }));
}

const only = (objective: AdviceRequest['objective']): fc.Arbitrary<AdviceRequest> => anyRequest.map((request) => ({ ...request, objective }));
const ANY = drawn(400, anyRequest);
const TRADED = ANY.filter(({ advice }) => advice.trades.length > 0);
const of = (objective: AdviceRequest['objective'], count: number): Judged[] => drawn(count, only(objective)).filter(({ advice }) => advice.strategy === objective);

const amounts = ({ trades }: Advice, side: 'buy' | 'sell'): Decimal => sumDecimals(trades.filter((trade) => trade.side === side).map(({ amountBase }) => decimal(amountBase)));
const heldUnits = ({ state }: AdviceSnapshot, id: string): Decimal => sumDecimals(state.positions.filter(({ security }) => security.id === id).map(({ quantity }) => decimal(quantity)));
const securityOf = ({ state, candidates }: AdviceSnapshot, id: string) => [...state.positions, ...candidates].find(({ security }) => security.id === id)!.security;

/** The same value with the keys of every object in another order. */
function shuffled<T>(value: T): T {
  if (Array.isArray(value)) return value.map(shuffled) as T; // an array stays an array of its items
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).toReversed().map(([key, item]) => [key, shuffled(item)])) as T; // the same keys and values
}

test('enough of the random cases trade for the guarantees below to mean something', () => {
  expect(TRADED.length).toBeGreaterThan(100);
  expect(new Set(TRADED.map(({ advice }) => advice.strategy)).size).toBeGreaterThanOrEqual(10);
});

test('the same snapshot and request give the same advice bit for bit, whatever the order of the keys', () => {
  for (const { snapshot, request, advice } of ANY.slice(0, 200)) {
    expect(canonicalJson(advise(snapshot, request))).toBe(canonicalJson(advice));
    expect(canonicalJson(advise(shuffled(snapshot), shuffled(request)))).toBe(canonicalJson(advice));
  }
});

test('money is conserved to the last digit: cash after = cash before + sales - purchases - costs', () => {
  for (const { advice } of ANY) {
    const expected = decimal(advice.before.cashBase).plus(amounts(advice, 'sell')).minus(amounts(advice, 'buy')).minus(advice.estimatedCostBase);
    expect(advice.after.cashBase).toBe(expected.toFixed());
  }
});

test('cash never falls below the floor because of the trades', () => {
  for (const { snapshot, request, advice } of ANY) {
    const { rules, cashBase } = openBook(snapshot, request);
    const least = cashBase.lt(rules.cashFloorBase) ? cashBase : rules.cashFloorBase;
    expect(decimal(advice.after.cashBase).gte(least)).toBe(true);
  }
});

test('no sale exceeds what is held, and its lots add up to its quantity without taking more than a lot holds', () => {
  for (const { snapshot, advice } of TRADED) {
    const open = new Map(snapshot.state.positions.flatMap((position) => position.lots.map((lot) => [lot.lotId, lot.quantity] as const)));
    for (const { side, securityId, quantity, lots } of advice.trades) {
      expect(decimal(quantity).gt(0)).toBe(true);
      if (side === 'buy') continue;
      expect(decimal(quantity).lte(heldUnits(snapshot, securityId))).toBe(true);
      expect(sumDecimals(lots!.map((lot) => decimal(lot.quantity))).toFixed()).toBe(quantity);
      expect(new Set(lots!.map(({ lotId }) => lotId)).size).toBe(lots!.length);
      for (const lot of lots!) expect(decimal(lot.quantity).lte(open.get(lot.lotId)!)).toBe(true);
    }
  }
});

test('each security is traded once and on one side, in whole tradable units, at prices of the snapshot', () => {
  for (const { snapshot, advice } of TRADED) {
    expect(new Set(advice.trades.map(({ securityId }) => securityId)).size).toBe(advice.trades.length);
    for (const { side, securityId, quantity, price } of advice.trades) {
      const isWhole = side === 'sell' && decimal(quantity).eq(heldUnits(snapshot, securityId));
      expect(isWhole || decimal(quantity).mod(securityOf(snapshot, securityId).unitSize).isZero()).toBe(true);
      expect([...snapshot.state.positions, ...snapshot.candidates].find((item) => item.security.id === securityId)!.price).toBe(price);
    }
  }
});

test('nothing restricted, excluded, avoided, unsuitable or below the wanted ESG score is bought', () => {
  for (const { snapshot, request: { constraints }, advice } of TRADED) {
    for (const { securityId } of advice.trades.filter(({ side }) => side === 'buy')) {
      const security = securityOf(snapshot, securityId);
      expect(security.isRestricted).toBe(false);
      expect(constraints.avoidSecurityIds ?? []).not.toContain(securityId);
      expect(snapshot.state.client.riskScore ?? 0).toBeGreaterThanOrEqual(security.minRiskScore ?? 0);
      const broken = snapshot.state.preferences.filter(({ kind, securityId: named, value, limitValue }) =>
        (kind === 'exclude_security' && named === securityId) || (kind === 'exclude_sector' && value !== null && value === security.sector) || (kind === 'min_esg_score' && (security.esgScore ?? -1) < limitValue!));
      expect(broken).toEqual([]);
    }
  }
});

test('what the client keeps is not sold, whether a preference or the request says so', () => {
  for (const { snapshot, request: { constraints }, advice } of TRADED) {
    const kept = [...(constraints.keepSecurityIds ?? []), ...snapshot.state.preferences.flatMap(({ kind, securityId }) => (kind === 'keep_security' && securityId ? [securityId] : []))];
    expect(advice.trades.filter(({ side, securityId }) => side === 'sell' && kept.includes(securityId))).toEqual([]);
  }
});

test('what has no price or an old one is not traded, and the reader is told', () => {
  for (const { snapshot, advice } of ANY) {
    for (const { security, price, priceDate } of snapshot.state.positions) {
      if (price !== null && priceDate! >= addDays(AS_OF, -7)) continue;
      expect(advice.trades.map(({ securityId }) => securityId)).not.toContain(security.id);
      expect(advice.warnings.join(' ')).toContain(security.ticker);
    }
  }
});

test('limits of turnover and tax hold, and cash-only advice sells nothing', () => {
  for (const { snapshot, request: { constraints }, advice } of TRADED) {
    const limits = [constraints.maxTurnoverFraction ?? 2, ...snapshot.state.preferences.flatMap(({ kind, limitValue }) => (kind === 'max_turnover_fraction' ? [limitValue!] : []))];
    const moved = amounts(advice, 'buy').plus(amounts(advice, 'sell')).toNumber();
    expect(moved).toBeLessThanOrEqual(decimal(advice.before.valueBase).times(Math.min(...limits)).toNumber() + 0.011);
    expect(decimal(advice.estimatedTaxBase ?? 0).lte(constraints.maxTaxBase ?? Infinity)).toBe(true);
    expect(advice.trades.filter(({ side }) => constraints.cashOnly && side === 'sell')).toEqual([]);
  }
});

test('a rebalance ends closer to target than it began', () => {
  const found = of('rebalance', 250);
  expect(found.length).toBeGreaterThan(50);
  for (const { advice } of found) expect(advice.after.driftFraction!).toBeLessThan(advice.before.driftFraction!);
});

test('reducing concentration leaves less above the cap and no name larger than the largest was', () => {
  const found = of('reduce_concentration', 300);
  expect(found.length).toBeGreaterThan(50);
  for (const { snapshot, request, advice } of found) {
    const book = openBook(snapshot, request);
    const units = new Map(book.held.map(({ security, quantity }) => [security.id, quantity]));
    for (const { side, securityId, quantity } of advice.trades) units.set(securityId, (units.get(securityId) ?? decimal(0)).plus(side === 'buy' ? quantity : `-${quantity}`));
    const [before, after] = [measure(book, untouched(book).quantities, book.cashBase), measure(book, units, decimal(advice.after.cashBase))];
    expect(after.aboveCapFraction).toBeLessThan(before.aboveCapFraction);
    expect(after.largestNameFraction).toBeLessThanOrEqual(before.largestNameFraction);
  }
});

test('no harvest is a wash sale: it sells only losses, of nothing that was bought within 30 days, and buys nothing that it sells', () => {
  const found = of('harvest_losses', 500);
  expect(found.length).toBeGreaterThan(30);
  for (const { snapshot, advice } of found) {
    const recent = snapshot.state.recentTrades.filter(({ side, tradeDate }) => side === 'buy' && tradeDate >= addDays(AS_OF, -30)).map(({ securityId }) => securityId);
    const lots = new Map(snapshot.state.positions.flatMap(({ security, price, fxToBase, lots: own }) => own.map((lot) => [lot.lotId, { ...lot, security, unit: decimal(price ?? 0).times(fxToBase ?? 0) }] as const)));
    const bought = advice.trades.filter(({ side }) => side === 'buy').map(({ securityId }) => securityId);
    for (const trade of advice.trades.filter(({ side }) => side === 'sell')) {
      expect([...recent, ...bought]).not.toContain(trade.securityId);
      for (const { lotId } of trade.lots!) expect(lots.get(lotId)!.unit.times(lots.get(lotId)!.quantity).lt(lots.get(lotId)!.costBase!)).toBe(true);
    }
    expect(decimal(advice.estimatedTaxBase!).lt(0)).toBe(true);
  }
});

test('confidence lies within 0 and 1, and an abstention trades nothing', () => {
  for (const { advice } of ANY) {
    for (const value of [advice.confidence, ...Object.values(advice.confidenceParts)]) expect(value >= 0 && value <= 1).toBe(true);
    expect(advice.abstained).toBe(advice.confidence < CONFIDENCE_THRESHOLD);
  }
  const idle = ANY.filter(({ advice }) => advice.abstained || advice.strategy === 'do_nothing');
  expect(idle.some(({ advice }) => advice.abstained)).toBe(true);
  for (const { advice } of idle) expect([advice.strategy, advice.trades, advice.after]).toEqual(['do_nothing', [], advice.before]);
});

test('every figure has its method, a missing one its reason, and every plan has reasons and what else was considered', () => {
  for (const { advice } of ANY) {
    for (const figure of [...advice.reasons, ...advice.alternatives].flatMap(({ figures }) => figures)) {
      expect(figure.method).not.toBe('');
      expect(figure.value === null ? figure.reason : String(figure.value)).toMatch(/[^\s]/);
      expect(typeof figure.value === 'number' && !Number.isFinite(figure.value)).toBe(false);
    }
    expect([advice.title.length <= 200, advice.summary.length <= 1000]).toEqual([true, true]);
    if (advice.trades.length === 0) continue;
    expect(advice.reasons.length).toBeGreaterThanOrEqual(3);
    expect(advice.alternatives.map(({ strategy }) => strategy)).toContain('do_nothing');
  }
});
