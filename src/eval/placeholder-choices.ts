import { addDays, addMonths, startOfMonth, type IsoDate } from '../shared/calendar.ts';
import { resolvePeriod } from '../shared/period.ts';
import type { BoundClient, BoundPortfolio } from './binding.ts';
import { text, type Firm, type SqlValue } from './firm.ts';
import type { QuestionCase } from './format.ts';
import { rotated } from './hash.ts';
import type { Person } from './placeholders.ts';

/** A set of placeholders that is being filled. */
export interface Draft {
  readonly question: QuestionCase;
  readonly firm: Firm;
  readonly person: Person;
  readonly client: BoundClient;
  readonly needed: ReadonlySet<string>;
  readonly turn: number;
  readonly portfolio?: BoundPortfolio;
  readonly portfolio2?: BoundPortfolio;
  readonly otherClient?: BoundClient;
  readonly values: Readonly<Record<string, string | number>>;
  readonly texts: Readonly<Record<string, string>>;
}

type Option = Partial<Pick<Draft, 'portfolio' | 'portfolio2' | 'otherClient' | 'values' | 'texts'>>;

interface Choice {
  readonly isWanted: (draft: Draft) => boolean;
  readonly options: (draft: Draft) => Iterable<Option>;
}

const requires = ({ question }: Draft, term: string): boolean => question.requires.includes(term);
const needs = (...names: readonly string[]) => ({ needed }: Draft): boolean => names.some((name) => needed.has(name));
const same = (name: string, value: string | number, shown = String(value)): Option => ({ values: { [name]: value }, texts: { [name]: shown } });

export function portfoliosOf(firm: Firm, clientIds: readonly string[]): BoundPortfolio[] {
  return firm.all(`select id, name, client_id client, base_currency currency from Portfolios where status = 'active' and client_id in (select value from json_each(?)) order by id`, JSON.stringify(clientIds))
    .map((row) => ({ id: text(row['id']), name: text(row['name']), clientId: text(row['client']), currency: text(row['currency']) }));
}

/** Portfolios of the client whose name nobody else in reach uses: anything else would be a question to be asked back. */
function unmistakable({ firm, person, client, turn }: Draft): BoundPortfolio[] {
  const all = portfoliosOf(firm, person.reach.map(({ id }) => id));
  return rotated(all.filter(({ clientId, name }) => clientId === client.id && all.filter((other) => other.name === name).length === 1), turn);
}

const people: Choice = {
  isWanted: () => true,
  options: (draft) => {
    const { firm, client, person } = draft;
    const own = portfoliosOf(firm, [client.id]).length;
    const hasUnread = () => firm.count('select count(*) from Notifications where user_id = ? and read_at is null', person.userId) > 0;
    const holds: readonly [string, () => boolean][] = [
      ['one_portfolio', () => own === 1], ['two_portfolios', () => own >= 2], ['has_unread', hasUnread],
      ['has_open_ticket', () => firm.count("select count(*) from SupportTickets where client_id = ? and status = 'open'", client.id) > 0],
      ['has_kyc', () => firm.count('select count(*) from KYCVerification where client_id = ?', client.id) > 0],
      ['has_dividends', () => hasDividends(draft)],
    ];
    return own > 0 && holds.every(([term, isSo]) => !requires(draft, term) || isSo()) ? [{}] : [];
  },
};

function hasDividends({ question, firm, client }: Draft): boolean {
  const expression = question.facts.flatMap(({ args }) => (typeof args['period'] === 'string' && !args['period'].includes('{') ? [args['period']] : []))[0] ?? 'last_quarter';
  const { from, to } = resolvePeriod(expression, firm.today);
  return firm.count("select count(*) from Transactions t join Portfolios p on p.id = t.portfolio_id where p.client_id = ? and t.kind = 'dividend' and t.trade_date between ? and ?", client.id, from, to) > 0;
}

const otherClient: Choice = {
  isWanted: needs('other_client'),
  options: ({ firm, person, turn }) => {
    const own = new Set(person.reach.map(({ id }) => id));
    const strangers = firm.all('select c.id, c.full_name name, c.first_name first, c.user_id user, c.base_currency currency from Clients c order by c.id').filter(({ id }) => !own.has(text(id)));
    return rotated(strangers, turn).map((row) => ({ ...same('other_client', text(row['name'])), otherClient: { id: text(row['id']), name: text(row['name']), firstName: text(row['first']), userId: text(row['user']), currency: text(row['currency']) } }));
  },
};

const portfolio: Choice = {
  isWanted: needs('portfolio', 'portfolio2', 'ticker', 'sector', 'asset_class', 'benchmark', 'security_name', 'date'),
  options: (draft) => unmistakable(draft).map((found) => ({ ...same('portfolio', found.name), portfolio: found })),
};

const portfolio2: Choice = {
  isWanted: needs('portfolio2'),
  options: (draft) => unmistakable(draft).filter(({ id }) => id !== draft.portfolio?.id).map((found) => ({ ...same('portfolio2', found.name), portfolio2: found })),
};

const advisor: Choice = {
  isWanted: (draft) => draft.needed.has('advisor') && !draft.person.advisor,
  options: ({ firm, client, question }) => {
    const names = question.persona === 'client'
      ? firm.texts("select v.full_name from AdvisorAssignments a join Advisors v on v.id = a.advisor_id where a.client_id = ? and a.role = 'primary' and a.starts_on <= ? and (a.ends_on is null or a.ends_on >= ?)", client.id, firm.today, firm.today)
      : firm.texts("select full_name from Advisors where status <> 'left' order by id");
    return names.map((name) => same('advisor', name));
  },
};

const ticker: Choice = {
  isWanted: needs('ticker'),
  options: (draft) => {
    const rows = draft.firm.all(`select s.ticker, (select sum(num(o.unrealised_gain_base)) from Holdings o join Portfolios q on q.id = o.portfolio_id where o.security_id = s.id and q.client_id = ?) gain
      from Holdings h join Securities s on s.id = h.security_id where h.portfolio_id = ? and s.asset_class <> 'cash' and num(h.quantity) > 0 order by s.ticker`, draft.client.id, draft.portfolio?.id ?? null);
    return rotated(rows, draft.turn).filter(({ gain }) => !requires(draft, 'ticker_at_loss') || Number(gain) < 0).map((row) => same('ticker', text(row['ticker'])));
  },
};

const ticker2: Choice = {
  isWanted: needs('ticker2'),
  options: (draft) => {
    const held = new Set(draft.firm.texts('select s.ticker from Holdings h join Securities s on s.id = h.security_id join Portfolios p on p.id = h.portfolio_id where p.client_id = ?', draft.client.id));
    const listed = draft.firm.texts("select ticker from Securities where asset_class <> 'cash' and is_index = 0 and status = 'active' order by ticker");
    return rotated(listed, draft.turn).filter((name) => name !== draft.values['ticker'] && !(requires(draft, 'ticker2_not_held') && held.has(name))).map((name) => same('ticker2', name));
  },
};

/** A choice of one column of one query, with the portfolio and the client as its parameters. */
function fromQuery(name: string, sql: string, parameters: (draft: Draft) => readonly SqlValue[], shown: (value: string) => string = (value) => value): Choice {
  return { isWanted: needs(name), options: (draft) => rotated(draft.firm.texts(sql, ...parameters(draft)), draft.turn).map((value) => same(name, value, shown(value))) };
}

const byPortfolio = ({ portfolio: chosen }: Draft): readonly SqlValue[] => [chosen?.id ?? null];

const currency: Choice = {
  isWanted: needs('currency'),
  options: (draft) => {
    const { firm, client } = draft;
    const rated = firm.texts('select distinct quote_currency from CurrencyExchangeRates order by 1');
    const exposed = new Set(firm.texts('select distinct h.currency from Holdings h join Portfolios p on p.id = h.portfolio_id where p.client_id = ?', client.id));
    const usable = [...rated, 'EUR'].filter((code) => (requires(draft, 'foreign_currency') ? code !== client.currency && code !== 'USD' && exposed.has(code) : code !== client.currency));
    return rotated(usable, draft.turn).map((code) => same('currency', code));
  },
};

const AMOUNTS = [25_000, 10_000, 40_000, 5_000, 2_500, 1_000, 200];

const amount: Choice = {
  isWanted: needs('amount'),
  options: (draft) => {
    const cash = draft.firm.count("select coalesce(sum(num(h.market_value_base)), 0) from Holdings h join Securities s on s.id = h.security_id where h.portfolio_id = ? and s.asset_class = 'cash' and h.currency = ?", draft.portfolio?.id ?? null, draft.portfolio?.currency ?? null);
    return AMOUNTS.filter((value) => !requires(draft, 'amount_below_cash') || value < cash * 0.95).map((value) => same('amount', value));
  },
};

const date: Choice = {
  isWanted: needs('date'),
  options: ({ firm, portfolio: chosen, turn }) => {
    const opened = firm.texts('select opened_on from Portfolios where id = ?', chosen?.id ?? null)[0] ?? '';
    const days = [addDays(firm.today, -254), addDays(firm.today, -70), addDays(firm.today, -161), addDays(firm.today, -371), addDays(firm.today, -30)];
    return rotated(days, turn).filter((day) => day > opened).map((day) => same('date', day, longDate(day)));
  },
};

const month: Choice = {
  isWanted: needs('month'),
  options: ({ firm, turn }) => rotated([1, 2, 3, 4], turn).map((back) => {
    const first = addMonths(startOfMonth(firm.today), -back);
    return same('month', first.slice(0, 7), monthName(first));
  }),
};

const recommendation: Choice = {
  isWanted: needs('recommendation_id'),
  options: (draft) => {
    const { firm, client, question, turn } = draft;
    const pending = question.persona === 'client' ? ['released'] : question.persona === 'advisor' ? ['in_review'] : ['in_review', 'released'];
    const rows = firm.all('select id, number, status, decided_by_id decider, day(valid_until) until from AIRecommendations where client_id = ? order by number', client.id).filter((row) => {
      if (requires(draft, 'rec_pending')) return pending.includes(text(row['status'])) && (row['until'] === null || text(row['until']) >= firm.today);
      if (requires(draft, 'rec_decided')) return row['decider'] !== null && ['declined', 'accepted', 'executed', 'measured', 'overridden'].includes(text(row['status']));
      return question.persona === 'client' ? !['in_review', 'blocked', 'draft'].includes(text(row['status'])) : true;
    });
    // People name a recommendation by its number, programs by its id: both must work.
    return rotated(rows, turn).map((row) => ({ values: { recommendation_id: text(row['id']) }, texts: { recommendation_id: turn % 2 === 0 ? text(row['number']) : text(row['id']) } }));
  },
};

const tag: Choice = {
  isWanted: needs('tag'),
  options: (draft) => {
    const on = new Set(draft.firm.texts('select t.name from TagAssignments a join Tags t on t.id = a.tag_id where a.client_id = ?', draft.client.id));
    return rotated(draft.firm.texts('select name from Tags order by name'), draft.turn).filter((name) => !requires(draft, 'tag_not_on_client') || !on.has(name)).map((name) => same('tag', name));
  },
};

/** In the order in which they depend on each other. */
export const choices: readonly Choice[] = [
  people, otherClient, advisor, portfolio, portfolio2, ticker, ticker2,
  fromQuery('security_name', "select s.name from Holdings h join Securities s on s.id = h.security_id where h.portfolio_id = ? and s.asset_class not in ('cash') order by s.name", byPortfolio),
  fromQuery('sector', 'select distinct s.sector from Holdings h join Securities s on s.id = h.security_id where h.portfolio_id = ? and s.sector is not null order by 1', byPortfolio),
  fromQuery('asset_class', 'select distinct asset_class from AssetAllocationTargets where portfolio_id = ? order by 1', byPortfolio, (value) => value.replace(/_/g, ' ')),
  fromQuery('benchmark', 'select b.name from PortfolioBenchmarks l join Benchmarks b on b.id = l.benchmark_id where l.portfolio_id = ? and l.is_primary = 1 and l.valid_to is null', byPortfolio),
  fromQuery('goal', "select name from InvestmentGoals where client_id = ? and status = 'active' order by name", ({ client }) => [client.id]),
  currency, amount, date, month,
  fromQuery('year', 'select distinct r.tax_year from TaxRecords r join Portfolios p on p.id = r.portfolio_id where p.client_id = ? and r.tax_year < ? order by 1 desc limit 2', ({ client, firm }) => [client.id, Number(firm.today.slice(0, 4))]),
  tag, recommendation,
  fromQuery('model_version', 'select label from AIModelVersions order by label', () => []),
];

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

export function longDate(day: IsoDate): string {
  return `${Number(day.slice(8, 10))} ${monthName(day)}`;
}

export function monthName(day: IsoDate): string {
  return `${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}
