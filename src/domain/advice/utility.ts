import type { AdviceBook } from './advice-book.ts';
import type { Filled } from './fill-wishes.ts';
import type { Measures } from './measure.ts';
import { riskBand } from './risk-band.ts';

/**
 * What each improvement is worth, as a fraction of the portfolio's value a year. Expert weights, set so that one point of each kind ranks as a
 * careful advisor would rank it (a rule broken > a name too large > risk off profile > drift > cost > wishes), not fitted to outcomes. One-off
 * costs and taxes are spread over `holdingYears`; a tax that a loss saves counts half, because the replacement starts at a lower cost.
 */
export const UTILITY_WEIGHTS = {
  unwanted: 0.1, downgraded: 0.015, aboveCap: 0.15, tooRisky: 0.5, tooSafe: 0.15, drift: 0.02, driftBeyondTolerance: 0.1, idleCash: 0.03, missingCash: 0.2,
  ongoingCost: 1, goal: 0.05, esgShortfall: 0.05, belowEsg: 0.02, preferredSector: 0.01, foreign: 0.02, taxSaved: 0.5, holdingYears: 3,
} as const;

/** Beyond these weights a preferred sector brings nothing more, and a foreign currency begins to cost. */
export const PREFERRED_SECTOR_ENOUGH = 0.15;
export const FOREIGN_CURRENCY_LIMIT = 0.5;
/** Cash above floor and target by more than this is idle. */
export const CASH_ROOM = 0.02;

/** Benefits of trades, each a fraction of value a year (positive is good), and their sum. */
export interface Utility {
  readonly parts: Readonly<Record<string, number>>;
  readonly total: number;
}

/** Worth of moving from `before` to `after`, less cost and tax; an unknown tax counts as the most that it can be. A part whose measure is missing on either side counts nothing. */
export function utilityOf(book: AdviceBook, { before, after, filled }: { readonly before: Measures; readonly after: Measures; readonly filled: Filled }): Utility {
  const w = UTILITY_WEIGHTS;
  const fell = (pain: (side: Measures) => number | undefined): number => {
    const [from, to] = [pain(before), pain(after)];
    return from === undefined || to === undefined ? 0 : from - to;
  };
  const { low, high } = riskBand(book);
  const tolerance = book.snapshot.state.portfolio.driftToleranceFraction ?? 0.05;
  const oneOff = (amount: number): number => amount / w.holdingYears;
  const tax = filled.taxMostBase.toNumber() / book.totalBase.toNumber();
  const parts = {
    unwanted: w.unwanted * fell((side) => side.unwantedFraction),
    downgraded: w.downgraded * fell((side) => side.downgradedFraction),
    concentration: w.aboveCap * fell((side) => side.aboveCapFraction),
    risk: w.tooRisky * fell((side) => above(side.volatilityFraction, high)) + w.tooSafe * fell((side) => above(low, side.volatilityFraction)),
    drift: w.drift * fell((side) => side.driftFraction) + w.driftBeyondTolerance * fell((side) => above(side.driftFraction, tolerance)),
    cash: w.idleCash * fell((side) => Math.max(0, side.cashFraction - idleCashFrom(book))) + w.missingCash * fell((side) => Math.max(0, book.rules.cashFloorFraction - side.cashFraction)),
    ongoingCost: w.ongoingCost * fell((side) => side.ongoingCostFraction),
    goal: -w.goal * fell((side) => side.goalProbability),
    esg: w.esgShortfall * fell((side) => (book.rules.minEsgScore === undefined ? 0 : above(book.rules.minEsgScore / 100, side.esgScore === undefined ? undefined : side.esgScore / 100))),
    wishes: w.belowEsg * fell((side) => side.belowEsgFraction),
    preference: -w.preferredSector * fell((side) => Math.min(PREFERRED_SECTOR_ENOUGH, side.preferredSectorFraction)),
    currency: w.foreign * fell((side) => Math.max(0, side.foreignFraction - FOREIGN_CURRENCY_LIMIT)),
    tradingCost: -oneOff(filled.costBase.toNumber() / book.totalBase.toNumber()),
    tax: oneOff(tax > 0 ? -tax : -tax * w.taxSaved),
  };
  return { parts, total: Object.values(parts).reduce((sum, part) => sum + part, 0) };
}

/** Weight from which cash is idle: its target or floor, whichever is larger, and some room. */
export function idleCashFrom(book: AdviceBook): number {
  const target = book.snapshot.state.targets.find(({ assetClass }) => assetClass === 'cash')?.targetFraction ?? 0;
  return Math.max(target, book.rules.cashFloorFraction) + CASH_ROOM;
}

function above(value: number | undefined, limit: number | undefined): number | undefined {
  return value === undefined || limit === undefined ? undefined : Math.max(0, value - limit);
}
