import { text } from '../firm.ts';
import { anyOf, type Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberAmong, numberIs } from '../expect/numbers.ts';
import { dateIs, noneOnRecord, textIs } from '../expect/words.ts';
import { NotApplicable, numberArg, scopeOf, spoken, textArg, type FactContext, type FactRules } from './context.ts';
import { isCash, positionsOf, totalOf, type Position } from './positions.ts';
import { isoDate } from '../../shared/calendar.ts';

export const allocationFacts: FactRules = {
  allocation_pct: (context) => {
    const positions = positionsOf(context, scopeOf(context));
    return numberAmong(sharesOf(context, positions).map((share) => ({ value: share * 100, unit: 'percent' as const })));
  },
  sector_weight: (context) => {
    const sector = textArg(context, 'sector') ?? '';
    const positions = positionsOf(context, scopeOf(context));
    const own = totalOf(positions.filter((position) => position.sector === sector));
    const invested = totalOf(positions.filter((position) => position.sector !== ''));
    return numberAmong([own / totalOf(positions), own / invested].map((share) => ({ value: share * 100, unit: 'percent' as const, near: new RegExp(sector, 'i') })));
  },
  sector_breakdown: (context) => {
    const positions = positionsOf(context, scopeOf(context));
    const sectors = [...new Set(positions.flatMap(({ sector }) => sector || []))];
    const reading = (total: number): Expected => listIs({
      members: sectors.map((sector): Member => ({ label: sector, names: [[sector]], numbers: [{ value: totalOf(positions.filter((position) => position.sector === sector)) / total * 100, unit: 'percent' }] })), what: /sector/i,
    });
    // Cash and funds without a sector stand in the breakdown too, under any name.
    return withExtraRows(anyOf([reading(totalOf(positions)), reading(totalOf(positions.filter(({ sector }) => sector !== '')))]), context);
  },
  target_pct: (context) => {
    const target = targetsOf(context).get(classArg(context));
    return target === undefined ? noneOnRecord(/target/i) : numberIs({ value: target * 100, unit: 'percent', near: /target/i });
  },
  drift_pct: (context) => {
    const target = targetsOf(context).get(classArg(context));
    if (target === undefined) return noneOnRecord(/target|drift/i);
    const positions = positionsOf(context, scopeOf(context));
    return numberAmong(sharesOf(context, positions).map((share) => ({ value: (share - target) * 100, unit: 'percent' as const, isSize: true, near: /drift|off|differ|over|under|above|below|away|points|from target/i })));
  },
  drift_list: (context) => {
    const positions = positionsOf(context, scopeOf(context));
    const total = totalOf(positions);
    const threshold = (numberArg(context, 'threshold_pct') ?? 0) / 100;
    const drifts = [...targetsOf(context)].map(([assetClass, target]) => ({ assetClass, drift: totalOf(positions.filter(({ exposureClass }) => exposureClass === assetClass)) / total - target }));
    return listIs({
      members: drifts.filter(({ drift }) => threshold === 0 || Math.abs(drift) > threshold).map(({ assetClass, drift }): Member => ({ label: `${assetClass} ${(drift * 100).toFixed(2)} %`, names: [classNames(assetClass)], numbers: [{ value: drift * 100, unit: 'percent', isSize: true }] })),
      what: /drift|target/i,
    });
  },
  last_rebalance_date: (context) => {
    const last = lastRebalance(context);
    return last ? dateIs(isoDate(text(last['on_day']))) : noneOnRecord(/rebalanc/i);
  },
  rebalance_reason: (context) => {
    const last = lastRebalance(context);
    return last ? textIs(text(last['reason'])) : noneOnRecord(/rebalanc/i);
  },
};

function withExtraRows(expected: Expected, context: FactContext): Expected {
  const isExtra = (line: string): boolean => /cash|no sector|unknown|unclassified|not classified|other|fund|bond|none|–|commodit|crypto/i.test(line);
  const known = new Set(positionsOf(context, scopeOf(context)).flatMap(({ sector }) => sector || []));
  return { text: expected.text, problem: (lines) => expected.problem(lines.filter((line) => line.table === undefined || !isExtra(line.text) || [...known].some((sector) => line.text.includes(sector)))) };
}

function lastRebalance(context: FactContext) {
  return context.firm.first('select rebalanced_on on_day, reason from RebalancingLogs where portfolio_id = ? order by rebalanced_on desc limit 1', scopeOf(context).portfolios[0]?.id ?? null);
}

function classArg(context: FactContext): string {
  return textArg(context, 'asset_class') ?? '';
}

/** Targets of the portfolio in force today. */
export function targetsOf(context: FactContext, portfolioId = scopeOf(context).portfolios[0]?.id ?? ''): Map<string, number> {
  const rows = context.firm.all(`select asset_class class, target_fraction target from AssetAllocationTargets t where portfolio_id = ? and valid_from = (select max(valid_from) from AssetAllocationTargets where portfolio_id = t.portfolio_id and valid_from <= ?)`, portfolioId, context.firm.today);
  return new Map(rows.map((row) => [text(row['class']), Number(row['target'])]));
}

/** The share asked for; an asset class by what the money is exposed to, or by the instrument itself. */
function sharesOf(context: FactContext, positions: readonly Position[]): number[] {
  const [assetClass, sector, region] = [textArg(context, 'asset_class'), textArg(context, 'sector'), textArg(context, 'region')];
  const total = totalOf(positions);
  const share = (isIn: (position: Position) => boolean): number => totalOf(positions.filter(isIn)) / total;
  if (sector) return [share((position) => position.sector.toLowerCase() === sector.toLowerCase())];
  // Cash may count where its currency is at home, or as cash.
  if (region) return [share((position) => position.region.toLowerCase() === region.toLowerCase()), share((position) => !isCash(position) && position.region.toLowerCase() === region.toLowerCase())];
  if (!assetClass) throw new NotApplicable('no class is named');
  return [share(({ exposureClass }) => exposureClass === assetClass)];
}

const CLASS_NAMES: Readonly<Record<string, readonly string[]>> = { equity: ['equity', 'equities', 'shares', 'stocks'], bond: ['bond', 'bonds', 'fixed income'], commodity: ['commodity', 'commodities'], crypto: ['crypto', 'cryptocurrencies'], cash: ['cash'], real_estate: ['real estate', 'real_estate', 'property'] };

export function classNames(assetClass: string): readonly string[] {
  return CLASS_NAMES[assetClass] ?? [spoken(assetClass), assetClass];
}

