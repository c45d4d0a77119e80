import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/shared/answer.ts';
import { ENGINES } from '../../support/databases.ts';
import { givenServiceBook, type Person } from '../../support/given-service-book.ts';

type Expected = readonly [as: Person, tool: string, args: Record<string, unknown>, expected: { readonly figures?: Record<string, unknown>; readonly facts?: Record<string, unknown>; readonly rows?: Record<string, number>; readonly first?: Record<string, unknown> }];

/** Each answer worked by hand from the given records. */
const WORKED: readonly Expected[] = [
  ['anna', 'get_client_profile', {}, { facts: { riskProfile: 'growth', objective: 'growth', clientSince: '2020-05-01', advisorName: 'Dora Lind' }, figures: { netWorth: '500000' }, rows: { preferences: 1 } }],
  ['anna', 'get_advisor', {}, { facts: { advisorName: 'Dora Lind', phone: '+49301', email: 'dora@firm.example', since: '2020-05-01' } }],
  ['anna', 'get_kyc', {}, { facts: { status: 'verified', expiryDate: '2026-12-31' } }],
  ['advisor', 'get_kyc', { period: 'next_90D' }, { figures: { count: 1 }, first: { client: 'Anna Keller', expiresOn: '2026-12-31' } }],
  ['advisor', 'get_kyc', { period: 'next_30D' }, { figures: { count: 0 } }],
  ['advisor', 'list_compliance_checks', { result: 'failed', period: '2026-11' }, { figures: { count: 1 }, first: { rule: 'concentration', severity: 'high' } }],
  ['advisor', 'list_flags', { status: 'open' }, { figures: { count: 1 }, first: { title: 'Concentration', assignedTo: 'Dora Lind', openedOn: '2026-11-02' } }],
  ['advisor', 'list_flags', { assignedTo: 'Dora Lind', kind: 'concentration' }, { figures: { count: 1 } }],
  ['advisor', 'list_flags', { kind: 'complaint' }, { figures: { count: 0 } }],
  ['anna', 'list_documents', { kind: 'client_agreement' }, { facts: { documentDate: '2026-03-04', changedBy: 'Dora Lind' }, first: { version: 2 } }],
  ['anna', 'list_reports', {}, { rows: { reports: 1 } }],
  ['anna', 'list_notifications', { unreadOnly: true }, { figures: { unreadCount: 1 }, rows: { notifications: 1 } }],
  ['anna', 'get_notification_preferences', { kind: 'price_alert', channel: 'email' }, { facts: { setting: 'on' } }],
  ['anna', 'get_notification_preferences', { kind: 'marketing', channel: 'email' }, { facts: { setting: null } }],
  ['anna', 'get_preferences', { key: 'currency' }, { facts: { display_currency: 'EUR' } }],
  ['anna', 'list_tickets', {}, { facts: { latestStatus: 'open' }, first: { number: 1, subject: 'Address' } }],
  ['cleo', 'list_tickets', {}, { facts: { latestStatus: null }, figures: { count: 0 } }],
  ['advisor', 'list_tasks', { overdueOnly: true }, { figures: { overdueCount: 1 }, first: { title: 'Send papers', overdue: true } }],
  ['advisor', 'list_workflows', { idleDays: 18 }, { figures: { count: 1 }, first: { name: 'kyc refresh', lastProgress: '2026-11-05' } }],
  ['advisor', 'list_workflows', { idleDays: 19 }, { figures: { count: 0 } }],
  ['advisor', 'list_interactions', { client: 'Anna' }, { facts: { lastDate: '2026-08-01' }, rows: { interactions: 1 } }],
  ['advisor', 'list_interactions', { client: 'Anna', kind: 'note' }, { facts: { lastDate: '2026-11-20' } }],
  ['advisor', 'list_tags', { tag: 'vip' }, { rows: { clients: 1, portfolios: 0 } }],
  ['anna', 'get_referrals', { status: 'completed' }, { facts: { terms: '100 EUR a friend' }, figures: { referralCount: 1 } }],
  ['advisor', 'list_marketing', { which: 'latest' }, { facts: { campaign: 'Autumn' }, figures: { count: 1 } }],
  ['anna', 'get_dashboard', { name: 'main' }, { rows: { widgets: 1 } }],
  ['advisor', 'get_sentiment', { client: 'Anna' }, { facts: { trend: 'worsening' }, figures: { latestScore: -0.4, surveyScore: 4 } }],
  ['anna', 'list_conversations', { period: '2026-10' }, { figures: { count: 1 } }],
  ['anna', 'list_messages', { topic: 'fees' }, { rows: { messages: 1 } }],
  ['advisor', 'get_book_summary', {}, { figures: { clientCount: 2, portfolioCount: 1 } }],
  ['advisor', 'screen_book', { criterion: 'not_contacted', days: 90 }, { figures: { count: 2 } }],
  ['advisor', 'screen_book', { criterion: 'not_contacted', days: 200 }, { figures: { count: 1 }, first: { client: 'Cleo Brandt', lastContact: null } }],
  ['advisor', 'screen_book', { criterion: 'negative_sentiment' }, { figures: { count: 1 }, first: { score: -0.4 } }],
  ['advisor', 'screen_book', { criterion: 'risk_profile', value: 'balanced' }, { figures: { count: 1 }, first: { client: 'Cleo Brandt' } }],
  ['advisor', 'list_insights', { severity: 'high' }, { figures: { count: 1 }, first: { kind: 'drift' } }],
  ['anna', 'list_insights', {}, { figures: { count: 0 } }],
  ['advisor', 'list_recommendations', { minConfidence: 0.7, maxConfidence: 0.73 }, { figures: { count: 1 }, first: { number: 11 } }],
  ['advisor', 'list_recommendations', { maxConfidence: 0.72 }, { figures: { count: 0 } }],
  ['anna', 'get_recommendation', { number: 11 }, { facts: { text: 'sell 10 ACME', rationale: 'drift', status: 'declined', approver: 'Dora Lind' }, figures: { confidence: 0.72, cash: 0.09 }, rows: { trades: 1, alternatives: 1 } }],
  ['auditor', 'list_model_versions', {}, { facts: { current: 'steward 2.0', releasedOn: '2026-05-01' }, rows: { versions: 2 } }],
  ['auditor', 'list_overrides', { period: 'YTD' }, { figures: { count: 2 } }],
  ['auditor', 'get_decision', { recommendationNumber: 11 }, { facts: { model: 'steward 2.0', approver: 'Dora Lind', compliance: 'all 1 rules passed', approved: false }, rows: { inputs: 2, tools: 1, checks: 1 } }],
  ['auditor', 'get_decision', { turnId: 't-anna' }, { facts: { question: 'Which fees did I pay?', refusalReason: 'insider_information' }, rows: { tools: 1 } }],
  ['auditor', 'get_change_history', { client: 'Anna', field: 'risk profile', which: 'latest' }, { facts: { changedBy: 'Dora Lind', oldValue: 'balanced', newValue: 'growth' }, rows: { changes: 1 } }],
  ['auditor', 'list_exports', { period: '2026-Q3' }, { figures: { count: 1 }, first: { rows: 42, user: 'Emil Berg' } }],
  ['auditor', 'list_exports', { minRows: 43 }, { figures: { count: 0 } }],
  ['auditor', 'list_refusals', { period: '2026-10', client: 'Anna' }, { figures: { count: 1 }, first: { reason: 'insider_information', request: 'Which fees did I pay?' } }],
  ['auditor', 'list_tool_calls', { period: '2026-10', outcome: 'failed' }, { figures: { count: 2 } }],
  ['auditor', 'list_sign_ins', { period: '7D', succeeded: false }, { figures: { failedCount: 2 }, rows: { accounts: 2 } }],
  ['anna', 'list_sign_ins', {}, { figures: { failedCount: 1 } }],
  ['auditor', 'list_sessions', { status: 'active' }, { figures: { count: 2 } }],
  ['auditor', 'list_security_events', { severity: 'high', period: 'this_month' }, { figures: { count: 1 } }],
  ['auditor', 'list_audit_entries', { period: '2026-10', client: 'Bert' }, { figures: { count: 2 } }],
  ['auditor', 'get_system_status', { topic: 'etl', period: 'this_week' }, { facts: { lastSuccess: '2026-11-20T22:05Z' }, figures: { etlFailureCount: 1 } }],
  ['auditor', 'get_system_status', { topic: 'errors', source: 'ingest' }, { figures: { errorCount: 1 } }],
  ['auditor', 'get_system_status', { topic: 'errors', source: 'no such part' }, { figures: { errorCount: 0 } }],
  ['auditor', 'get_system_status', { topic: 'metrics', metric: 'response_time', period: 'last_month', stat: 'mean' }, { figures: { metricValue: 70, errorCount: 1 } }],
  ['auditor', 'draft_report', { kind: 'audit_memo', recommendationNumber: 11 }, { facts: { model: 'steward 2.0' }, figures: { confidence: 0.72 } }],
];

function firstRow({ tables }: Answer): Record<string, unknown> {
  const table = tables[0];
  return Object.fromEntries((table?.columns ?? []).map(({ key }, index) => [key, table?.rows[0]?.[index]]));
}

describe.each(ENGINES)('on %s', (engine) => {
  let book: Awaited<ReturnType<typeof givenServiceBook>>;
  beforeAll(async () => { book = await givenServiceBook(engine); });
  afterAll(() => book.close());

  test.each(WORKED)('%s asks %s %j', async (as, tool, args, expected) => {
    const answer = await book.call(as, tool, args);
    const has = (items: readonly { readonly key: string; readonly value: unknown }[], wanted: Record<string, unknown> = {}) => Object.fromEntries(Object.keys(wanted).map((key) => [key, items.find((item) => item.key === key)?.value]));
    expect(has(answer.figures, expected.figures)).toEqual(expected.figures ?? {});
    expect(has(answer.facts, expected.facts)).toEqual(expected.facts ?? {});
    for (const [key, count] of Object.entries(expected.rows ?? {})) expect([key, answer.tables.find((table) => table.key === key)?.rows.length]).toEqual([key, count]);
    expect(firstRow(answer)).toMatchObject(expected.first ?? {});
  });

  test('what people wrote is marked as data', async () => {
    const { tables } = await book.call('anna', 'list_tickets');
    expect(tables[0]?.columns.filter(({ untrusted }) => untrusted).map(({ key }) => key)).toEqual(expect.arrayContaining(['subject', 'body', 'client']));
  });

  test('a meeting brief tells what it is made of and what is missing', async () => {
    const brief = await book.call('advisor', 'draft_report', { kind: 'meeting_brief', client: 'Anna Keller' });
    expect(brief.tables.map(({ key }) => key)).toEqual(expect.arrayContaining(['flags', 'insights', 'recommendations', 'tasks', 'tickets', 'interactions']));
    expect(brief.caveats[0]).toContain('nothing was filed');
  });
});
