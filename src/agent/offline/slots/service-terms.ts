import { phraseMatcher } from '../text/phrases.ts';

type Terms = Readonly<Record<string, readonly string[]>>;

const NOTIFICATION_KINDS: Terms = {
  price_alert: ['price alert*', 'price notification*', 'price', 'prices'],
  trade_confirmation: ['trade confirmation*', 'confirmation*', 'trade notification*', 'trade notice*', 'order confirmation*', 'trade alert*', 'trades', 'orders', 'executions', 'fills', 'trade', 'order'],
  marketing: ['marketing', 'newsletter*', 'promotion*', 'advertis*', 'offers', 'ads'],
  report_ready: ['report*', 'statement*'],
  risk_alert: ['risk'],
  recommendation: ['recommendation*'],
  dividend: ['dividend*'],
  goal: ['goal*'],
  security: ['security', 'login', 'sign in'],
  kyc_reminder: ['kyc', 'verification'],
  billing: ['invoice*', 'billing', 'bill', 'bills'],
  compliance: ['complian*'],
  message: ['messages'],
};

const CHANNELS: Terms = {
  email: ['email', 'emails', 'e mail', 'e mails', 'mail', 'mails', 'newsletter*', 'inbox'],
  sms: ['sms', 'text message*', 'text', 'texts', 'texting'],
  push: ['push', 'phone notification*', 'mobile', 'on my phone'],
  in_app: ['in app', 'inapp', 'in the app', 'on screen'],
};

const DOCUMENT_KINDS: Terms = {
  investment_policy_statement: ['investment policy*', 'policy statement', 'ips', 'investment guidelines'],
  client_agreement: ['client agreement', 'advisory agreement', 'agreement', 'contract', 'mandate letter', 'mandate agreement', 'client contract'],
  power_of_attorney: ['power of attorney', 'poa'],
  risk_questionnaire: ['risk questionnaire', 'questionnaire'],
  identity_document: ['passport', 'id document*', 'identity document*', 'id card', 'proof of identity'],
  proof_of_address: ['proof of address', 'utility bill'],
  tax_form: ['w 9', 'w9', 'w 8*', 'tax form*', '1099*'],
  fee_schedule: ['fee schedule', 'fee agreement'],
  disclosure: ['disclosure*', 'brochure', 'form adv', 'prospectus'],
  will: ['last will', 'testament'],
};

const PREFERENCES: Terms = {
  language: ['language', 'english', 'german', 'french', 'spanish', 'italian', 'portuguese', 'dutch'],
  currency: ['currency', 'in dollars', 'in euros', 'in francs', 'in pounds'],
  theme: ['theme', 'dark mode', 'light mode', 'dark', 'appearance', 'colours?', 'colors?'],
  timezone: ['time zone', 'timezone'],
  date_format: ['date format', 'dates'],
  number_format: ['number format', 'decimal*'],
  email: ['email', 'e mail'],
  phone: ['phone', 'telephone', 'mobile'],
  address: ['address'],
};

const VALUES: Terms = {
  en: ['english'], de: ['german', 'deutsch'], fr: ['french'], es: ['spanish'], it: ['italian'], pt: ['portuguese'], nl: ['dutch'],
  dark: ['dark', 'dark mode'], light: ['light', 'light mode'],
};

const REPORT_KINDS: Terms = {
  tax_report: ['tax*'],
  meeting_brief: ['talking points', 'catch up', 'prep', 'notes for', 'pointers for', 'before my call|meeting', 'brief', 'briefing', 'one pager', 'prep notes', 'meeting', 'crib sheet', 'cheat sheet', 'one page', 'dossier', 'need to know', 'rundown', 'run down', 'summary for .. meeting'],
  audit_memo: ['audit memo', 'memorand*', 'audit note', 'memo', 'audit report', 'audit summary'],
  monthly_statement: ['monthly statement', 'account statement', 'statement*', 'month end statement'],
  quarterly_report: ['quarterly*', 'q1|q2|q3|q4 report*', 'report* for q1|q2|q3|q4', 'quarter report*', "quarter 's report*"],
  performance: ['performance*', 'results report'],
  holdings: ['holdings report', 'position report'],
  risk: ['risk report'],
  compliance: ['compliance report'],
  annual_report: ['annual*', 'yearly report'],
};

function reader(terms: Terms): (words: string) => string | undefined {
  const compiled = Object.entries(terms).map(([name, phrases]) => ({ name, matcher: phraseMatcher(phrases) }));
  return (words) => compiled.find(({ matcher }) => {
    matcher.lastIndex = 0;
    return matcher.test(words);
  })?.name;
}

/** The first term of each list that a normalised text names, by the names that the tools take. */
export const notificationKind = reader(NOTIFICATION_KINDS);
export const channel = reader(CHANNELS);
export const documentKind = reader(DOCUMENT_KINDS);
const PREFERENCE_READERS = Object.entries(PREFERENCES).map(([name, phrases]) => ({ name, read: reader({ [name]: phrases }) }));
/** The one setting that a text names; several named together mean all of them. */
export function preferenceKey(words: string): string | undefined {
  const found = PREFERENCE_READERS.filter(({ read }) => read(words) !== undefined);
  return found.length === 1 || found.some(({ name }) => name !== 'language' && name !== 'currency') ? found[0]?.name : undefined;
}
export const preferenceValue = reader(VALUES);
export const reportKind = reader(REPORT_KINDS);

const STATUS: readonly (readonly [string, RegExp])[] = [
  ['expired', / (?:expired|lapsed|stale|timed out) /],
  ['in_review', / (?:review queue|in review|under review|unreviewed|to review|being reviewed|my queue) /],
  ['released', / (?:released|owes? (?:us|me) (?:[^ ]+ ){0,2}(?:answer|decision|reply)|(?:did|do|does|have|has) (?:we|i|you|they|@advisor) (?:release|send out|pass on)|(?:sitting|lying|resting|out|waiting|parked|pending|left) with (?:the |my |our |their )?(?:clients?|customers?|@client)|(?:waiting|wait) (?:for|on) (?:the |my |our |a )?(?:clients?|customers?|@client)(?: 's)?|(?:clients?|@client) (?:still )?(?:need to|must|have to|has to|should) (?:decide|answer)) /],
  ['pending', / (?:pending|waiting|awaiting|undecided|not yet decided|unanswered|outstanding|open|unreviewed|need my decision|to decide|queue|my ok|my approval|my decision|sign off|to sign|should sign|must sign|need to sign|waiting on me|up to me|answered|responded|reacted) /],
  ['accepted', / (?:accepted|approved|agreed to|took up|taken up|say yes to|said yes to) | did (?:i|we|they|he|she|@client) (?:accept|approve|agree|take up|take|follow) /], ['rejected', / (?:rejected|turned down|turn down|turns down|dismissed|threw out|thrown out|said no|knocked back) /], ['declined', / declined | did (?:i|we|they|he|she|@client) (?:decline|turn down|reject|refuse) /],
  ['deferred', / (?:deferred|postponed|on hold) /], ['blocked', / (?:blocked|stopped|held up) /], ['executed', / (?:executed|carried out|traded) /], ['expired', / (?:expired|lapsed|ran out) /],
];

/** Where a recommendation stands, when the text says it. */
export function recommendationStatus(words: string): string | undefined {
  return STATUS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** "high-severity", "critical", "urgent": as the severity and priority columns spell it. */
export function severity(words: string): string | undefined {
  // "How severe are they?" asks for it.
  if (/ how (?:severe|serious|urgent|grave|high|bad|critical) /.test(words)) return undefined;
  // "Critical or high": a severity means that or worse.
  if (/ (?:critical|gravest(?! (?:on top|at the top|first|to|ones? first))) /.test(words) && !/ (?:high|serious|severe|medium|low) (?:and|or|to) critical | critical (?:and|or|to) (?:high|serious|severe|medium) /.test(words)) return 'critical';
  if (/ (?:high severity|high risk|high priority|high|severe|serious|urgent) /.test(words) && !/ most severe | severe first | high (?:first|to low) | highest /.test(words)) return 'high';
  if (/ (?:medium|moderate) /.test(words)) return 'medium';
  return / (?:low severity|low priority|minor|low) /.test(words) ? 'low' : undefined;
}
