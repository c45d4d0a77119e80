import { loadGoals } from '../../src/data/planning/load-goals.ts';
import { loadVolatilities } from '../../src/data/planning/load-volatility.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadHoldings, type HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { sumDecimals, type Decimal } from '../../src/shared/decimal.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { DEFAULT_VOLATILITY_FRACTION } from '../planning/assumptions.ts';
import { planOf, project } from '../planning/goal-plan.ts';
import { moneyCell, numberCell } from '../portfolio/figures.ts';
import { isOfClass, isSameLabel } from '../portfolio/labels.ts';
import { CLIENT, PORTFOLIO, type ScreenContext, type Screened } from './screens.ts';

/** Active goals whose projection ends below their target, the largest gap in proportion first. */
export async function goalsOffTrack({ db, today }: ScreenContext): Promise<Screened> {
  const scope = await loadScope(db, {}, { wholeBook: true });
  const { goals, asOf, caveats } = await loadGoals(db, scope, today);
  const volatilities = await loadVolatilities(db, goals.flatMap(({ portfolioId }) => portfolioId ?? []), today);
  const rows = goals.filter(({ status }) => status === 'active').flatMap((goal) => {
    const projected = project(planOf(goal, asOf), volatilities.get(goal.portfolioId ?? '') ?? DEFAULT_VOLATILITY_FRACTION);
    if (isUndefined(projected) || projected.projection.onTrack) return [];
    const reached = projected.projection.projectedValue / projected.projection.targetNominal;
    return [{ client: goal.clientName, goal: goal.name, reached, probability: numberCell(projected.probability), targetDate: goal.targetDate }];
  }).toSorted((left, right) => left.reached - right.reached);
  return {
    rows, caveats: [...caveats, 'Projections are estimates, not promises.'], method: 'projection at the goal\u2019s own assumptions below its target at the target date; active goals',
    columns: [CLIENT, ['goal', 'Goal', 'name', { untrusted: true }], ['reached', 'Projected share of the target', 'fraction'], ['probability', 'Probability of success', 'fraction'], ['targetDate', 'Target date', 'date']],
  };
}

/** Clients with something priced in a currency, cash included, the largest share of a portfolio first. */
export async function holdsCurrency(context: ScreenContext): Promise<Screened> {
  const wanted = String(context.input.value ?? '').toUpperCase();
  if (!/^[A-Z]{3}$/.test(wanted)) throw invalidInput('The screen for a currency needs its ISO code as value.', { hint: 'EUR, USD, GBP \u2026' });
  return holders(context, ({ currency }) => currency === wanted, `positions and cash priced in ${wanted}`);
}

/** Clients who hold a security, the largest share of a portfolio first. */
export async function holdsSecurity(context: ScreenContext): Promise<Screened> {
  if (context.input.value === undefined) throw invalidInput('The screen for holders of a security needs its name or ticker as value.');
  const id = await resolveSecurity(context.db, String(context.input.value));
  return holders(context, ({ securityId }) => securityId === id, 'portfolios that hold the security');
}

/** Clients with something of an asset class; a share fund counts as equity. */
export async function holdsClass(context: ScreenContext): Promise<Screened> {
  const { assetClass } = context.input;
  if (assetClass === undefined) throw invalidInput('The screen for an asset class needs its name.');
  return holders(context, (position) => isOfClass(position, assetClass), `positions in ${assetClass}`);
}

/** Clients with something of a sector; funds have none of their own. */
export async function holdsSector(context: ScreenContext): Promise<Screened> {
  const sector = String(context.input.value ?? '');
  if (sector === '') throw invalidInput('The screen for a sector needs its name as value.');
  return holders(context, (position) => isSameLabel(position.sector, sector), `positions in ${sector}, funds left out`);
}

async function holders({ db, today, input }: ScreenContext, fits: (position: HeldPosition) => boolean, method: string): Promise<Screened> {
  const scope = await loadScope(db, {}, { wholeBook: true });
  const held = await loadHoldings(db, scope, today);
  const rows = scope.portfolios.flatMap((portfolio) => {
    const own = held.positions.filter((position) => position.portfolio.id === portfolio.id);
    const fitting = own.filter(fits);
    if (fitting.length === 0) return [];
    const value = valueOf(fitting);
    const total = valueOf(own);
    const share = total.gt(0) ? value.div(total).toNumber() : null;
    return (share ?? 0) >= (input.thresholdFraction ?? 0) ? [{ client: portfolio.clientName, portfolio: portfolio.name, value: moneyCell(value, scope.currency), share }] : [];
  }).toSorted((left, right) => (right.share ?? 0) - (left.share ?? 0));
  return { rows, method: `${method}, at last closes`, caveats: held.caveats, columns: [CLIENT, PORTFOLIO, ['value', 'Value', 'money', { currency: scope.currency }], ['share', 'Share of the portfolio', 'fraction']] };
}

function valueOf(positions: readonly HeldPosition[]): Decimal {
  return sumDecimals(positions.flatMap(({ value }) => value ?? []));
}
