import { ADVICE_HEADLINES } from './advice-headlines.ts';
import { dateInWords } from './format.ts';
import { tallyHeadline } from './tally-headline.ts';
import { asOf, cellOf, fact, factOf, fig, namesIn, sentence, tableOf, titleOf, type Saying } from './saying.ts';

type Headline = (saying: Saying) => string | undefined;

function figuresSay(saying: Saying, wanted: readonly (readonly [string, string])[]): string | undefined {
  return sentence(wanted.map(([key, words]) => {
    const value = fig(saying, key);
    return value && `${words} is ${value}`;
  }));
}

function factsSay(saying: Saying, wanted: readonly (readonly [string, string])[]): string | undefined {
  return sentence(wanted.map(([key, words]) => {
    const value = fact(saying, key);
    return value && `${words} is ${value}`;
  }));
}

/** A list's headline: none, or how many and the first of them by the column that names them. */
function list(what: string, ...by: readonly string[]): Headline {
  return (saying) => {
    const table = tableOf(saying);
    if (!table) return undefined;
    if (table.rows.length === 0) return `There are no ${what}${spanInWords(saying)}.`;
    const names = by.length > 0 ? [...new Set(table.rows.map((_, row) => cellOf(table, row, ...by)).filter(Boolean))].slice(0, 6).join('; ') : namesIn(table, 6);
    // Names that are all there need no count.
    const count = fig(saying, 'count') ?? (table.total > 6 ? String(table.total) : undefined);
    const start = count && count !== '1' ? `${count} ${what}` : capital(what);
    return `${start}${names ? `: ${names}` : ''}${table.rows.length > 6 ? ' and others' : ''}.`;
  };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function yesNo(saying: Saying, key: string, yes: string, no: string): string | undefined {
  const value = factOf(saying, key)?.value;
  return value === true ? yes : value === false ? no : undefined;
}

/** "Who is my largest client?" is answered by the first rows of the book's clients. */
function largestClients(saying: Saying): string | undefined {
  const table = tableOf(saying, 'clients');
  if (saying.ask?.topic !== 'book_ranking' || !table || table.rows.length === 0) return undefined;
  const isLow = / (?:smallest|least|lowest|tiniest) /.test(saying.ask.newWords ?? saying.ask.words);
  const count = Math.min(saying.ask.slots.count ?? 1, table.rows.length);
  const rows = Array.from({ length: count }, (_, index) => (isLow ? table.rows.length - 1 - index : index));
  return `The ${isLow ? 'smallest' : 'largest'} ${count > 1 ? 'clients are' : 'client is'} ${rows.map((row) => `${cellOf(table, row, 'client')} with ${cellOf(table, row, 'value')}`).join(', ')}.`;
}

export const MORE_HEADLINES: Readonly<Record<string, Headline>> = {
  project_goal: (saying) => sentence([
    fig(saying, 'projectedValue') && `the projected value is ${fig(saying, 'projectedValue')}`, fig(saying, 'probability') && `the probability of reaching the goal is ${fig(saying, 'probability')}`,
    fig(saying, 'requiredMonthly') && `the monthly saving needed is ${fig(saying, 'requiredMonthly')}`, yesNo(saying, 'onTrack', 'the goal is on track', 'the goal is not on track'),
  ]),
  list_goals: (saying) => {
    const table = tableOf(saying);
    if (table && table.rows.length === 0) return 'There is no goal that fits.';
    if (table && table.rows.length === 1) {
      const track = cellOf(table, 0, 'onTrack');
      return sentence([track === 'yes' ? `yes, ${cellOf(table, 0, 'goal', 'name') ?? 'the goal'} is on track` : track === 'no' ? `no, ${cellOf(table, 0, 'goal', 'name') ?? 'the goal'} is not on track` : undefined, fig(saying, 'progressFraction') && `progress is ${fig(saying, 'progressFraction')}`, fig(saying, 'current') && `${fig(saying, 'current')} of ${fig(saying, 'target') ?? 'the target'} is there`]);
    }
    return figuresSay(saying, [['progressFraction', 'progress'], ['current', 'the current amount'], ['target', 'the target']]) ?? list('goals')(saying);
  },
  simulate_portfolio: (saying) => figuresSay(saying, [['percentileValue', 'the simulated value'], ['probabilityOfDepletion', 'the probability of running out']]),
  run_stress_test: (saying) => sentence([fig(saying, 'lossFraction') && `the loss would be ${fig(saying, 'lossFraction')}${fig(saying, 'lossBase') ? `, or ${fig(saying, 'lossBase')}` : ''}`]),
  get_fx_rate: (saying) => sentence([fig(saying, 'converted') && `that is ${fig(saying, 'converted')}`, fig(saying, 'rate') && `the rate is ${fig(saying, 'rate')}${saying.args['date'] && fact(saying, 'rateDate') ? ` on ${fact(saying, 'rateDate')}` : ''}`]),
  get_esg: (saying) => {
    const laggards = tableOf(saying, 'laggards') ?? tableOf(saying);
    return sentence([fig(saying, 'esgScore') && `the ESG score is ${fig(saying, 'esgScore')}`, laggards && laggards.rows.length > 0 ? `the holding that drags it down most is ${cellOf(laggards, 0, 'ticker', 'name')}` : undefined]);
  },
  get_security: (saying) => sentence([titleOf(saying), fact(saying, 'sector') && `sector: ${fact(saying, 'sector')}`, fact(saying, 'exchange') && `exchange: ${fact(saying, 'exchange')}`]),
  get_price: (saying) => sentence([fig(saying, 'price') && `${titleOf(saying)}: the price is ${fig(saying, 'price')}${fact(saying, 'priceDate') ? ` on ${fact(saying, 'priceDate')}` : ''}`, fig(saying, 'changeFraction') && `the change is ${fig(saying, 'changeFraction')}`]),
  get_rating: (saying) => sentence([fact(saying, 'rating') && `the rating is ${fact(saying, 'rating')}`, fact(saying, 'agency') && `issued by ${fact(saying, 'agency')}`, fact(saying, 'ratingDate') && `dated ${fact(saying, 'ratingDate')}`]),
  list_markets: (saying) => yesNo(saying, 'isOpen', 'Yes, the market is open.', 'No, the market is closed.') ?? list('markets')(saying),
  get_client_profile: (saying) => factsSay(saying, [['riskProfile', 'the risk profile'], ['objective', 'the objective'], ['clientSince', 'the start of the relationship']]),
  get_advisor: (saying) => sentence([fact(saying, 'advisorName') && `the advisor is ${fact(saying, 'advisorName')}`, fact(saying, 'phone') && `phone ${fact(saying, 'phone')}`, fact(saying, 'email') && `e-mail ${fact(saying, 'email')}`]),
  get_kyc: (saying) => factsSay(saying, [['status', 'the KYC status'], ['expiryDate', 'its expiry date']]) ?? list('clients with KYC due')(saying),
  check_restrictions: (saying) => yesNo(saying, 'restricted', `Yes, it is restricted${factOf(saying, 'reason')?.value ? `: ${fact(saying, 'reason')}` : ''}.`, 'No, it is not restricted.'),
  check_suitability: (saying) => {
    const verdict = factOf(saying, 'suitability')?.value;
    const words: Readonly<Record<string, string>> = { suitable: 'It is suitable.', not_suitable: 'It is not suitable.', needs_review: 'It needs an advisor\u2019s review before it can count as suitable.', cannot_tell: 'Suitability cannot be told from the data on record.' };
    return typeof verdict === 'string' ? words[verdict] ?? `Suitability: ${verdict}.` : undefined;
  },
  list_compliance_checks: list('compliance checks that fit', 'client'), list_flags: list('regulatory flags that fit', 'flag', 'title'), list_reports: list('reports', 'report', 'title'), list_insights: list('risk alerts', 'alert', 'insight', 'title'), list_markets_open: list('markets'),
  list_documents: (saying) => sentence([fact(saying, 'documentDate') && `the document is dated ${fact(saying, 'documentDate')}`, fact(saying, 'changedBy') && `last changed by ${fact(saying, 'changedBy')}`]) ?? list('documents', 'document', 'title')(saying),
  list_notifications: (saying) => sentence([fig(saying, 'unreadCount') && `unread notifications: ${fig(saying, 'unreadCount')}`]),
  get_notification_preferences: (saying) => sentence([fact(saying, 'setting') && `${[saying.args['kind'], saying.args['channel']].filter((word) => typeof word === 'string').join(' by ').replaceAll('_', ' ') || 'the setting'}: ${fact(saying, 'setting')}`]) ?? list('notification settings', 'kind')(saying),
  list_tickets: (saying) => (tableOf(saying)?.rows.length ? sentence([`the latest ticket, ${cellOf(tableOf(saying)!, 0, 'subject', 'title') ?? 'without a subject'}, is ${fact(saying, 'latestStatus') ?? cellOf(tableOf(saying)!, 0, 'status') ?? 'on record'}`]) : list('support tickets')(saying)),
  list_tasks: (saying) => sentence([listPart(saying, 'tasks', 'task', 'title'), fig(saying, 'overdueCount') && `overdue: ${fig(saying, 'overdueCount')}`]),
  list_scheduled_jobs: list('scheduled jobs', 'job', 'name'), list_workflows: list('workflows that fit', 'workflow', 'title', 'name'),
  list_interactions: (saying) => sentence([factOf(saying, 'lastDate')?.value ? `the last ${typeof saying.args['kind'] === 'string' ? saying.args['kind'] : 'contact'} was on ${fact(saying, 'lastDate')}` : undefined]) ?? list('interactions on record')(saying),
  list_tags(saying) {
    const all = saying.answer.tables.filter(({ rows }) => rows.length > 0);
    if (all.length === 0) return 'There is no such tag on anything here.';
    return sentence(all.map((table) => `${plainTitle(table.title)}: ${[...new Set(table.rows.slice(0, 12).map((_, row) => (saying.args['tag'] ? cellOf(table, row, table.key.includes('ortfolio') ? 'portfolio' : 'client') : cellOf(table, row, 'tag'))))].filter(Boolean).join(', ')}`));
  },
  list_marketing: list('responders', 'client'), get_dashboard: list('widgets', 'widget', 'title'),
  get_referrals: (saying) => sentence([fig(saying, 'rewardAmount') && `the reward for a referral is ${fig(saying, 'rewardAmount')}`, fact(saying, 'terms') && `terms: ${fact(saying, 'terms')}`, fig(saying, 'referralCount') && `referrals: ${fig(saying, 'referralCount')}`]),
  get_sentiment: (saying) => sentence([fact(saying, 'trend') && `sentiment is ${fact(saying, 'trend')}`, fig(saying, 'surveyScore') && `the last survey score is ${fig(saying, 'surveyScore')}`, fact(saying, 'latestFeedback') && `the latest feedback: ${fact(saying, 'latestFeedback')}`]),
  list_conversations: (saying) => sentence([fig(saying, 'count') && `conversations: ${fig(saying, 'count')}`]), list_messages: (saying) => {
    const table = tableOf(saying);
    const said = table?.rows.flatMap((_, row) => (/user|client|person/i.test(cellOf(table, row, 'role', 'from') ?? '') ? [cellOf(table, row, 'text', 'content') ?? ''] : [])) ?? [];
    return said.length > 0 ? `The questions asked: ${said.slice(0, 6).map((text) => `\u201c${text}\u201d`).join('; ')}${said.length > 6 ? ' and others' : ''}.` : 'There are no messages.';
  },
  get_book_summary: (saying) => largestClients(saying) ?? sentence([fig(saying, 'aum') && `assets under management are ${fig(saying, 'aum')}${asOf(saying)}`, fig(saying, 'clientCount') && `clients: ${fig(saying, 'clientCount')}`]),
  rank_portfolios: (saying) => {
    const table = tableOf(saying, 'ranking') ?? tableOf(saying);
    return table && table.rows.length > 0 ? `In order: ${namesOfPortfolios(saying)}.` : 'There is no portfolio to rank.';
  },
  screen_book: list('clients who fit'),
  draft_order: (saying) => sentence([
    `draft order, not sent: ${titleOf(saying).replace(/^Draft: /, '')}`, fig(saying, 'orderQuantity') && `quantity ${fig(saying, 'orderQuantity')}`, fig(saying, 'orderValue') && `estimated value ${fig(saying, 'orderValue')}`,
    fig(saying, 'holdingQuantity') && `held now: ${fig(saying, 'holdingQuantity')}`,
  ]),
  draft_rebalance: (saying) => {
    const trades = tableOf(saying, 'trades');
    return sentence([`${titleOf(saying)}, nothing is sent`, trades && trades.rows.length === 0 ? 'no trade is needed' : undefined, fig(saying, 'turnoverFraction') && `the turnover is ${fig(saying, 'turnoverFraction')}`]);
  },
  draft_report: (saying) => `Draft, not filed: ${titleOf(saying)}.`,
  get_rebalancing_history: (saying) => sentence([fact(saying, 'lastRebalanceDate') && `the last rebalance: ${fact(saying, 'lastRebalanceDate')}`, fact(saying, 'lastReason') && `reason: ${fact(saying, 'lastReason')}`]),
  ...ADVICE_HEADLINES,
  list_recommendations: list('recommendations that fit', 'title', 'recommendation'), list_overrides: list('overridden recommendations', 'title', 'recommendation'), list_exports: list('exports', 'dataset'), list_refusals: list('refused requests', 'reason'),
  list_model_versions: (saying) => sentence([yesNo(saying, 'isInProduction', 'yes, it is in production', 'no, it is not the one in production'), fact(saying, 'current') && `in production today: ${fact(saying, 'current')}`, fact(saying, 'releasedOn') && `released on ${fact(saying, 'releasedOn')}`, retired(saying)]),
  verify_audit_log: (saying) => sentence([
    yesNo(saying, 'intact', 'yes, the audit log is intact', 'no, the audit log is not intact'), factOf(saying, 'entryHash') && `the entry ${yesNo(saying, 'entryAsWritten', 'is as it was written', 'is NOT as it was written') ?? ''}; its place: ${fact(saying, 'entryPlace')}`,
    / (?:sign\w*|seal\w*|checkpoint\w*) /.test(saying.ask?.words ?? '') ? `the signing of the ledger last ran on ${fact(saying, 'signedAt') ?? 'no day on record'}` : undefined,
  ]),
  get_change_history: (saying) => sentence([(tableOf(saying)?.rows.length ?? 0) > 1 ? `${fig(saying, 'count') ?? 'several'} changes, the latest first` : undefined, fact(saying, 'changedBy') && `changed by ${fact(saying, 'changedBy')}`, fact(saying, 'changedAt') && `on ${fact(saying, 'changedAt')}`, fact(saying, 'oldValue') && `before: ${fact(saying, 'oldValue')}`, fact(saying, 'newValue') && `after: ${fact(saying, 'newValue')}`]),
  query_records: groups, tally_records: tallyHeadline,
  list_tool_calls: (saying) => sentence([fig(saying, 'count') && `tool calls: ${fig(saying, 'count')}`]), list_audit_entries: (saying) => sentence([fig(saying, 'count') && `audit entries: ${fig(saying, 'count')}`]),
  list_sign_ins: (saying) => sentence([saying.args['succeeded'] === true ? fig(saying, 'succeededCount') && `successful sign-ins: ${fig(saying, 'succeededCount')}` : fig(saying, 'failedCount') && `failed sign-ins: ${fig(saying, 'failedCount')}`]) ?? list('sign-ins')(saying),
  list_sessions: list('sessions', 'person'), list_security_events: list('security events', 'event', 'title'),
  get_system_status(saying) {
    const facts = saying.answer.facts.filter(({ value }) => value !== null).slice(0, 3).map(({ key, label }) => `${label.slice(0, 1).toLowerCase()}${label.slice(1)}: ${fact(saying, key)}`);
    const figures = saying.answer.figures.slice(0, 3).map(({ key, label }) => `${label.slice(0, 1).toLowerCase()}${label.slice(1)}: ${fig(saying, key)}`);
    return sentence([...figures, ...facts]) ?? list('entries')(saying);
  },
};

/** Nothing in a span of time: which span that was, so that "Monday" and "the last fortnight" can be checked. */
function spanInWords(saying: Saying): string {
  const [from, to] = String(factOf(saying, 'period')?.value ?? '').match(/\d{4}-\d\d-\d\d/g) ?? [];
  if (!from) return '';
  return to ? ` from ${dateInWords(from)} to ${dateInWords(to)}` : ` ${/up to/.test(String(factOf(saying, 'period')?.value)) ? 'up to' : 'on'} ${dateInWords(from)}`;
}

/** The one version that was asked about, when it is out of use. */
function retired(saying: Saying): string | undefined {
  const table = tableOf(saying, 'versions');
  const on = table && table.rows.length === 1 ? cellOf(table, 0, 'retiredOn') : undefined;
  const version = saying.args['label'] === undefined && table ? cellOf(table, 0, 'label', 'version') : undefined;
  return on && `${version ? `${version}: ` : ''}retired on ${on}`;
}

/** Groups with their counts: "measured 16; declined 19". */
function groups(saying: Saying): string | undefined {
  const table = tableOf(saying, 'records');
  if (!table || !table.columns.some(({ key }) => key === 'count')) return undefined;
  if (table.rows.length === 0) return 'There is none on record.';
  const name = table.columns.find(({ key }) => key !== 'count')?.key ?? 'count';
  return table.rows.slice(0, 8).map((_, row) => sentence([`${(cellOf(table, row, name) ?? 'none').replaceAll('_', ' ')}: ${cellOf(table, row, 'count') ?? '0'}`])).join(' ');
}

function plainTitle(title: string): string {
  return title.slice(0, 1).toLowerCase() + title.slice(1);
}

function listPart(saying: Saying, what: string, ...by: readonly string[]): string | undefined {
  return list(what, ...by)(saying)?.replace(/\.$/, '');
}

function namesOfPortfolios(saying: Saying): string {
  const table = tableOf(saying, 'ranking') ?? tableOf(saying)!;
  return table.rows.slice(0, 15).map((_, index) => cellOf(table, index, 'portfolio', 'portfolioName', 'name')).filter(Boolean).join(', ');
}
