import { numberAmong, numberIs } from '../expect/numbers.ts';
import { listIs } from '../expect/lists.ts';
import { nameIs, noneOnRecord } from '../expect/words.ts';
import { anyOf, type Expected } from '../expect/expected.ts';
import { clientsInScope, dateArg, IN_IDS, ids, NotApplicable, numberArg, periodArg, scopeOf, textArg, type FactContext, type FactRules } from './context.ts';
import { chosenPositions, isCash, positionsOf, spellings, totalOf, type Position } from './positions.ts';
import { valueSeries } from './series.ts';

export const holdingFacts: FactRules = {
  portfolio_value: (context) => {
    const scope = scopeOf(context);
    const tag = textArg(context, 'tag');
    const portfolios = tag ? scope.portfolios.filter(({ id, clientId }) => isTagged(context, tag, id, clientId)) : scope.portfolios;
    const currency = textArg(context, 'currency') ?? scope.currency;
    const value = totalOf(positionsOf(context, { portfolios, currency }));
    return money(value, currency, /value|worth|total|\bAUM\b|portfolio/i);
  },
  aum_total: (context) => {
    const scope = scopeOf(context);
    return money(totalOf(positionsOf(context, scope)), scope.currency, /aum|assets|value|total|worth/i);
  },
  client_count: (context) => {
    const profile = textArg(context, 'risk_profile');
    const clients = clientsInScope(context);
    const value = profile ? context.firm.count(`select count(*) from Clients where risk_profile = ? and id ${IN_IDS}`, profile, ids(clients)) : clients.length;
    return numberIs({ value, unit: 'count', near: /client/i });
  },
  holdings_list: (context) => {
    const all = positionsOf(context, scopeOf(context));
    const total = totalOf(all);
    const threshold = numberArg(context, 'threshold_pct');
    const n = numberArg(context, 'n');
    const chosen = filtered(context, all).filter((position) => threshold === undefined || position.value / total > threshold / 100);
    return positionList(chosen, all, n);
  },
  concentration_list: (context) => {
    const all = positionsOf(context, scopeOf(context));
    const total = totalOf(all);
    const threshold = (numberArg(context, 'threshold_pct') ?? 10) / 100;
    return positionList(all.filter((position) => !isCash(position) && position.value / total > threshold), all);
  },
  holding_quantity: (context) => {
    const [position] = chosenPositions(context, positionsOf(context, scopeOf(context)));
    return position ? numberIs({ value: position.quantity, unit: 'number' }) : noneOnRecord(/hold|position|own|unit/i);
  },
  largest_holding: (context) => {
    const [position] = positionsOf(context, scopeOf(context)).filter((candidate) => !isCash(candidate));
    if (!position) throw new NotApplicable('nothing is held');
    return nameIs(spellings(position));
  },
  cash_weight: cashWeight,
  value_on_date: (context) => {
    const scope = scopeOf(context);
    const date = dateArg(context);
    const series = valueSeries(context, scope, date);
    return money(series.at(-1)?.value ?? 0, scope.currency);
  },
  value_change: (context) => {
    const scope = scopeOf(context);
    const { openingDate, to } = periodArg(context, 'YTD');
    const series = valueSeries(context, scope, to);
    const opening = series.findLast(({ date }) => date <= openingDate)?.value ?? 0;
    return numberIs({ value: (series.at(-1)?.value ?? 0) - opening, unit: 'money', currency: scope.currency });
  },
  unrealised_gain: (context) => {
    const scope = scopeOf(context);
    const positions = chosenPositions(context, positionsOf(context, scope)).filter((position) => !isCash(position));
    return numberIs({ value: totalOf(positions, ({ gain }) => gain), unit: 'money', currency: scope.currency, slack: 0.001, near: /unrealis|unrealiz|gain|loss|up|down/i });
  },
  unrealised_gain_pct: (context) => {
    const positions = chosenPositions(context, positionsOf(context, scopeOf(context))).filter((position) => !isCash(position));
    const cost = totalOf(positions, (position) => position.cost);
    if (!(cost > 0)) throw new NotApplicable('nothing is held at a cost');
    return numberIs({ value: totalOf(positions, ({ gain }) => gain) / cost * 100, unit: 'percent', slack: 0.001 });
  },
};

function money(value: number, currency: string, near?: RegExp): Expected {
  return numberIs({ value, unit: 'money', currency, near });
}

function isTagged({ firm }: FactContext, tag: string, portfolioId: string, clientId: string): boolean {
  return firm.count('select count(*) from Tags t where t.name = ? and (exists (select 1 from PortfolioTags p where p.tag_id = t.id and p.portfolio_id = ?) or exists (select 1 from TagAssignments a where a.tag_id = t.id and a.client_id = ?))', tag, portfolioId, clientId) > 0;
}

/** `filter` names a state: at a gain, at a loss, cash left out. */
function filtered(context: FactContext, positions: readonly Position[]): Position[] {
  const filter = textArg(context, 'filter') ?? '';
  const order = textArg(context, 'order_by') ?? '';
  const chosen = chosenPositions(context, positions).filter((position) => (/loss|losing|negative|red/i.test(filter) ? position.gain < 0 : /gain|profit|positive/i.test(filter) ? position.gain > 0 : true));
  if (/gain/i.test(order)) return chosen.toSorted((left, right) => right.gain - left.gain);
  return chosen;
}

/** Cash lines may be left out or named: they are no positions to everybody. */
function positionList(chosen: readonly Position[], all: readonly Position[], n?: number): Expected {
  const listed = (members: readonly Position[]): Expected => listIs({
    members: (n === undefined ? members : members.slice(0, n)).map((position) => ({ label: position.ticker, names: [spellings(position)] })),
    what: /hold|position|own|threshold|above|over|concentrat|%/i, isOrdered: n !== undefined, isTop: n !== undefined,
    others: all.filter((position) => !members.includes(position) && !isCash(position)).map(({ ticker }) => ticker),
  });
  const invested = chosen.filter((position) => !isCash(position));
  return invested.length === chosen.length ? listed(chosen) : anyOf([listed(chosen), listed(invested)]);
}

/** Cash of all accounts over cash and portfolios; settlement cash stands in the portfolios already, so both readings are given. */
function cashWeight(context: FactContext): Expected {
  const scope = scopeOf(context);
  const positions = positionsOf(context, scope);
  const total = totalOf(positions);
  const held = totalOf(positions.filter(isCash));
  const accounts = context.firm.all(`select num(cash_balance) cash, currency, portfolio_id portfolio from ClientAccounts where client_id ${IN_IDS} and status = 'open'`, ids(clientsInScope(context)));
  const inBase = (rows: typeof accounts): number => rows.reduce((sum, { cash, currency }) => sum + Number(cash) * (context.firm.fx(String(currency), scope.currency) ?? Number.NaN), 0);
  const outside = inBase(accounts.filter(({ portfolio }) => portfolio === null));
  return numberAmong([(held + outside) / (total + outside), held / total].map((share) => ({ value: share * 100, unit: 'percent' as const, near: /cash|share|weight/i })));
}
