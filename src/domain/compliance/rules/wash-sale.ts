import { addDays, daysBetween, type IsoDate } from '../../../shared/calendar.ts';
import { decimal, sumDecimals, ZERO, type Decimal } from '../../../shared/decimal.ts';
import type { ProposedTrade, StateTrade } from '../../portfolio-state/portfolio-state.ts';
import { cannotTell, passed, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';
import { lotsSold } from '../lots-sold.ts';

export interface WashSaleParameters {
  /** By tax residence: days before and after a sale at a loss in which a purchase takes the loss away. A country that is not named has no such rule. */
  readonly windows: Readonly<Record<string, { readonly beforeDays: number; readonly afterDays: number }>>;
  /** Kinds of portfolio in which a loss has no effect on tax. */
  readonly shelteredKinds: readonly string[];
}

type Window = WashSaleParameters['windows'][string];

interface Wash {
  readonly findings: Finding[];
  readonly cases: Readonly<Record<string, unknown>>[];
  readonly turns: IsoDate[];
}

/** No loss that a purchase of the same security, before or after, takes away for tax; purchases of all portfolios of the client count. */
export function judgeWashSale(view: SubjectView, parameters: WashSaleParameters): Verdict {
  const { client, portfolio, asOf } = view.state;
  const window = parameters.windows[client.taxResidence];
  if (!window) return { findings: [passed(`There is no wash-sale rule for a tax residence in ${client.taxResidence}.`)], evidence: { taxResidence: client.taxResidence } };
  const found: Wash = { findings: [], cases: [], turns: [] };
  for (const trade of view.trades) {
    if (trade.side === 'buy') judgePurchase(view, trade, window.afterDays, found);
    else if (!parameters.shelteredKinds.includes(portfolio.kind)) judgeSale(view, trade, window, found);
  }
  if (!view.hasTrades) judgePast(view, window, found);
  return { findings: [...found.findings, passed('No purchase takes a loss away.')], evidence: { taxResidence: client.taxResidence, asOf, ...window, cases: found.cases }, turns: found.turns };
}

function judgePurchase(view: SubjectView, trade: ProposedTrade, afterDays: number, { findings, cases }: Wash): void {
  const sales = view.state.recentTrades.filter(({ side, securityId, tradeDate }) => side === 'sell' && securityId === trade.securityId && daysBetween(tradeDate, view.state.asOf) <= afterDays);
  for (const sale of sales) {
    if (sale.gainBase === null) findings.push(cannotTell(`${trade.ticker} was sold on ${sale.tradeDate}, and it is not known whether at a loss.`, { override: 'release' }));
    else if (decimal(sale.gainBase).isNegative()) {
      const clear = addDays(sale.tradeDate, afterDays + 1);
      findings.push(warning(`${trade.ticker} was sold at a loss of ${decimal(sale.gainBase).neg().toFixed(2)} on ${sale.tradeDate}: buying it before ${clear} takes the loss away.`));
      cases.push({ kind: 'purchase_after_loss', ticker: trade.ticker, soldOn: sale.tradeDate, lossBase: decimal(sale.gainBase).neg().toFixed(), clearFrom: clear });
    }
  }
}

function judgeSale(view: SubjectView, trade: ProposedTrade, { beforeDays, afterDays }: Window, { findings, cases }: Wash): void {
  const position = view.state.positions.find(({ security }) => security.id === trade.securityId);
  const sold = position ? lotsSold(position.lots, trade, view.state.portfolio.lotMethod) : [];
  if (sold.some(({ gainBase }) => gainBase === undefined)) {
    findings.push(cannotTell(`The cost of what would be sold of ${trade.ticker} is not known, so nobody can say whether it is a loss.`, { override: 'release' }));
    return;
  }
  const losing = sold.filter(({ gainBase }) => gainBase?.isNegative());
  if (losing.length === 0) return;
  const losingIds = new Set(losing.map(({ lotId }) => lotId));
  const earlier = view.state.recentTrades.filter(({ side, securityId, tradeDate, transactionId }) => side === 'buy' && securityId === trade.securityId && daysBetween(tradeDate, view.state.asOf) <= beforeDays && !losingIds.has(transactionId));
  const together = view.trades.filter(({ side, securityId }) => side === 'buy' && securityId === trade.securityId && afterDays > 0);
  const replaced = sumDecimals([...earlier, ...together].map(({ quantity }) => decimal(quantity)));
  if (replaced.isZero()) return;
  const loss = sumDecimals(losing.map(({ gainBase }) => gainBase ?? ZERO)).neg();
  const units = sumDecimals(losing.map(({ quantity }) => quantity));
  const disallowed = loss.times(replaced.lt(units) ? replaced.div(units) : 1).toDecimalPlaces(2);
  findings.push(warning(`Selling ${trade.ticker} makes a loss of ${loss.toFixed(2)}, of which ${disallowed.toFixed(2)} is taken away by purchases within ${beforeDays} days before or with it.`));
  cases.push({ kind: 'loss_with_purchases', ticker: trade.ticker, lossBase: loss.toFixed(), disallowedBase: disallowed.toFixed(), purchases: earlier.map(({ transactionId }) => transactionId), boughtTogether: together.length });
}

/** What has happened already: worth knowing, and nothing to forbid. */
function judgePast(view: SubjectView, { beforeDays, afterDays }: Window, { findings, cases, turns }: Wash): void {
  const { recentTrades, portfolio, asOf } = view.state;
  for (const sale of recentTrades) {
    if (sale.side !== 'sell' || sale.portfolioId !== portfolio.id || sale.gainBase === null || !isLoss(sale.gainBase) || daysBetween(sale.tradeDate, asOf) > Math.max(beforeDays, afterDays)) continue;
    const ticker = view.securityOf(sale.securityId)?.ticker ?? 'A security';
    const purchases = replacementsOf(sale, recentTrades, { beforeDays, afterDays });
    if (purchases.length === 0) continue;
    findings.push(warning(`${ticker} was sold at a loss on ${sale.tradeDate} and bought within the window: a part of the loss is taken away.`, { severity: 'low' }));
    turns.push(addDays(sale.tradeDate, Math.max(beforeDays, afterDays) + 1));
    cases.push({ kind: 'happened', securityId: sale.securityId, soldOn: sale.tradeDate, lossBase: decimal(sale.gainBase).neg().toFixed(), purchases: purchases.map(({ transactionId }) => transactionId) });
  }
}

function isLoss(gain: string): boolean {
  const value: Decimal = decimal(gain);
  return value.isNegative() && !value.isZero();
}

/** Purchases after the sale, and those before it where more was bought than sold: what was sold is no replacement of itself. */
function replacementsOf(sale: StateTrade, trades: readonly StateTrade[], { beforeDays, afterDays }: Window): StateTrade[] {
  const purchases = trades.filter(({ side, securityId }) => side === 'buy' && securityId === sale.securityId);
  const after = purchases.filter(({ tradeDate }) => daysBetween(sale.tradeDate, tradeDate) > 0 && daysBetween(sale.tradeDate, tradeDate) <= afterDays);
  const before = purchases.filter(({ tradeDate }) => daysBetween(tradeDate, sale.tradeDate) >= 0 && daysBetween(tradeDate, sale.tradeDate) <= beforeDays);
  const boughtBefore = sumDecimals(before.map(({ quantity }) => decimal(quantity)));
  return boughtBefore.gt(sale.quantity) ? [...before, ...after] : after;
}
