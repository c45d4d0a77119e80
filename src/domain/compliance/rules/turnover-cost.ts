import { addDays } from '../../../shared/calendar.ts';
import { decimal, sumDecimals, type Decimal } from '../../../shared/decimal.ts';
import { cannotTell, failed, passed, percent, rounded, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';
import { EDGE } from '../weights.ts';

export interface TurnoverParameters {
  /** Turnover of the trades themselves: the lesser of purchases and sales over the value. */
  readonly warnTurnoverFraction: number;
  readonly failTurnoverFraction: number;
  /** Trades of the last 61 days, proposed ones included, in times of the value a year. */
  readonly warnYearlyTurnover: number;
  readonly failYearlyTurnover: number;
  readonly warnCostFraction: number;
  readonly failCostFraction: number;
  readonly windowDays: number;
}

/** Not too much is traded, and it does not cost too much. */
export function judgeTurnoverCost(view: SubjectView, parameters: TurnoverParameters): Verdict {
  const total = view.before.totalBase;
  if (!view.hasTrades && view.state.recentTrades.length === 0) return { findings: [passed('Nothing was traded lately.')], evidence: { turnoverFraction: 0, windowDays: parameters.windowDays } };
  if (total === undefined || total <= 0) return { findings: [view.hasTrades ? cannotTell('Without the value of the portfolio nobody can say how much of it is traded.') : passed('The portfolio has no value to turn over.')], evidence: { valueBase: total ?? null } };
  const proposed = turnoverOf(view.trades.map(({ side, amountBase }) => ({ side, amount: decimal(amountBase) })), total);
  const recent = recentTurnover(view, total, parameters.windowDays);
  const cost = view.subject.bestInterest?.estimatedCostBase ?? null;
  const costFraction = cost === null ? null : decimal(cost).div(total).toNumber();
  const yearly = yearlyFindings(recent, parameters);
  return {
    findings: [...turnoverFindings(proposed, parameters), ...yearly, ...costFindings(costFraction, parameters), passed('Turnover and cost are moderate.')],
    evidence: { turnoverFraction: rounded(proposed), yearlyTurnover: recent === undefined ? null : rounded(recent), estimatedCostBase: cost, costFraction: costFraction === null ? null : rounded(costFraction), ...parameters },
    // A trade that leaves the window can only lower the turnover: what is moderate stays so.
    turns: yearly.length === 0 ? [] : ownTrades(view).map(({ tradeDate }) => addDays(tradeDate, parameters.windowDays)),
  };
}

interface Amount {
  readonly side: 'buy' | 'sell';
  readonly amount: Decimal;
}

function turnoverOf(amounts: readonly Amount[], total: number): number {
  const of = (side: 'buy' | 'sell') => sumDecimals(amounts.filter((amount) => amount.side === side).map(({ amount }) => amount));
  const [bought, sold] = [of('buy'), of('sell')];
  return (bought.lt(sold) ? bought : sold).toNumber() / total;
}

function ownTrades({ state: { recentTrades, portfolio } }: SubjectView): SubjectView['state']['recentTrades'] {
  return recentTrades.filter(({ portfolioId }) => portfolioId === portfolio.id);
}

/** Purchases and sales of this portfolio in the window, with the proposed ones, in times of the value a year; `undefined` when an amount is missing. */
function recentTurnover(view: SubjectView, total: number, windowDays: number): number | undefined {
  const amounts: Amount[] = view.trades.map(({ side, amountBase }) => ({ side, amount: decimal(amountBase) }));
  for (const { side, amountBase } of ownTrades(view)) {
    if (amountBase === null || amountBase === undefined) return undefined;
    amounts.push({ side, amount: decimal(amountBase) });
  }
  return (turnoverOf(amounts, total) * 365) / windowDays;
}

function turnoverFindings(turnover: number, { warnTurnoverFraction, failTurnoverFraction }: TurnoverParameters): Finding[] {
  if (turnover > failTurnoverFraction + EDGE) return [failed(`The trades turn over ${percent(turnover)} of the value; the limit is ${percent(failTurnoverFraction)}.`)];
  return turnover > warnTurnoverFraction + EDGE ? [warning(`The trades turn over ${percent(turnover)} of the value, above ${percent(warnTurnoverFraction)}.`)] : [];
}

function yearlyFindings(yearly: number | undefined, { warnYearlyTurnover, failYearlyTurnover, windowDays }: TurnoverParameters): Finding[] {
  if (yearly === undefined) return [cannotTell('The amount of a recent trade is missing, so the turnover of the last weeks is not known.', { override: 'release' })];
  const says = `At the pace of the last ${windowDays} days the portfolio turns over ${Number(yearly.toFixed(2))} times a year`;
  if (yearly > failYearlyTurnover + EDGE) return [failed(`${says}; ${failYearlyTurnover} times count as excessive.`)];
  return yearly > warnYearlyTurnover + EDGE ? [warning(`${says}, above ${warnYearlyTurnover}.`)] : [];
}

function costFindings(cost: number | null, { warnCostFraction, failCostFraction }: TurnoverParameters): Finding[] {
  if (cost === null) return [];
  if (cost > failCostFraction + EDGE) return [failed(`The trades cost ${percent(cost)} of the value; the limit is ${percent(failCostFraction)}.`)];
  return cost > warnCostFraction + EDGE ? [warning(`The trades cost ${percent(cost)} of the value, above ${percent(warnCostFraction)}.`)] : [];
}
