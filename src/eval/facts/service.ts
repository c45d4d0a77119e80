import { isoDate } from '../../shared/calendar.ts';
import { anyOf, type Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberAmong, numberIs } from '../expect/numbers.ts';
import { booleanIs, dateIs, nameIs, noneOnRecord, textIs } from '../expect/words.ts';
import { text, type Row } from '../firm.ts';
import { clientArg, clientsInScope, IN_IDS, ids, numberArg, periodArg, scopeOf, spoken, textArg, userArg, type FactContext, type FactRules } from './context.ts';

export const serviceFacts: FactRules = {
  document_date: (context) => {
    const row = latestDocument(context);
    return row ? dateIs(isoDate(text(row['updated']))) : noneOnRecord(/document|statement|polic|record/i);
  },
  document_changed_by: (context) => {
    const row = latestDocument(context);
    const author = row && context.firm.first('select u.full_name name from VersionedDocuments v join Users u on u.id = v.changed_by_id where v.document_id = ? order by v.version_number desc limit 1', row['id'] ?? null)?.['name'];
    return author ? nameIs([text(author)]) : noneOnRecord(/document|statement|polic|record|changed/i);
  },
  report_list: (context) => {
    const period = textArg(context, 'period') ? periodArg(context, 'YTD') : undefined;
    const type = textArg(context, 'type');
    const chosen = new Set(scopeOf(context).portfolios.map(({ id }) => id));
    const rows = context.firm.all(`select r.title, r.kind, day(r.generated_at) made, r.period_label label, r.portfolio_id portfolio from PortfolioReports r where r.client_id ${IN_IDS} and r.status = 'ready'`, ids(clientsOrOwners(context)))
      .filter((row) => (row['portfolio'] === null ? !textArg(context, 'portfolio') : chosen.has(text(row['portfolio']))) && (!type || isType(row, type)) && (!period || (text(row['made']) >= period.from && text(row['made']) <= period.to)));
    return listIs({ members: rows.map((row): Member => ({ label: `${text(row['title'])} ${text(row['made'])}`, names: [[text(row['title']), text(row['label'])]], dates: [isoDate(text(row['made']))] })), what: /report/i });
  },
  notification_unread_count: (context) => numberIs({ value: context.firm.count('select count(*) from Notifications where user_id = ? and read_at is null', userArg(context)), unit: 'count', near: /unread|notif|new/i }),
  notification_setting: (context) => {
    const type = (textArg(context, 'type') ?? '').replace(/s$/, '');
    const row = context.firm.first("select enabled from NotificationPreferences where user_id = ? and channel = ? and (kind = ? or kind = ?)", userArg(context), textArg(context, 'channel') ?? 'email', type, textArg(context, 'type') ?? '');
    if (!row) return noneOnRecord(new RegExp(spoken(type), 'i'));
    return booleanIs({ value: row['enabled'] === 1, near: new RegExp(`before|after|enabled|setting|${spoken(type)}|${type}`, 'i'), yes: /\bon\b|\byes\b|enabled|active/i, no: /\boff\b|\bno\b|disabled|not (?:on|enabled)/i });
  },
  user_preference: (context) => {
    const value = context.firm.first('select value from UserPreferences where user_id = ? and pref_key = ?', userArg(context), textArg(context, 'key') ?? '')?.['value'];
    return value === undefined || value === null ? noneOnRecord(new RegExp(spoken(textArg(context, 'key') ?? ''), 'i')) : nameIs([text(value), ...(VALUE_WORDS[text(value)] ?? [])]);
  },
  ticket_list: (context) => anyOf([['open'], ['open', 'pending'], ['open', 'pending', 'in_progress']].map((open) => ticketList(context, open))),
  ticket_status: (context) => {
    const row = context.firm.first('select status from SupportTickets where client_id = ? order by created_at desc limit 1', clientArg(context)?.id ?? null);
    return row ? nameIs([spoken(text(row['status']))]) : noneOnRecord(/ticket/i);
  },
  advisor_name: (context) => {
    const row = primaryAdvisor(context);
    return row ? nameIs([text(row['name'])]) : noneOnRecord(/advis/i);
  },
  advisor_contact: (context) => {
    const row = primaryAdvisor(context);
    if (!row) return noneOnRecord(/advis/i);
    const [phone, email] = [text(row['phone']), text(row['email'])];
    return { text: `${phone} or ${email}`, problem: (lines) => (lines.some((line) => line.text.includes(email) || line.text.replace(/[^\d+]/g, '').includes(phone.replace(/[^\d+]/g, ''))) ? undefined : 'neither phone nor e-mail is there') };
  },
  last_interaction_date: (context) => {
    const type = textArg(context, 'type');
    const kinds = type === undefined ? [['call', 'meeting', 'email', 'video'], ['call', 'meeting', 'email', 'video', 'note']] : type === 'meeting' ? [['meeting'], ['meeting', 'video']] : [[type]];
    return anyOf(kinds.map((wanted) => {
      const day = context.firm.first(`select day(max(occurred_at)) day from AdvisorInteractions where client_id ${IN_IDS} and occurred_at <= ? and kind in (select value from json_each(?))`, ids(clientsInScope(context)), context.firm.nowMs, JSON.stringify(wanted))?.['day'];
      return day ? dateIs(isoDate(text(day))) : noneOnRecord(/meet|contact|call|interaction/i);
    }));
  },
  survey_score: (context) => {
    const rows = context.firm.all('select kind, score, completed_on day from ClientSurveys where client_id = ? order by completed_on desc', clientArg(context)?.id ?? null);
    const latest = rows.filter((row) => row['day'] === rows[0]?.['day'] || row === rows.find(({ kind }) => kind !== 'risk_questionnaire'));
    return latest.length === 0 ? noneOnRecord(/survey/i) : numberAmong(latest.map((row) => ({ value: Number(row['score']), unit: 'number' as const, near: /survey|score|satisf|nps|question/i })));
  },
  feedback_latest: (context) => {
    const row = context.firm.first('select comment, reason, rating from ClientFeedback where client_id = ? order by created_at desc limit 1', clientArg(context)?.id ?? null);
    return row ? textIs(text(row['comment']) || text(row['reason'])) : noneOnRecord(/feedback/i);
  },
  sentiment_trend: (context) => {
    const { from, to } = periodArg(context, '3M');
    const people = clientsInScope(context);
    const scores = context.firm.all(`select score from ClientSentiment where client_id ${IN_IDS} and measured_on between ? and ? order by measured_on`, ids(people), from, to).map(({ score }) => Number(score));
    return scores.length < 2 ? noneOnRecord(/sentiment|mood/i) : trendIs(scores);
  },
  referral_terms: (context) => {
    const row = context.firm.first('select terms, num(reward_amount) reward, currency from ReferralPrograms where referrer_id = ? order by status limit 1', clientArg(context)?.id ?? null);
    return row ? numberIs({ value: Number(row['reward']), unit: 'money', currency: text(row['currency']) }) : noneOnRecord(/refer/i);
  },
  referral_count: (context) => {
    const status = textArg(context, 'status');
    const period = textArg(context, 'period') ? periodArg(context, 'all') : undefined;
    const rows = context.firm.all(`select status, coalesce(completed_on, signed_up_on, invited_on) day from ReferralPrograms where referrer_id ${IN_IDS} and referee_name is not null`, ids(clientsInScope(context)));
    const value = rows.filter((row) => (!status || row['status'] === status) && (!period || (text(row['day']) >= period.from && text(row['day']) <= period.to))).length;
    return numberIs({ value, unit: 'count', near: /refer|signed|completed|invit|nobody|friend/i });
  },
  widget_list: (context) => {
    const rows = context.firm.texts('select w.title from AnalyticsDashboards d join DashboardWidgets w on w.dashboard_id = d.id where d.owner_id = ? and (d.name = ? or ? is null) order by w.position', userArg(context), textArg(context, 'dashboard') ?? null, textArg(context, 'dashboard') ?? null);
    return listIs({ members: rows.map((title): Member => ({ label: title, names: [[title]] })), what: /widget|dashboard/i });
  },
  message_list: (context) => {
    const { from, to } = periodArg(context, '1W');
    const topic = textArg(context, 'topic')?.toLowerCase();
    const n = numberArg(context, 'n');
    const rows = context.firm.all("select m.content, day(m.created_at) day from ChatMessages m join Conversations v on v.id = m.conversation_id where m.role = 'user' and v.user_id = ? and day(m.created_at) between ? and ? order by m.created_at desc", userArg(context), from, to)
      .filter((row) => !topic || text(row['content']).toLowerCase().includes(topic)).slice(0, n);
    return rows.length === 0 ? noneOnRecord(/ask|message|question|conversation/i) : { text: rows.map((row) => text(row['content']).slice(0, 40)).join(' | '), problem: (lines) => rows.map((row) => textIs(text(row['content']), 0.8).problem(lines)).find((problem) => problem !== undefined) };
  },
};

const VALUE_WORDS: Readonly<Record<string, readonly string[]>> = { en: ['English'], de: ['German'], fr: ['French'], es: ['Spanish'], it: ['Italian'], USD: ['US dollars'], EUR: ['euros'], GBP: ['pounds'], CHF: ['francs'], JPY: ['yen'] };

function clientsOrOwners(context: FactContext) {
  const { portfolios } = scopeOf(context);
  return textArg(context, 'portfolio') ? portfolios.map(({ clientId }) => ({ id: clientId })) : clientsInScope(context);
}

function isType(row: Row, type: string): boolean {
  return text(row['kind']) === type || text(row['title']).toLowerCase().includes(spoken(type).toLowerCase()) || type.includes(text(row['kind']));
}

/** The newest document of a kind that is about the client. */
function latestDocument(context: FactContext): Row | undefined {
  const type = textArg(context, 'type') ?? '';
  const rows = context.firm.all('select id, kind, title, day(updated_at) updated, day(created_at) created from Documents where client_id = ? order by updated_at desc', clientArg(context)?.id ?? null);
  return rows.find((row) => isType(row, type));
}

function ticketList(context: FactContext, open: readonly string[]): Expected {
  const [status, priority] = [textArg(context, 'status'), textArg(context, 'priority')];
  const period = textArg(context, 'period') ? periodArg(context, 'all') : undefined;
  const rows = context.firm.all(`select number, subject, status, priority, day(created_at) day from SupportTickets where client_id ${IN_IDS} order by created_at desc`, ids(clientsInScope(context)))
    .filter((row) => (!status || (status === 'open' ? open.includes(text(row['status'])) : row['status'] === status)) && (!priority || row['priority'] === priority) && (!period || (text(row['day']) >= period.from && text(row['day']) <= period.to)));
  return listIs({ members: rows.map((row): Member => ({ label: `#${text(row['number'])} ${text(row['subject'])}`, names: [[text(row['subject'])]] })), what: /ticket/i });
}

function primaryAdvisor(context: FactContext): Row | undefined {
  return context.firm.first("select v.full_name name, v.email, v.phone from AdvisorAssignments a join Advisors v on v.id = a.advisor_id where a.client_id = ? and a.starts_on <= ? and (a.ends_on is null or a.ends_on >= ?) order by a.role = 'primary' desc limit 1", clientArg(context)?.id ?? context.binding.client?.id ?? null, context.firm.today, context.firm.today);
}

const TRENDS: Readonly<Record<'up' | 'down' | 'flat', RegExp>> = {
  up: /improv|\brose\b|risen|rising|\bup\b|better|more positive|increas|recover/i, down: /declin|fell|fallen|falling|\bdown\b|worse|deteriorat|decreas|less positive|more negative|drop/i,
  flat: /stable|steady|unchanged|flat|little chang|hardly|sideways|same/i,
};

/** By the first and last measure, by halves and by slope; where these disagree any of them may be said. */
function trendIs(scores: readonly number[]): Expected {
  const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const half = Math.floor(scores.length / 2);
  const centre = (scores.length - 1) / 2;
  const slope = scores.reduce((sum, score, index) => sum + (index - centre) * score, 0);
  const changes = [scores.at(-1)! - scores[0]!, average(scores.slice(-half)) - average(scores.slice(0, half)), slope / Math.max(1, scores.length)];
  const directions = new Set(changes.map((change): 'up' | 'down' | 'flat' => (Math.abs(change) < 0.02 ? 'flat' : change > 0 ? 'up' : 'down')));
  if (changes.some((change) => Math.abs(change) < 0.1)) directions.add('flat');
  return {
    text: `sentiment ${[...directions].join(' or ')} (${scores[0]} to ${scores.at(-1)})`,
    problem: (lines) => ([...directions].some((direction) => lines.some((line) => TRENDS[direction].test(line.text))) ? undefined : 'the direction is not said'),
  };
}

