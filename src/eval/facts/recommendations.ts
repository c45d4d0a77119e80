import { isoDate } from '../../shared/calendar.ts';
import { allOf, anyOf, type Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberIs } from '../expect/numbers.ts';
import { dateIs, nameIs, noneOnRecord, textIs } from '../expect/words.ts';
import { text, type Row } from '../firm.ts';
import { names } from '../shown-values.ts';
import { clientArg, clientsInScope, IN_IDS, ids, NotApplicable, numberArg, periodArg, scopeOf, spoken, textArg, type FactContext, type FactRules } from './context.ts';

export const recommendationFacts: FactRules = {
  recommendation_text: (context) => {
    const row = recommendation(context);
    const trades = tradesOf(row);
    const byTrades: Expected = { text: `trades in ${trades.map(({ ticker }) => ticker).join(', ')}`, problem: (lines) => (trades.length > 0 && trades.every(({ ticker, side }) => lines.some((line) => names(line.text, ticker) && line.text.toLowerCase().includes(side))) ? undefined : 'its trades are not there') };
    return anyOf([byTrades, textIs(text(row['summary']))]);
  },
  recommendation_confidence: (context) => numberIs({ value: Number(recommendation(context)['confidence']) * 100, unit: 'percent', near: /confiden/i, slack: 0.006 }),
  recommendation_rationale: (context) => textIs(text(recommendation(context)['rationale']), 0.5),
  recommendation_status: (context) => nameIs(STATUS_WORDS[text(recommendation(context)['status'])] ?? [spoken(text(recommendation(context)['status']))]),
  recommendation_model: (context) => nameIs([text(recommendation(context)['model'])]),
  recommendation_inputs: inputs,
  recommendation_tools: (context) => {
    const row = recommendation(context);
    const called = context.firm.texts('select tool_name from ToolInvocations where recommendation_id = ? order by started_at, round, call_index', row['id'] ?? null);
    return listIs({ members: called.map((name): Member => ({ label: name, names: [[name, spoken(name)]] })), what: /tool/i, isOrdered: true });
  },
  recommendation_approver: (context) => {
    const row = recommendation(context);
    return row['decider'] === null ? noneOnRecord(/decid|approv|accept/i) : nameIs([text(row['decider'])]);
  },
  recommendation_decided_at: (context) => {
    const row = recommendation(context);
    return row['decided_on'] === null ? noneOnRecord(/decid|approv|accept/i) : dateIs(isoDate(text(row['decided_on'])));
  },
  recommendation_list: (context) => anyOf(listReadings(context).map(recommendationList)),
  override_list: (context) => {
    const { from, to } = periodArg(context, 'YTD');
    const least = numberArg(context, 'min_confidence') ?? 0;
    const rows = scoped(context).filter((row) => row['is_override'] === 1 && text(row['decided_on']) >= from && text(row['decided_on']) <= to && Number(row['confidence']) * 100 > least);
    return recommendationList({ members: rows, optional: [] });
  },
  new_recommendation: (context) => {
    const label = context.firm.texts("select label from AIModelVersions where status = 'active'");
    const targets = [...context.firm.texts("select ticker from Securities where asset_class <> 'cash'"), 'equity', 'equities', 'shares', 'bonds', 'cash'];
    const has = (pattern: RegExp, what: string): Expected => ({ text: what, problem: (lines) => (lines.some((line) => pattern.test(`${line.context} ${line.text}`)) ? undefined : `${what} is missing`) });
    const portfolio = textArg(context, 'portfolio');
    return allOf([
      { text: 'what to do with which security or class', problem: (lines) => (lines.some((line) => /\b(?:buy|sell|reduce|shift|move|raise|lower|switch|trim|add)\b/i.test(line.text) && targets.some((name) => names(line.text, name))) ? undefined : 'no security or class to buy or sell is named') }, has(/because|reason|why|since|rationale/i, 'the reason'),
      { text: 'its confidence', problem: (lines) => (lines.some((line) => /confiden/i.test(`${line.context} ${line.text}`) && line.numbers.some(({ isPercent }) => isPercent)) ? undefined : 'its confidence is missing') },
      anyOf([nameIs(label), has(/model version|engine|version:/i, 'the model version')]), ...(portfolio ? [nameIs([portfolio])] : []),
    ]);
  },
  model_current: (context) => nameIs(context.firm.texts("select label from AIModelVersions where status = 'active' and released_on is not null")),
  model_released: (context) => {
    const label = textArg(context, 'model_version');
    const wanted = label === 'of_recommendation' ? text(recommendation(context)['model']) : label ?? '';
    const day = context.firm.first('select day(released_on) day from AIModelVersions where label = ?', wanted)?.['day'];
    return day ? dateIs(isoDate(text(day))) : noneOnRecord(/releas/i);
  },
};

const STATUS_WORDS: Readonly<Record<string, readonly string[]>> = {
  in_review: ['in review', 'pending', 'waits for the advisor', 'awaiting', 'under review'], released: ['released', 'pending', 'awaiting', 'waiting for your decision'], declined: ['declined', 'rejected', 'overridden'],
  accepted: ['accepted', 'approved'], executed: ['executed', 'accepted', 'carried out'], measured: ['measured', 'accepted', 'executed', 'approved'], expired: ['expired'], blocked: ['blocked'], deferred: ['deferred'],
};

const COLUMNS = `r.*, day(r.created_at) made_on, day(r.decided_at) decided_on, day(r.valid_until) until_on, m.label model, c.full_name client, p.name portfolio, u.full_name decider
  from AIRecommendations r left join AIModelVersions m on m.id = r.model_version_id left join Clients c on c.id = r.client_id left join Portfolios p on p.id = r.portfolio_id left join Users u on u.id = r.decided_by_id`;

/** The one named by id or number, or the latest of the client. */
function recommendation(context: FactContext): Row {
  const id = textArg(context, 'recommendation_id') ?? (context.binding.values['recommendation_id'] === undefined ? undefined : String(context.binding.values['recommendation_id']));
  const client = clientArg(context);
  const row = id ? context.firm.first(`select ${COLUMNS} where r.id = ? or r.number = ?`, id, Number(id)) : context.firm.first(`select ${COLUMNS} where r.client_id = ? order by r.created_at desc`, client?.id ?? context.binding.client?.id ?? null);
  if (!row) throw new NotApplicable('there is no such recommendation');
  return row;
}

function tradesOf(row: Row): { readonly side: string; readonly ticker: string }[] {
  return JSON.parse(text(row['trades']) || '[]') as { side: string; ticker: string }[]; // the column's own shape
}

/** What the model saw: the calls that read, or the figures of the inputs; and the day of the data. */
function inputs(context: FactContext): Expected {
  const row = recommendation(context);
  const stored = JSON.parse(text(row['inputs']) || '{}') as { positions?: { ticker: string }[] }; // the column's own shape
  const tickers = (stored.positions ?? []).map(({ ticker }) => ticker);
  const readers = context.firm.texts("select distinct tool_name from ToolInvocations where recommendation_id = ? and effect = 'read'", row['id'] ?? null);
  const byInputs: Expected = { text: `inputs of ${tickers.length} positions`, problem: (lines) => (tickers.length > 0 && tickers.filter((ticker) => lines.some((line) => names(line.text, ticker))).length >= Math.min(3, tickers.length) ? undefined : 'the positions that it saw are not there') };
  const byTools = allOf(readers.map((name) => nameIs([name, spoken(name)])));
  return allOf([anyOf(readers.length > 0 ? [byInputs, byTools] : [byInputs]), dateIs(isoDate(text(row['data_as_of'])))]);
}

function scoped(context: FactContext): Row[] {
  const portfolio = textArg(context, 'portfolio');
  const people = clientsInScope(context);
  return context.firm.all(`select ${COLUMNS} where r.client_id ${IN_IDS} order by r.created_at desc`, ids(people)).filter((row) => !portfolio || scopeOf(context).portfolios.some(({ id }) => id === row['portfolio_id']));
}

const PENDING: readonly (readonly string[])[] = [['in_review'], ['in_review', 'released'], ['released']];
const STATUSES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  pending: PENDING, accepted: [['accepted', 'executed', 'measured'], ['accepted']], rejected: [['declined'], ['declined', 'blocked']], declined: [['declined']], open: PENDING,
};

/** "Pending" is waiting for the advisor or for the client; a client sees what was released. */
function listReadings(context: FactContext): Selection[] {
  const status = textArg(context, 'status');
  const period = textArg(context, 'period') ? periodArg(context, 'all') : undefined;
  const [least, most, n] = [numberArg(context, 'min_confidence') ?? -1, numberArg(context, 'max_confidence') ?? 101, numberArg(context, 'n')];
  const [type, model] = [textArg(context, 'type'), textArg(context, 'model_version')];
  const onBound = (row: Row): boolean => [least, most].some((bound) => Math.abs(Number(row['confidence']) * 100 - bound) < 1e-9);
  const rows = scoped(context).filter((row) => (!period || (text(row['made_on']) >= period.from && text(row['made_on']) <= period.to)) && (onBound(row) || (Number(row['confidence']) * 100 > least && Number(row['confidence']) * 100 < most))
    && (!type || text(row['strategy']).includes(type)) && (!model || row['model'] === model) && (context.binding.persona !== 'client' || !['in_review', 'blocked', 'draft'].includes(text(row['status']))));
  const states = status ? STATUSES[status] ?? [[status]] : [undefined];
  return states.map((wanted) => {
    const chosen = rows.filter((row) => !wanted || wanted.includes(text(row['status'])));
    return { members: chosen.filter((row) => !onBound(row)).slice(0, n ?? rows.length), optional: chosen.filter(onBound) };
  });
}

interface Selection {
  readonly members: readonly Row[];
  readonly optional: readonly Row[];
}

function recommendationList({ members, optional }: Selection): Expected {
  const byNumber = (row: Row): Member => ({ label: `#${text(row['number'])} ${text(row['title'])}`, names: [[text(row['title']), text(row['portfolio']), text(row['client'])], [text(row['number'])]] });
  const byDay = (row: Row): Member => ({ label: `${text(row['title'])} ${text(row['made_on'])}`, names: [[text(row['title']), text(row['portfolio'])]], dates: [isoDate(text(row['made_on']))] });
  return anyOf([byNumber, byDay].map((member) => listIs({ members: members.map(member), optional: optional.map(member), what: /recommend|overrid|decision|idea/i })));
}

