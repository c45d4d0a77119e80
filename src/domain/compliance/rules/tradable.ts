import { decimal, ZERO } from '../../../shared/decimal.ts';
import { cannotTell, failed, passed, warning, type Finding, type Verdict } from '../rule.ts';
import type { SubjectView } from '../subject-view.ts';

export interface TradableParameters {
  /** Days of average trading volume from which an order is hard to fill. */
  readonly warnVolumeDays: number;
}

/** The trades can be done at all: known and active securities, whole units, nothing sold that is not held. */
export function judgeTradable(view: SubjectView, { warnVolumeDays }: TradableParameters): Verdict {
  const findings = view.trades.flatMap((trade): Finding[] => {
    const security = view.securityOf(trade.securityId);
    if (!security) return [cannotTell(`${trade.ticker} is not a security on record.`)];
    const quantity = decimal(trade.quantity);
    const found: Finding[] = [];
    if (!quantity.gt(ZERO)) found.push(failed(`The trade in ${security.ticker} has no quantity.`));
    if (security.isIndex) found.push(failed(`${security.ticker} is an index and cannot be traded.`));
    if (security.assetClass === 'cash') found.push(failed(`${security.ticker} is cash and cannot be traded like a security.`));
    if (security.status !== 'active') found.push(failed(`${security.ticker} is ${security.status}.`));
    if (!quantity.mod(security.unitSize).isZero()) found.push(failed(`${security.ticker} trades in units of ${security.unitSize}; ${trade.quantity} is none.`));
    if (security.averageDailyVolume !== null && security.averageDailyVolume > 0 && quantity.toNumber() > security.averageDailyVolume * warnVolumeDays) found.push(warning(`${trade.quantity} ${security.ticker} is more than ${warnVolumeDays} days of its average volume.`));
    return found;
  });
  return { findings: [...findings, ...oversold(view), passed(view.hasTrades ? 'The trades can be done.' : 'There is no trade.')], evidence: { tradeCount: view.trades.length, warnVolumeDays } };
}

/** The sum of the sales of a security counts, not each alone. */
function oversold({ after, before, trades }: SubjectView): Finding[] {
  const sold = new Set(trades.filter(({ side }) => side === 'sell').map(({ securityId }) => securityId));
  return after.lines.flatMap(({ security, quantity }): Finding[] => {
    if (!sold.has(security.id) || !quantity.isNegative() || quantity.isZero()) return [];
    const held = before.lines.find((line) => line.security.id === security.id)?.quantity ?? ZERO;
    return [failed(`More of ${security.ticker} would be sold than the ${held.toFixed()} held.`)];
  });
}
