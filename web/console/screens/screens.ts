import type { SessionInfo } from '../../../src/contract/http-api.ts';

export type Role = SessionInfo['user']['role'];
export type Argument = string | number | boolean;
export type Arguments = Readonly<Record<string, Argument>>;

/** One card of a screen: the answer of a read tool. */
export interface ScreenQuery {
  readonly tool: string;
  readonly args?: Arguments;
  /** Names of those filters that this tool understands. */
  readonly filters?: readonly string[];
}

export interface ScreenFilter {
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'choice';
  readonly options?: readonly string[];
}

/** Where a row of a table leads: the value of its column becomes the argument of another screen. */
export interface RowLink {
  readonly table: string;
  readonly column: string;
  readonly screen: string;
}

/** A write that the screen offers. It shows an approval card first, as in the conversation. */
export interface ScreenAction {
  readonly tool: string;
  readonly label: string;
  readonly roles: readonly Role[];
  /** States of the thing in which it can be done, as the first card tells them. */
  readonly statuses: readonly string[];
  readonly args?: Arguments;
  readonly fields: readonly { readonly name: string; readonly label: string; readonly required: boolean }[];
}

export interface Screen {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly roles: readonly Role[];
  readonly queries: readonly ScreenQuery[];
  readonly filters?: readonly ScreenFilter[];
  readonly links?: readonly RowLink[];
  readonly actions?: readonly ScreenAction[];
  /** A screen about one thing: the name and kind of the argument that says which. It is reached from a row, not from the list of screens. */
  readonly about?: { readonly name: string; readonly kind: 'number' | 'text' };
}

const PERIOD: ScreenFilter = { name: 'period', label: 'Period', kind: 'choice', options: ['today', '7D', '30D', 'MTD', 'QTD', 'YTD', '1Y'] };
const RECOMMENDATION: RowLink = { table: 'recommendations', column: 'number', screen: 'recommendation' };
const CHECK: RowLink = { table: 'checks', column: 'id', screen: 'check' };
const STATUS: ScreenFilter = { name: 'status', label: 'Status', kind: 'choice', options: ['open', 'in_review', 'released', 'blocked', 'accepted', 'declined', 'executed', 'measured', 'expired'] };

const REASON = { name: 'reason', label: 'Reason, goes on record', required: true } as const;
const OPTIONAL_REASON = { ...REASON, label: 'Reason, if you like', required: false } as const;

const decide = (decision: string, label: string, reason: ScreenAction['fields'][number]): ScreenAction => ({ tool: 'decide_recommendation', label, roles: ['client'], statuses: ['released'], args: { decision }, fields: [reason] });
const review = (decision: string, label: string): ScreenAction => ({ tool: 'review_recommendation', label, roles: ['advisor'], statuses: ['in_review'], args: { decision }, fields: [REASON] });

/** What can be done with a recommendation. Nothing of it trades but the last, and that by a simulated execution. */
const ON_RECOMMENDATION: readonly ScreenAction[] = [
  decide('accept', 'Accept', OPTIONAL_REASON), decide('decline', 'Decline', OPTIONAL_REASON), decide('defer', 'Decide later', OPTIONAL_REASON), review('release', 'Release to the client'), review('reject', 'Reject'),
  { tool: 'execute_recommendation', label: 'Carry out (simulated)', roles: ['advisor'], statuses: ['accepted'], fields: [] },
];

/** An advisor overrides; who consents is said by the check's own standing, which the server tells each reader. */
const ON_CHECK: readonly ScreenAction[] = [
  { tool: 'override_check', label: 'Override', roles: ['advisor'], statuses: ['can be overridden'], args: { act: 'override' }, fields: [REASON] },
  { tool: 'override_check', label: 'Consent as the second person', roles: ['advisor', 'admin'], statuses: ['waits for your consent'], args: { act: 'consent' }, fields: [] },
];

const ON_FLAG: readonly ScreenAction[] = [
  { tool: 'handle_flag', label: 'Take into review', roles: ['advisor'], statuses: ['open'], args: { act: 'take' }, fields: [] },
  { tool: 'handle_flag', label: 'Close', roles: ['advisor'], statuses: ['open', 'in review'], args: { act: 'close' }, fields: [REASON] },
];

/** What the model was sent, word for word. */
const MESSAGES: ScreenQuery = { tool: 'get_decision', args: { part: 'messages' } };

/** What each role sees beside the conversation. A screen is nothing but tools, so it can show nothing that its reader could not ask for. */
export const SCREENS: readonly Screen[] = [
  {
    id: 'recommendations', title: 'Recommendations', lead: 'What is proposed for you, and what you decided.', roles: ['client'],
    queries: [{ tool: 'list_recommendations' }], links: [RECOMMENDATION],
  },
  {
    id: 'book', title: 'My book', lead: 'Clients, performance and what needs attention.', roles: ['advisor'],
    queries: [{ tool: 'get_book_summary' }, { tool: 'report_risk_overview', args: { limit: 25 } }, { tool: 'report_top_portfolios', args: { limit: 5 } }, { tool: 'report_underweights' }],
  },
  {
    id: 'review', title: 'Review queue', lead: 'Recommendations that wait for your release, and those that a rule has blocked.', roles: ['advisor'],
    queries: [{ tool: 'list_recommendations', args: { status: 'in_review' } }, { tool: 'list_recommendations', args: { status: 'blocked' } }], links: [RECOMMENDATION],
  },
  {
    id: 'decisions', title: 'AI decisions', lead: 'Recommendations, refusals, answers and insights, each with its record. What you open here is itself on record.', roles: ['auditor'],
    queries: [
      { tool: 'list_recommendations', filters: ['status', 'period'] }, { tool: 'list_refusals', filters: ['period'] }, { tool: 'list_audit_entries', args: { event: 'turn.completed', limit: 50 }, filters: ['period'] }, { tool: 'list_insights', filters: ['period'] },
      { tool: 'list_model_versions' },
    ],
    filters: [STATUS, PERIOD], links: [{ ...RECOMMENDATION, screen: 'decision' }, { table: 'refusals', column: 'turnId', screen: 'turn' }, { table: 'entries', column: 'turnId', screen: 'turn' }, { table: 'insights', column: 'id', screen: 'insight' }],
  },
  {
    id: 'calls', title: 'Tool calls and refusals', lead: 'What the assistant looked up, and what it refused.', roles: ['auditor'],
    queries: [{ tool: 'list_refusals', filters: ['period'] }, { tool: 'list_tool_calls', args: { limit: 100 }, filters: ['period'] }], filters: [PERIOD],
    links: [{ table: 'refusals', column: 'turnId', screen: 'turn' }, { table: 'toolCalls', column: 'turnId', screen: 'turn' }],
  },
  {
    id: 'compliance', title: 'Compliance', lead: 'Open flags, what rules found, and overrides with their consents.', roles: ['advisor', 'auditor'],
    queries: [{ tool: 'list_flags', args: { status: 'open', orderBy: 'severity' }, filters: ['severity'] }, { tool: 'list_compliance_checks', args: { limit: 100, result: 'not_passed' }, filters: ['result', 'period', 'rule'] }, { tool: 'list_overrides', filters: ['period'] }],
    filters: [
      { name: 'result', label: 'Result', kind: 'choice', options: ['failed', 'cannot_tell', 'warning', 'passed'] }, { name: 'severity', label: 'Severity of flags', kind: 'choice', options: ['critical', 'high', 'medium', 'low'] },
      { name: 'rule', label: 'Rule', kind: 'text' }, PERIOD,
    ],
    links: [{ table: 'flags', column: 'id', screen: 'flag' }, CHECK],
  },
  {
    id: 'consents', title: 'Second consents', lead: 'Overrides by others that count only when a second person has looked at them and consents.', roles: ['advisor', 'admin'],
    queries: [{ tool: 'list_pending_consents' }], links: [{ ...CHECK, table: 'consents' }],
  },
  {
    id: 'audit', title: 'Audit log', lead: 'Who did what, and proof that nothing was altered.', roles: ['auditor'],
    queries: [{ tool: 'verify_audit_log', filters: ['period'] }, { tool: 'list_audit_entries', args: { limit: 100 }, filters: ['period', 'user', 'event'] }, { tool: 'get_change_history', filters: ['period'] }],
    filters: [PERIOD, { name: 'user', label: 'Person', kind: 'text' }, { name: 'event', label: 'Event', kind: 'text' }],
  },
  {
    id: 'access', title: 'Access and systems', lead: 'Sign-ins, security events, exports and the state of the platform.', roles: ['auditor'],
    queries: [{ tool: 'list_sign_ins', filters: ['period'] }, { tool: 'list_security_events', filters: ['period'] }, { tool: 'list_exports', filters: ['period'] }], filters: [PERIOD],
  },
  {
    id: 'reports', title: 'Reports', lead: 'The six reports of the firm, over what you may see.', roles: ['advisor', 'auditor'],
    queries: ['report_top_portfolios', 'report_underweights', 'report_sentiment_volatility', 'report_confidence_heatmap', 'report_near_goals', 'report_risk_overview'].map((tool) => ({ tool })),
  },
  {
    id: 'recommendation', title: 'Recommendation', lead: '', roles: ['client', 'advisor'], about: { name: 'number', kind: 'number' }, queries: [{ tool: 'get_recommendation' }], actions: ON_RECOMMENDATION,
  },
  {
    id: 'decision', title: 'Decision record', lead: '', roles: ['auditor'], about: { name: 'recommendationNumber', kind: 'number' }, queries: [{ tool: 'get_decision' }, MESSAGES],
  },
  {
    id: 'check', title: 'Compliance check', lead: '', roles: ['advisor', 'auditor', 'admin'], about: { name: 'check', kind: 'text' }, queries: [{ tool: 'get_compliance_check' }], actions: ON_CHECK,
  },
  {
    id: 'flag', title: 'Flag', lead: '', roles: ['advisor', 'auditor'], about: { name: 'flag', kind: 'text' }, queries: [{ tool: 'get_flag' }], links: [CHECK], actions: ON_FLAG,
  },
  {
    id: 'turn', title: 'Record of a turn', lead: '', roles: ['auditor'], about: { name: 'turnId', kind: 'text' }, queries: [{ tool: 'get_decision' }, MESSAGES], links: [{ ...RECOMMENDATION, screen: 'decision' }],
  },
  {
    id: 'insight', title: 'Record of an insight', lead: '', roles: ['auditor'], about: { name: 'insightId', kind: 'text' }, queries: [{ tool: 'get_decision' }],
  },
];

/** The screens that a role finds in the list. */
export function screensOf(role: Role): readonly Screen[] {
  return SCREENS.filter((screen) => screen.roles.includes(role) && !screen.about);
}

/** What this role can do on a screen while the thing that it is about has a status. */
export function actionsOf(screen: Screen, role: Role, status: string | undefined): readonly ScreenAction[] {
  return (screen.actions ?? []).filter(({ roles, statuses }) => roles.includes(role) && status !== undefined && statuses.includes(status));
}

/** A screen of this role, or undefined. */
export function screenOf(role: Role, id: string | null): Screen | undefined {
  return SCREENS.find((screen) => screen.id === id && screen.roles.includes(role));
}
