import { loadClientPreferences } from '../../src/data/clients/load-profile.ts';
import { loadGoals } from '../../src/data/planning/load-goals.ts';
import { loadTargets } from '../../src/data/planning/load-targets.ts';
import { loadHoldings, type HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { sumDecimals, ZERO, type Decimal } from '../../src/shared/decimal.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { moneyCell } from '../portfolio/figures.ts';
import { linesOf } from '../portfolio/get-drift.tool.ts';
import { isSameLabel } from '../portfolio/labels.ts';
import { CLIENT, PORTFOLIO, type ScreenContext, type Screened } from './screens.ts';

async function heldInBook({ db, today }: ScreenContext) {
  const scope = await loadScope(db, {}, { wholeBook: true });
  return { scope, held: await loadHoldings(db, scope, today) };
}

/** Weights below or above target. With an asset class and no threshold every distance counts, otherwise what is beyond the threshold or outside its band. */
export async function offTarget(context: ScreenContext, side: 'under' | 'over'): Promise<Screened> {
  const { assetClass, thresholdFraction } = context.input;
  const { scope, held } = await heldInBook(context);
  const targets = await loadTargets(context.db, scope.portfolios.map(({ id }) => id), context.today);
  const least = thresholdFraction ?? (assetClass ? 0 : undefined);
  const rows = scope.portfolios.flatMap((portfolio) => linesOf(portfolio, held.positions, targets.get(portfolio.id) ?? [], thresholdFraction).filter((line) => {
    if (assetClass && !isSameLabel(line.assetClass, assetClass)) return false;
    const distance = side === 'under' ? -line.drift : line.drift;
    return distance > 1e-9 && (least === undefined ? line.isOutside : distance > least);
  })).toSorted((left, right) => Math.abs(right.drift) - Math.abs(left.drift)).map((line) => ({ client: line.portfolio.clientName, portfolio: line.portfolio.name, assetClass: line.assetClass, actual: line.actual, target: line.target, drift: line.drift }));
  const rule = least === undefined ? 'outside its band' : least === 0 ? `${side === 'under' ? 'below' : 'above'} its target` : `more than ${(least * 100).toFixed(1)} points ${side === 'under' ? 'below' : 'above'} its target`;
  return { rows, method: `${assetClass ?? 'an asset class'} ${rule}, by portfolio, cash included`, caveats: held.caveats, columns: [CLIENT, PORTFOLIO, ['assetClass', 'Asset class'], ['actual', 'Actual', 'fraction'], ['target', 'Target', 'fraction'], ['drift', 'Drift', 'fraction']] };
}

export async function nearGoal(context: ScreenContext): Promise<Screened> {
  const least = context.input.thresholdFraction ?? 0.9;
  const scope = await loadScope(context.db, {}, { wholeBook: true });
  const { goals, caveats } = await loadGoals(context.db, scope, context.today);
  const rows = goals.flatMap((goal) => {
    const progress = isUndefined(goal.current) || !goal.target.gt(0) ? undefined : goal.current.div(goal.target).toNumber();
    return progress !== undefined && progress >= least ? [{ client: goal.clientName, goal: goal.name, progress, targetDate: goal.targetDate }] : [];
  }).toSorted((left, right) => right.progress - left.progress);
  return { rows, caveats, method: `current amount at least ${(least * 100).toFixed(0)} % of the target, reached goals included`, columns: [CLIENT, ['goal', 'Goal', 'name', { untrusted: true }], ['progress', 'Progress', 'fraction'], ['targetDate', 'Target date', 'date']] };
}

export async function highCash(context: ScreenContext): Promise<Screened> {
  const least = context.input.thresholdFraction ?? 0.1;
  const { scope, held } = await heldInBook(context);
  const rows = scope.portfolios.flatMap((portfolio) => {
    const own = held.positions.filter((position) => position.portfolio.id === portfolio.id);
    const total = valueOf(own);
    const cash = valueOf(own.filter(({ isCash }) => isCash));
    const share = total.gt(0) ? cash.div(total).toNumber() : 0;
    return share >= least && total.gt(0) ? [{ client: portfolio.clientName, portfolio: portfolio.name, cashFraction: share, cash: moneyCell(cash, scope.currency) }] : [];
  }).toSorted((left, right) => right.cashFraction - left.cashFraction);
  return { rows, caveats: held.caveats, method: `cash at least ${(least * 100).toFixed(0)} % of a portfolio`, columns: [CLIENT, PORTFOLIO, ['cashFraction', 'Share of cash', 'fraction'], ['cash', 'Cash', 'money', { currency: scope.currency }]] };
}

export async function concentrated(context: ScreenContext): Promise<Screened> {
  const least = context.input.thresholdFraction ?? 0.15;
  const { scope, held } = await heldInBook(context);
  const rows = scope.portfolios.flatMap((portfolio) => {
    const own = held.positions.filter((position) => position.portfolio.id === portfolio.id);
    const total = valueOf(own);
    return own.flatMap((position) => {
      const weight = position.isCash || !position.value || !total.gt(0) ? 0 : position.value.div(total).toNumber();
      return weight >= least ? [{ client: portfolio.clientName, portfolio: portfolio.name, ticker: position.ticker, name: position.name, weight }] : [];
    });
  }).toSorted((left, right) => right.weight - left.weight);
  return { rows, caveats: held.caveats, method: `one position at least ${(least * 100).toFixed(0)} % of a portfolio; cash left out, funds included`, columns: [CLIENT, PORTFOLIO, ['ticker', 'Security'], ['name', 'Name', 'name'], ['weight', 'Weight', 'fraction']] };
}

/** Holdings on the restricted list, and those that the client's own rules exclude. */
export async function restrictedHolding(context: ScreenContext): Promise<Screened> {
  const { scope, held } = await heldInBook(context);
  const rules = new Map<string, Awaited<ReturnType<typeof loadClientPreferences>>['rows']>();
  for (const id of new Set(scope.portfolios.map(({ clientId }) => clientId))) rules.set(id, (await loadClientPreferences(context.db, id, context.today)).rows);
  const rows = held.positions.filter(({ isCash }) => !isCash).flatMap((position) => {
    const own = (rules.get(position.portfolio.clientId) ?? []).find((rule) => excludes(rule, position));
    const reason = position.isRestricted ? 'on the restricted list' : own ? `the client excludes ${own.ticker ?? own.value ?? ''}` : undefined;
    return reason ? [{ client: position.portfolio.clientName, portfolio: position.portfolio.name, ticker: position.ticker, name: position.name, reason }] : [];
  });
  return { rows, method: 'positions on the restricted list or excluded by a rule of the client in force', columns: [CLIENT, PORTFOLIO, ['ticker', 'Security'], ['name', 'Name', 'name'], ['reason', 'Why', 'text', { untrusted: true }]] };
}

function excludes({ kind, ticker, value }: { readonly kind: string; readonly ticker: string | null; readonly value: string | null | undefined }, position: HeldPosition): boolean {
  switch (kind) {
    case 'exclude_security': return ticker === position.ticker;
    case 'exclude_sector': return value !== null && value !== undefined && isSameLabel(position.sector, value);
    case 'exclude_industry': return value !== null && value !== undefined && isSameLabel(position.industry, value);
    case 'exclude_country': return value !== null && value !== undefined && isSameLabel(position.country, value);
    case 'exclude_asset_class': return value !== null && value !== undefined && (isSameLabel(position.exposureClass, value) || isSameLabel(position.assetClass, value));
    default: return false;
  }
}

export async function lossHarvest(context: ScreenContext): Promise<Screened> {
  const least = typeof context.input.value === 'number' ? context.input.value : 0;
  const { scope, held } = await heldInBook(context);
  const byClient = Map.groupBy(held.positions.filter(({ isCash, gain }) => !isCash && gain?.lt(0)), ({ portfolio }) => portfolio.clientId);
  const rows = [...byClient.values()].map((own) => ({ client: own[0]!.portfolio.clientName, loss: sumDecimals(own.map(({ gain }) => gain!.negated())), positions: own.length }))
    .filter(({ loss }) => loss.gt(least)).toSorted((left, right) => right.loss.comparedTo(left.loss)).map((row) => ({ ...row, loss: moneyCell(row.loss, scope.currency) }));
  return { rows, caveats: held.caveats, method: 'unrealised losses at last closes; wash sales are checked per client', columns: [CLIENT, ['loss', 'Unrealised losses', 'money', { currency: scope.currency }], ['positions', 'Positions at a loss', 'count']] };
}

function valueOf(positions: readonly HeldPosition[]): Decimal {
  return positions.reduce((sum, { value }) => (value ? sum.plus(value) : sum), ZERO);
}
