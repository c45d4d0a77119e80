import { z } from 'zod';
import { loadTargets, type TargetWeight } from '../../src/data/planning/load-targets.ts';
import { loadHoldings, type HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope, type ScopedPortfolio } from '../../src/data/portfolios/load-scope.ts';
import { answer, type Cell } from '../../src/shared/answer.ts';
import { sumDecimals } from '../../src/shared/decimal.ts';
import { defineTool } from '../define-tool.ts';
import { fraction, whose } from '../shared-inputs.ts';
import { column, fact, fractionFigure } from './figures.ts';
import { isSameLabel } from './labels.ts';

const DEFAULT_TOLERANCE = 0.05;

export interface DriftLine {
  readonly portfolio: ScopedPortfolio;
  readonly assetClass: string;
  readonly actual: number;
  readonly target: number;
  readonly drift: number;
  readonly isOutside: boolean;
}

export const getDrift = defineTool({
  name: 'get_drift', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Actual weights by asset class against the targets, drift and what is outside its band.',
  input: z.strictObject({ ...whose, assetClass: z.string().max(40).optional(), thresholdFraction: fraction.optional() }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input, { wholeBook: true });
    const today = clock.today();
    const held = await loadHoldings(db, scope, today);
    const targets = await loadTargets(db, scope.portfolios.map(({ id }) => id), today);
    const lines = scope.portfolios.flatMap((portfolio) => linesOf(portfolio, held.positions, targets.get(portfolio.id) ?? [], input.thresholdFraction));
    const wanted = lines.filter(({ assetClass }) => !input.assetClass || isSameLabel(assetClass, input.assetClass));
    const largest = wanted.toSorted((left, right) => Math.abs(right.drift) - Math.abs(left.drift))[0];
    const single = input.assetClass || wanted.length === 1 ? wanted[0] : undefined;
    const basis = { asOf: held.asOf, method: 'drift = actual less target weight, by what a holding is exposed to, cash included' };
    return answer({
      title: `Drift of ${scope.label} from its targets`, asOf: held.asOf,
      figures: single && wanted.length === 1 ? [
        fractionFigure('actualFraction', `Weight of ${single.assetClass}`, single.actual, basis), fractionFigure('targetFraction', `Target of ${single.assetClass}`, single.target, basis),
        fractionFigure('driftFraction', `Drift of ${single.assetClass}`, single.drift, basis),
      ] : largest ? [fractionFigure('largestDrift', `Largest drift: ${largest.assetClass} in ${largest.portfolio.name}`, largest.drift, basis)] : [],
      facts: [fact('outsideBand', 'Anything outside its band', wanted.some(({ isOutside }) => isOutside)), ...(largest ? [fact('largestDriftClass', 'Largest drift in', largest.assetClass)] : [])],
      tables: [{
        key: 'drift', title: 'Drift', total: wanted.length, method: basis.method,
        columns: [
          column('portfolio', 'Portfolio', 'name', { untrusted: true }), column('assetClass', 'Asset class', 'text'), column('actual', 'Actual', 'fraction'), column('target', 'Target', 'fraction'),
          column('drift', 'Drift', 'fraction'), column('status', 'Status', 'text'),
        ],
        rows: wanted.map((line): Cell[] => [line.portfolio.name, line.assetClass, line.actual, line.target, line.drift, line.isOutside ? (line.drift > 0 ? 'over' : 'under') : 'within']),
      }],
      caveats: [...held.caveats, ...scope.portfolios.filter(({ id }) => !targets.has(id)).map(({ name }) => `${name} has no targets.`)],
    });
  },
});

export function linesOf(portfolio: ScopedPortfolio, positions: readonly HeldPosition[], targets: readonly TargetWeight[], threshold: number | undefined): DriftLine[] {
  const own = positions.filter((position) => position.portfolio.id === portfolio.id && position.value);
  const total = sumDecimals(own.map(({ value }) => value!));
  if (targets.length === 0 || !total.gt(0)) return [];
  const classes = new Set<string>([...targets.map(({ assetClass }) => assetClass), ...own.map(({ exposureClass }) => exposureClass)]);
  return [...classes].map((assetClass) => {
    const goal = targets.find((target) => target.assetClass === assetClass);
    const actual = sumDecimals(own.filter(({ exposureClass }) => exposureClass === assetClass).map(({ value }) => value!)).div(total).toNumber();
    const target = goal?.targetFraction ?? 0;
    const drift = actual - target;
    const tolerance = threshold ?? portfolio.driftToleranceFraction ?? DEFAULT_TOLERANCE;
    const isOutside = threshold === undefined && goal ? actual < goal.minFraction || actual > goal.maxFraction : Math.abs(drift) > tolerance;
    return { portfolio, assetClass, actual, target, drift, isOutside };
  });
}
