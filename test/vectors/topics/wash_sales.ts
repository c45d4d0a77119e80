import { decimal } from '../../../src/shared/decimal.ts';
import { isoDate } from '../../../src/shared/calendar.ts';
import { applyWashSales } from '../../../src/domain/tax/wash-sales.ts';
import { US_WASH_SALE_RULES, type WashLot, type WashSaleRules } from '../../../src/domain/tax/wash-lot.ts';
import type { VectorCase } from '../vector-case.ts';

interface LotInput {
  readonly id: string;
  readonly qty: number;
  readonly bought: string;
  readonly basis: number;
  readonly sold?: string | null;
  readonly proceeds?: number | null;
  readonly same_order_as?: string | null;
}

interface Conventions {
  readonly window_days?: number;
  readonly window?: string;
  readonly holding_period?: string;
  readonly replacement_order?: string;
}

export function run(testCase: VectorCase): unknown {
  const { lots } = testCase.input as { readonly lots: readonly LotInput[] }; // the runner reads untyped JSON
  const outcomes = applyWashSales(lots.map((lot) => washLot(lot, lots)), rulesOf(testCase.conventions as Conventions));
  return Object.fromEntries(outcomes.map((outcome) => [outcome.lotId, {
    disallowed: outcome.disallowed.toNumber(),
    disallowed_qty: outcome.disallowedQuantity.toNumber(),
    basis_added: outcome.basisAdded.toNumber(),
    total_basis: outcome.totalBasis.toNumber(),
    qty_replacing: outcome.quantityReplacing.toNumber(),
    adjusted_bought: outcome.adjustedBoughtOn,
    gain: outcome.taxableGain?.toNumber() ?? null,
    allowed_gain: outcome.taxableGain?.toNumber() ?? null,
  }]));
}

function washLot(lot: LotInput, all: readonly LotInput[]): WashLot {
  return {
    id: lot.id, quantity: decimal(lot.qty), boughtOn: isoDate(lot.bought), basis: decimal(lot.basis), orderId: orderOf(lot, all),
    ...(lot.sold ? { soldOn: isoDate(lot.sold), proceeds: decimal(lot.proceeds ?? 0) } : {}),
  };
}

/** Follows `same_order_as` from lot to lot, so that all lots of one order get one name. */
function orderOf(lot: LotInput, all: readonly LotInput[]): string {
  const seen: string[] = [];
  let current: string = lot.id;
  while (!seen.includes(current)) {
    seen.push(current);
    const reference = all.find((other) => other.id === current)?.same_order_as;
    if (!reference) return current;
    current = reference;
  }
  return seen.toSorted()[0]!; // two lots that name each other
}

function rulesOf(conventions: Conventions | undefined): WashSaleRules {
  return {
    ...US_WASH_SALE_RULES,
    windowDays: conventions?.window_days ?? 30,
    inclusive: !/exclusive|not inclusive/i.test(conventions?.window ?? ''),
    tackHoldingPeriod: !/not tacked|restart|none/i.test(conventions?.holding_period ?? ''),
    replacementOrder: /latest|last/i.test(conventions?.replacement_order ?? '') ? 'latest-purchase' : 'earliest-purchase',
  };
}
