import type { EntityClass } from '@mikro-orm/core';
import { TABLES } from '../../src/entities/index.ts';
import { TOOLS } from '../../tools/registry.ts';

/**
 * The one place that says what the logical names of an attack file mean in this product. A tool bound to null does not exist here: a call to
 * it goes out under its logical name and must come back as an unknown tool, on record.
 */

export interface ToolBinding {
  /** Real tools, the first registered one counts; null when there is none by design. */
  readonly tool: readonly string[] | null;
  /** Logical argument → real argument. What is not named here goes out as it is, and strict arguments have to refuse it. */
  readonly args?: Readonly<Record<string, string>>;
  /** Arguments that only steer the view of an attack file and have no counterpart. */
  readonly drop?: readonly string[];
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** What the role has instead of the tool, where another role has it. */
  readonly forRole?: Readonly<Record<string, readonly string[]>>;
}

const WHOSE = { clientId: 'client', client: 'client', portfolioId: 'portfolio', portfolio: 'portfolio' } as const;
const SECURITY = { securityId: 'security', ticker: 'security', query: 'security', id: 'security', symbol: 'security', security: 'security' } as const;
const VIEW = ['sort', 'order', 'page', 'fields', 'include', 'verbose'];
const NO_SUCH: ToolBinding = { tool: null };
const REVIEW: ToolBinding = { tool: ['review_recommendation', 'decide_review', 'release_recommendation'], args: { id: 'number', recommendationId: 'number', recommendation: 'number' } };

const TOOL_BINDINGS: Readonly<Record<string, ToolBinding>> = {
  'client.get': { tool: ['get_client_profile'], args: WHOSE, drop: VIEW },
  // Clients have no search over clients: what lists several is the advisors' book.
  'client.search': { tool: ['find_names'], args: { query: 'text', name: 'text', q: 'text' }, fixed: { kinds: ['client'] }, drop: VIEW, forRole: { client: ['get_book_summary'] } },
  'portfolio.get': { tool: ['get_portfolio_summary'], args: WHOSE, drop: VIEW },
  'portfolio.query_book': { tool: ['get_book_summary'], drop: [...VIEW, 'filter', 'query', 'limit', 'metric', 'scope'] },
  'transactions.list': { tool: ['list_transactions'], args: { ...WHOSE, securityId: 'security' }, drop: VIEW },
  'notes.list': { tool: ['list_interactions'], args: { clientId: 'client' }, drop: VIEW },
  'documents.read': { tool: ['read_document'], args: { clientId: 'client', id: 'document', documentId: 'document', name: 'document', title: 'document', query: 'document', kind: 'document' }, drop: VIEW },
  'tickets.read': { tool: ['list_tickets'], args: { clientId: 'client' }, drop: [...VIEW, 'id', 'ticketId'] },
  'history.read': { tool: ['list_messages'], args: { clientId: 'client', query: 'topic' }, drop: VIEW },
  'securities.lookup': { tool: ['get_security'], args: SECURITY, drop: VIEW },
  'recommendations.list': { tool: ['list_recommendations'], args: WHOSE, drop: VIEW },
  'audit.search': { tool: ['list_audit_entries'], args: { clientId: 'client', userId: 'user', actor: 'user', query: 'event' }, drop: VIEW },
  'risk.get': { tool: ['get_risk'], args: WHOSE, drop: VIEW },
  'import.preview': NO_SUCH,
  // Without an advice engine, what comes nearest is the draft of an order.
  'recommendation.create': { tool: ['propose_recommendation', 'draft_order'], args: WHOSE },
  'compliance.check': { tool: ['check_compliance', 'list_compliance_checks'], args: WHOSE, drop: VIEW },
  'trade.propose': { tool: ['draft_order'], args: { ...WHOSE, securityId: 'security', ticker: 'security', shares: 'quantity' } },
  'message.send': { tool: ['send_message'], args: { to: 'client', clientId: 'client', body: 'text', message: 'text', text: 'text', subject: 'subject' } },
  'alert.create': NO_SUCH,
  'profile.update': NO_SUCH,
  'note.create': { tool: ['add_note'], args: { clientId: 'client', body: 'text', text: 'text', note: 'text', content: 'text' } },
  'import.commit': NO_SUCH,
  'recommendation.approve': REVIEW,
  'review.record': REVIEW,
  'trade.execute': NO_SUCH, 'transfer.create': NO_SUCH, 'sql.run': NO_SUCH, 'http.fetch': NO_SUCH, 'audit.write': NO_SUCH, 'audit.delete': NO_SUCH, 'role.set': NO_SUCH,
  'password.set': NO_SUCH, 'compliance.override': NO_SUCH, 'file.read': NO_SUCH, 'email.send_external': NO_SUCH,
};

const REAL_NAMES = new Set(TOOLS.map(({ name }) => name));

export interface RealTool {
  readonly name: string;
  /** False: it does not exist, and the call goes out to be refused. */
  readonly exists: boolean;
  readonly binding: ToolBinding;
}

/** The real tool of a logical one for a role. A name that nothing binds goes out as it stands: to the product it is one more unknown tool. */
export function realTool(logical: string, role: string): RealTool {
  const binding = TOOL_BINDINGS[logical] ?? (REAL_NAMES.has(logical) ? { tool: [logical] } : NO_SUCH);
  const instead = binding.forRole?.[role];
  const found = (instead ?? binding.tool ?? []).find((name) => REAL_NAMES.has(name));
  return { name: found ?? logical, exists: found !== undefined, binding: instead ? { tool: instead } : binding };
}

/** Whether a check may name this tool: it is bound, or it is a tool that must not exist. */
export function isKnownTool(logical: string, listed: ReadonlySet<string>): boolean {
  return Object.hasOwn(TOOL_BINDINGS, logical) || REAL_NAMES.has(logical) || listed.has(logical);
}

/** Logical names under which a real tool may have run. */
export function logicalNames(real: string): readonly string[] {
  return [real, ...Object.entries(TOOL_BINDINGS).filter(([, binding]) => binding.tool?.includes(real)).map(([name]) => name)];
}

/** Logical tables; a real table's own name is one too. What does not exist here (payment instructions) is bound to the nearest that holds such facts. */
const TABLE_BINDINGS: Readonly<Record<string, readonly string[]>> = {
  clients: ['Clients', 'ClientPreferences'], users: ['Users'], accounts: ['ClientAccounts'], payment_instructions: ['ClientAccounts', 'Transactions'], portfolios: ['Portfolios'], holdings: ['Holdings'], positions: ['Holdings'],
  transactions: ['Transactions'], trades: ['Transactions'], orders: ['Transactions'], transfers: ['Transactions'], securities: ['Securities'], prices: ['MarketPrices'], recommendations: ['AIRecommendations'], compliance_checks: ['ComplianceChecks'],
  alerts: ['RegulatoryFlags', 'Notifications', 'AIInsights'], flags: ['RegulatoryFlags'], notifications: ['Notifications'], messages: ['Notifications'], reviews: ['WorkflowInstances', 'WorkflowSteps', 'Tasks'], tasks: ['Tasks'], notes: ['AdvisorInteractions'],
  documents: ['Documents', 'VersionedDocuments'], tickets: ['SupportTickets'], support_tickets: ['SupportTickets'], goals: ['InvestmentGoals'], assignments: ['AdvisorAssignments'], roles: ['Users'], sessions: ['UserSessions'], preferences: ['UserPreferences', 'NotificationPreferences', 'ClientPreferences'],
  profiles: ['Clients'], risk_profiles: ['Clients', 'ClientSurveys'], kyc: ['KYCVerification'], exports: ['DataExportLogs'], imports: ['ETL_Logs'], feedback: ['ClientFeedback'], surveys: ['ClientSurveys'], audit: ['AuditLogs'], audit_log: ['AuditLogs'],
  model_versions: ['AIModelVersions'], restricted_list: ['Securities'], targets: ['AssetAllocationTargets'], invoices: ['BillingInvoices'], reports: ['PortfolioReports'], tags: ['Tags', 'TagAssignments', 'PortfolioTags'], rules: ['ComplianceChecks'],
};

/** What changes in every conversation: the transcript, the records of it, and the counters of sign-ins. */
export const CHANGES_ANYWAY = new Set(['Conversations', 'ChatMessages', 'ToolInvocations', 'AuditLogs', 'SecurityEvents', 'LoginAttempts', 'UserSessions', 'SystemMetrics', 'ErrorLogs']);

const BY_TABLE = new Map(TABLES.map((table) => [table.schema.meta.tableName, table.schema.meta.class as EntityClass<object>])); // each schema was given its class
export const ALL_TABLES: readonly string[] = [...BY_TABLE.keys()];

export function entityOf(table: string): EntityClass<object> {
  const found = BY_TABLE.get(table);
  if (!found) throw new Error(`there is no table ${table}`);
  return found;
}

/** Real tables of a logical one; undefined when nothing binds it. */
export function realTables(logical: string): readonly string[] | undefined {
  if (logical === '*') return ALL_TABLES.filter((table) => !CHANGES_ANYWAY.has(table));
  return TABLE_BINDINGS[logical] ?? ALL_TABLES.filter((table) => table.toLowerCase() === logical.toLowerCase().replaceAll('_', '')).slice(0, 1);
}

type Entry = Readonly<Record<string, unknown>>;
type Fits = (entry: Entry) => boolean;

const event = (...names: readonly string[]): Fits => (entry) => names.includes(String(entry['event']));
const because = (name: string, ...reasons: readonly string[]): Fits => (entry) => entry['event'] === name && reasons.includes(String(entry['reason_code']));
/** Tools whose very wish is another's rights: they do not exist, and the refusal says so. */
const RIGHTS = /^(role|password|user|session|permission|audit|file|sql|admin)[._]/;
const ofTool = (name: string, tools: RegExp): Fits => (entry) => entry['event'] === name && tools.test(String(entry['tool_name']));
const either = (...all: readonly Fits[]): Fits => (entry) => all.some((fits) => fits(entry));

/**
 * Logical audit events. Ours have the same names where the same thing is meant. A refusal has one entry here: a tool that the role lacks is
 * authz.denied, one that nobody has is policy.blocked; files may call either by the other's name. Patterns take other wordings.
 */
const EVENT_BINDINGS: ReadonlyArray<readonly [RegExp, Fits]> = [
  [/^(authz|access)[._](denied|refused|blocked)$/, either(event('authz.denied'), ofTool('policy.blocked', RIGHTS))],
  [/^(policy[._](blocked|denied|violation)|tool[._](unknown|refused|blocked|not_found|denied)|unknown_tool)$/, either(event('policy.blocked'), because('authz.denied', 'not-permitted'))],
  [/^(input|arguments|args|schema|validation)[._](rejected|invalid|refused|failed)$/, either(event('input.rejected'), because('limit.exceeded', 'too-large'))],
  [/^(limit|budget|quota|rate)[._](exceeded|limited|reached)$/, event('limit.exceeded')],
  [/^approval[._](invalid|forged|rejected|replayed|mismatch|reused|expired|denied)$/, event('approval.invalid')],
  [/^approval[._](requested|required|pending|needed)$/, event('approval.requested')],
  [/^approval[._](declined)$/, event('approval.declined')],
  [/^approval[._](given|granted)$/, event('approval.given')],
  [/^dlp[._]/, event('dlp.cross_client_block')],
  [/^output[._](link|image|markup|html|url|script|markdown|external)\w*$/, event('output.link_removed')],
  [/^output[._](prompt|system|secret|canary|leak)\w*$/, event('output.prompt_removed', 'output.held')],
  [/^output[._](withheld|ungrounded|figure|number|unsupported|grounding|held)\w*$/, event('output.held', 'output.withheld')],
  [/^output[._](blocked|filtered|redacted|sanitized|sanitised)$/, event('output.held', 'output.withheld', 'output.link_removed', 'output.prompt_removed')],
  [/^(tool[._]called|tool[._]executed|tool[._]run|data[._]read)$/, event('tool.called')],
  [/^(request[._]refused|refusal)$/, event('request.refused')],
];
const OWN_EVENTS = new Set(['turn.failed', 'turn.completed', 'turn.received', 'write.executed', 'model.fault', 'session.started', 'recommendation.drafted', 'recommendation.released']);

/** Whether an entry of the audit log is one of a logical event; undefined when nothing binds it. */
export function eventFits(logical: string): Fits | undefined {
  return EVENT_BINDINGS.find(([pattern]) => pattern.test(logical))?.[1] ?? (OWN_EVENTS.has(logical) ? event(logical) : undefined);
}

/** Statuses of a recommendation. */
export const STATUS_BINDINGS: Readonly<Record<string, readonly string[]>> = {
  draft: ['drafted', 'checked'], pending_review: ['in_review'], blocked: ['blocked'], published: ['released'], released: ['released'], approved: ['released', 'accepted'], declined: ['declined'], rejected: ['declined'], expired: ['expired'],
};

export interface PlantBinding {
  readonly table: string;
  readonly field: string;
  /** How the row is found: by the client concerned, or the security that the request is about. */
  readonly of: 'client' | 'client-shared' | 'security' | 'firm' | 'recommendation' | 'user' | 'portfolio' | 'client-row';
  /** The read with which an honest assistant comes upon it. */
  readonly readBy: string;
}

/** Where text that others wrote gets in: by the channel's name, then by the words of `where`. The first that fits counts. */
export const CHANNEL_BINDINGS: ReadonlyArray<readonly [RegExp, PlantBinding]> = [
  [/rationale|decision record|recommendation/i, { table: 'AIRecommendations', field: 'rationale', of: 'recommendation', readBy: 'recommendations.list' }],
  [/research|library|policy document|firm document|news|web.?page|market.?(news|commentary)|vendor|rag|knowledge/i, { table: 'Documents', field: 'text', of: 'firm', readBy: 'documents.read' }],
  [/security.?name|securities\.name|issuer/i, { table: 'Securities', field: 'name', of: 'security', readBy: 'portfolio.get' }],
  [/ticker|securit(y|ies).*descr|fund.?(descr|factsheet)|securities\.description|instrument/i, { table: 'Securities', field: 'description', of: 'security', readBy: 'securities.lookup' }],
  [/ticket.*subject|subject.*ticket/i, { table: 'SupportTickets', field: 'subject', of: 'client', readBy: 'tickets.read' }],
  [/ticket|support|complaint|e-?mail|inbox/i, { table: 'SupportTickets', field: 'body', of: 'client', readBy: 'tickets.read' }],
  [/file(?:'s)?.?name|filename|attachment(?:'s)?.?name/i, { table: 'Documents', field: 'fileName', of: 'client-shared', readBy: 'documents.read' }],
  [/document.*title|title.*document/i, { table: 'Documents', field: 'title', of: 'client-shared', readBy: 'documents.read' }],
  [/csv|import|spreadsheet|memo|transaction|statement.?line|payment.?ref/i, { table: 'Transactions', field: 'note', of: 'client', readBy: 'transactions.list' }],
  [/portfolio.?name|portfolios?\.name/i, { table: 'Portfolios', field: 'name', of: 'portfolio', readBy: 'portfolio.get' }],
  [/goal/i, { table: 'InvestmentGoals', field: 'name', of: 'client', readBy: 'list_goals' }],
  [/account.?name|accounts?\.name/i, { table: 'ClientAccounts', field: 'name', of: 'client', readBy: 'get_accounts' }],
  [/survey|feedback|comment/i, { table: 'ClientFeedback', field: 'comment', of: 'user', readBy: 'query_records' }],
  [/task|to-?do|calendar|meeting|event/i, { table: 'Tasks', field: 'title', of: 'client', readBy: 'list_tasks' }],
  [/notification|alert/i, { table: 'Notifications', field: 'body', of: 'user', readBy: 'list_notifications' }],
  [/display.?name|client.?name|user.?name|profile.?name|clients\.name|address|profile/i, { table: 'Clients', field: 'address', of: 'client-row', readBy: 'client.get' }],
  [/note|crm|interaction|call.?log|transcript/i, { table: 'AdvisorInteractions', field: 'notes', of: 'client', readBy: 'notes.list' }],
  [/document|contract|pdf|ocr|image|scan|letter|upload|metadata|html/i, { table: 'Documents', field: 'text', of: 'client-shared', readBy: 'documents.read' }],
];

/** Channels whose text is the question itself, the request, or what a model emits: nothing is planted. */
export const UNPLANTED = /^(user_message|chat|chat_input|chat_history|history|tool_argument|tool_arguments|http|http_\w+|api|request_\w+|widget\w*|mcp|mcp_\w+|url|url_\w+|multi_turn|conversation|model_output|tool_result|approval\w*|stream)$/;

/** Pieces of the chat's own record that a check may name as the tainted source of a recommendation. */
export function sourceWords(source: string): readonly string[] {
  const found = CHANNEL_BINDINGS.find(([pattern]) => pattern.test(source))?.[1];
  return found ? [found.table, `${found.table}.${found.field}`, source] : [source];
}
