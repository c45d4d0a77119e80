import { addDays } from '../../shared/calendar.ts';
import { anyOf, type Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { text, type Row } from '../firm.ts';
import { portfoliosOf } from '../placeholder-choices.ts';
import { targetsOf } from './allocation.ts';
import { clientArg, clientsInScope, IN_IDS, ids, numberArg, periodArg, scopeOf, textArg, type FactContext, type FactRules } from './context.ts';
import { currentOf } from './goals.ts';
import { returnOf, volatilityOf } from './performance.ts';
import { isCash, positionsOf, totalOf } from './positions.ts';
import { businessReturns, valueSeries } from './series.ts';

export const bookFacts: FactRules = {
  portfolio_ranking: (context) => {
    const n = numberArg(context, 'n') ?? 10;
    const sign = textArg(context, 'direction') === 'bottom' ? -1 : 1;
    const measured = scopeOf(context).portfolios.flatMap((portfolio) => {
      const value = metricOf(context, portfolio);
      return value === undefined ? [] : [{ name: portfolio.name, value }];
    }).toSorted((left, right) => sign * (right.value - left.value));
    const members = measured.slice(0, n).map(({ name, value }): Member => ({ label: `${name} ${value.toFixed(4)}`, names: [[name]], rank: value }));
    return listIs({ members, what: /portfolio|rank/i, isOrdered: true, isTop: true, others: measured.slice(n).map(({ name }) => name) });
  },
  clients_drift: (context) => {
    const [assetClass, least] = [textArg(context, 'asset_class') ?? '', (numberArg(context, 'threshold_pct') ?? 0) / 100];
    const sign = textArg(context, 'direction') === 'over' ? 1 : -1;
    const people = clientsInScope(context);
    const drifting = people.filter(({ id }) => portfoliosOf(context.firm, [id]).some((portfolio) => {
      const target = targetsOf(context, portfolio.id).get(assetClass);
      const positions = positionsOf(context, { portfolios: [portfolio], currency: portfolio.currency });
      return target !== undefined && sign * (totalOf(positions.filter(({ exposureClass }) => exposureClass === assetClass)) / totalOf(positions) - target) > least;
    }));
    return clientList(drifting, people, /under|over|below|above|target|client/i);
  },
  clients_near_goal: (context) => {
    const least = (numberArg(context, 'min_progress_pct') ?? 90) / 100;
    const people = clientsInScope(context);
    const goals = context.firm.all(`select g.*, num(g.target_amount) target, num(g.saved_amount) saved, p.base_currency base, (select sum(num(market_value_base)) from Holdings h where h.portfolio_id = g.portfolio_id) value, c.full_name client
      from InvestmentGoals g join Clients c on c.id = g.client_id left join Portfolios p on p.id = g.portfolio_id where g.status in ('active', 'reached') and g.client_id ${IN_IDS}`, ids(people));
    const progress = goals.map((row) => ({ client: text(row['client']), goal: text(row['name']), done: currentOf(context, row) / Number(row['target']) }));
    const readings = [progress.filter(({ done }) => done >= least), progress.filter(({ done }) => done >= least && done < 1)];
    return anyOf(readings.map((near) => listIs({ members: near.map(({ client, goal, done }): Member => ({ label: `${client}, ${goal} ${(done * 100).toFixed(0)} %`, names: [[client]] })), what: /goal|near|reach|within|client/i })));
  },
  clients_not_contacted: (context) => {
    const days = numberArg(context, 'days') ?? 90;
    const people = clientsInScope(context);
    const since = addDays(context.firm.today, -days);
    const lastContact = (clientId: string, kinds: readonly string[]): string => text(context.firm.first('select day(max(occurred_at)) day from AdvisorInteractions where client_id = ? and occurred_at <= ? and kind in (select value from json_each(?))', clientId, context.firm.nowMs, JSON.stringify(kinds))?.['day']);
    const kinds = ['call', 'meeting', 'email', 'video'];
    return anyOf([kinds, [...kinds, 'note']].map((counted) => clientList(people.filter(({ id }) => lastContact(id, counted) < since), people, /contact|client|spoken/i)));
  },
  risk_alert_list: (context) => {
    const period = periodArg(context, 'today');
    const severity = textArg(context, 'severity');
    const rows = context.firm.all(`select i.kind, i.title, i.severity, i.status, day(i.detected_at) day, c.full_name client from AIInsights i join Clients c on c.id = i.client_id where i.client_id ${IN_IDS} order by i.detected_at desc`, ids(clientsInScope(context)))
      .filter((row) => text(row['day']) >= period.from && text(row['day']) <= period.to && (!severity || GRAVITY.indexOf(text(row['severity'])) >= GRAVITY.indexOf(severity)));
    const isRisk = (row: Row): boolean => row['kind'] !== 'fee_drag' && row['kind'] !== 'idle_cash';
    return anyOf([rows, rows.filter(isRisk)].map((chosen) => listIs({ members: chosen.map((row): Member => ({ label: `${text(row['title'])} (${text(row['client'])})`, names: [[text(row['title']), text(row['kind'])]] })), what: /alert|risk|insight/i })));
  },
  tag_list: (context) => {
    const rows = context.firm.texts('select t.name from TagAssignments a join Tags t on t.id = a.tag_id where a.client_id = ?', clientArg(context)?.id ?? null);
    return listIs({ members: rows.map((name): Member => ({ label: name, names: [[name]] })), what: /tag|before/i });
  },
  tagged_clients: (context) => {
    const people = clientsInScope(context);
    const tagged = new Set(context.firm.texts('select a.client_id from TagAssignments a join Tags t on t.id = a.tag_id where t.name = ?', textArg(context, 'tag') ?? ''));
    return named(people.filter(({ id }) => tagged.has(id)).map(({ name }) => name), /client|tag/i);
  },
  tagged_portfolios: (context) => {
    const tagged = new Set(context.firm.texts('select a.portfolio_id from PortfolioTags a join Tags t on t.id = a.tag_id where t.name = ?', textArg(context, 'tag') ?? ''));
    return named(scopeOf(context).portfolios.filter(({ id }) => tagged.has(id)).map(({ name }) => name), /portfolio|tag/i);
  },
  marketing_responders: (context) => {
    const people = clientsInScope(context);
    const period = textArg(context, 'period') ? periodArg(context, 'all') : undefined;
    const rows = context.firm.all(`select m.campaign, day(m.sent_at) sent, m.responded_at responded, c.full_name client from MarketingInteractions m join Clients c on c.id = m.client_id where m.client_id ${IN_IDS} order by m.sent_at desc`, ids(people));
    const latest = rows[0]?.['campaign'];
    const chosen = rows.filter((row) => row['responded'] !== null && (period ? text(row['sent']) >= period.from && text(row['sent']) <= period.to : row['campaign'] === latest));
    return clientList(people.filter(({ name }) => chosen.some(({ client }) => client === name)), people, /respon|campaign|client/i);
  },
};

/** A severity asked for means that or worse. */
const GRAVITY = ['info', 'low', 'medium', 'high', 'critical'];

function clientList(members: readonly { readonly name: string }[], all: readonly { readonly name: string }[], what: RegExp): Expected {
  const chosen = new Set(members.map(({ name }) => name));
  return listIs({ members: [...chosen].map((name): Member => ({ label: name, names: [[name]] })), what, others: all.filter(({ name }) => !chosen.has(name)).map(({ name }) => name) });
}

/** Names that stand there, in words or in any table: where clients and portfolios share one, strangers cannot be told. */
function named(members: readonly string[], what: RegExp): Expected {
  const list = listIs({ members: members.map((name): Member => ({ label: name, names: [[name]] })), what });
  if (members.length === 0) return list;
  return { text: list.text, problem: (lines) => list.problem(lines)?.replace(/^\d+ more presented.*$/, '') || undefined };
}

function metricOf(context: FactContext, portfolio: { readonly id: string; readonly name: string; readonly clientId: string; readonly currency: string }): number | undefined {
  const scope = { portfolios: [portfolio], currency: portfolio.currency };
  const metric = textArg(context, 'metric') ?? 'TWR';
  const { openingDate, to } = periodArg(context, 'YTD');
  if (metric === 'value' || metric === 'gain') {
    const positions = positionsOf(context, scope);
    const amount = metric === 'value' ? totalOf(positions) : totalOf(positions.filter((position) => !isCash(position)), ({ gain }) => gain);
    return amount * (context.firm.fx(portfolio.currency, scopeOf(context).currency) ?? Number.NaN);
  }
  if (metric === 'drift') {
    const positions = positionsOf(context, scope);
    return Math.max(...[...targetsOf(context, portfolio.id)].map(([assetClass, target]) => Math.abs(totalOf(positions.filter(({ exposureClass }) => exposureClass === assetClass)) / totalOf(positions) - target)));
  }
  const days = valueSeries(context, scope, to);
  if (metric === 'volatility') return volatilityOf(businessReturns(days, openingDate).map(({ returnFraction }) => returnFraction));
  return returnOf(days, openingDate, metric);
}
