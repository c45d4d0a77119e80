import { z } from 'zod';
import { loadHoldings, type HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { ASSET_CLASSES, type AssetClass, type ShockSector } from '../../src/domain/scenarios/asset-class.ts';
import { SCENARIO_IDS, SHOCK_TABLE } from '../../src/domain/scenarios/shock-table.ts';
import { scenarioShocks, stressTest, type Shocks, type StressPosition } from '../../src/domain/scenarios/stress-test.ts';
import { answer, type Cell } from '../../src/shared/answer.ts';
import { sumDecimals, type Decimal } from '../../src/shared/decimal.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { isUndefined, mapDefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { column, fact, fractionFigure, method, moneyCell, moneyFigure, numberCell } from '../portfolio/figures.ts';
import { whose } from '../shared-inputs.ts';

const SECTORS: Readonly<Record<string, ShockSector>> = {
  'Information Technology': 'technology', 'Communication Services': 'communication_services', 'Consumer Discretionary': 'consumer_discretionary', 'Consumer Staples': 'consumer_staples', Energy: 'energy',
  Financials: 'financials', 'Health Care': 'health_care', Industrials: 'industrials', Materials: 'materials', 'Real Estate': 'real_estate', Utilities: 'utilities',
};

export const runStressTest = defineTool({
  name: 'run_stress_test', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Loss in a named crisis, or under shocks of one\'s own: {"equity": -0.2, "bond": -0.05}; keys are asset classes, sectors, market, foreign_currency, yield_bps.',
  input: z.strictObject({ ...whose, scenario: z.enum(SCENARIO_IDS).optional(), shocks: z.record(z.string().max(40), z.number().min(-1000).max(1000)).optional() }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input, { wholeBook: true });
    const held = await loadHoldings(db, scope, clock.today());
    const id = input.scenario ?? (input.shocks ? 'custom' : '2008_crisis');
    const shocks = input.shocks ? { ...scenarioShocks(id), ...ownShocks(input.shocks) } : scenarioShocks(id);
    const valued = held.positions.filter(({ value }) => value);
    const result = stressTest(valued.map((position, index) => stressed(position, String(index))), shocks, { baseCurrency: scope.currency });
    const known = id === 'custom' ? undefined : SHOCK_TABLE[id];
    const how = method(known ? known.title : 'shocks as asked', 'one instant repricing, nothing traded; funds move as what they hold', known?.source, held.conversion);
    const basis = { asOf: held.asOf, currency: scope.currency, method: how };
    const byClass = Map.groupBy(valued.map((position, index) => ({ position, impact: result.impacts[index]!.impactBase })), ({ position }) => position.exposureClass);
    const rows = [...byClass].map(([name, parts]) => ({ name, value: sumDecimals(parts.map(({ position }) => position.value!)), impact: sumDecimals(parts.map(({ impact }) => impact)) })).toSorted((left, right) => left.impact.comparedTo(right.impact));
    const notCovered = result.notCovered.map((key) => valued[Number(key)]!.ticker);
    return answer({
      title: `Stress test of ${scope.label}: ${known?.title ?? 'own shocks'}`, asOf: held.asOf,
      figures: [
        fractionFigure('lossFraction', 'Loss', mapDefined(result.impactFraction, (impact) => (impact === 0 ? 0 : -impact)), { ...basis, method: `positive is a loss; ${how}` }),
        moneyFigure('lossBase', 'Loss in money', isUndefined(result.impactFraction) ? result.impactFraction : result.totalImpactBase.neg(), { ...basis, method: `positive is a loss; ${how}` }),
        moneyFigure('valueBefore', 'Value before', held.total, basis), moneyFigure('valueAfter', 'Value after', result.stressedValueBase, basis),
      ],
      facts: [fact('scenario', 'Scenario', known?.title ?? 'own shocks'), fact('worst', 'Hit hardest', result.worst === undefined ? null : valued[Number(result.worst)]!.name, 'name')],
      tables: [{
        key: 'classes', title: 'By asset class', total: rows.length, method: how,
        columns: [column('assetClass', 'Asset class', 'text'), column('value', 'Value', 'money', { currency: scope.currency }), column('impact', 'Change', 'money', { currency: scope.currency }), column('impactFraction', 'Change, fraction', 'fraction')],
        rows: rows.map((row): Cell[] => [row.name, moneyCell(row.value, scope.currency), moneyCell(row.impact, scope.currency), numberCell(fractionOf(row.impact, row.value))]),
      }],
      caveats: [...held.caveats, ...(notCovered.length === 0 ? [] : [known ? `No shock is known for ${[...new Set(notCovered)].join(', ')}: counted as unchanged.` : 'What was not named counts as unchanged.'])],
    });
  },
});

function fractionOf(impact: Decimal, value: Decimal): number | null {
  return value.isZero() ? null : impact.div(value).toNumber();
}

function stressed(position: HeldPosition, key: string): StressPosition {
  const isClass = (ASSET_CLASSES as readonly string[]).includes(position.exposureClass); // multi-asset funds have no class of their own
  const sector = position.sector ? SECTORS[position.sector] : undefined;
  return {
    key, valueBase: position.value!, assetClass: isClass ? position.exposureClass as AssetClass : 'fund', currency: position.currency,
    ...(sector && position.assetClass === 'equity' ? { sector } : {}), ...(position.durationYears === null ? {} : { durationYears: position.durationYears }),
  };
}

/** @throws AppError invalid-input for a key that names nothing. */
function ownShocks(asked: Readonly<Record<string, number>>): Shocks {
  const byClass: Record<string, number> = {};
  const bySector: Record<string, number> = {};
  const rest: { marketFraction?: number; foreignCurrencyFraction?: number; yieldShiftBps?: number } = {};
  for (const [key, value] of Object.entries(asked)) {
    const name = key.toLowerCase().replaceAll(/[ -]/g, '_');
    const isFraction = name !== 'yield_bps';
    if (isFraction && (value < -1 || value > 10)) throw invalidInput(`The shock of ${name} is out of range.`, { hint: 'Write -0.2 for a fall by 20 %.' });
    if ((ASSET_CLASSES as readonly string[]).includes(name)) byClass[name] = value;
    else if (Object.values(SECTORS).includes(name as ShockSector)) bySector[name] = value;
    else if (name === 'market') rest.marketFraction = value;
    else if (name === 'foreign_currency') rest.foreignCurrencyFraction = value;
    else if (name === 'yield_bps') rest.yieldShiftBps = value;
    else throw invalidInput(`"${name.slice(0, 40)}" can't be shocked.`, { hint: `Use ${ASSET_CLASSES.join(', ')}, a sector, market, foreign_currency or yield_bps.` });
  }
  return { byClass, bySector, ...rest };
}
