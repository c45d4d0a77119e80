import { listIs, type Member } from '../expect/lists.ts';
import { text } from '../firm.ts';
import { periodArg, spoken, textArg, NotApplicable, type FactRules } from './context.ts';

/** What is counted by what, in SQL of its own: group expression, the rows, and the moment that a period bounds. */
const TALLIES: Readonly<Record<string, { readonly group: string; readonly from: string; readonly at: string }>> = {
  tool_calls_by_tool: { group: 'x.tool_name', from: 'ToolInvocations x', at: 'x.started_at' },
  tool_calls_by_day: { group: 'day(x.started_at)', from: 'ToolInvocations x', at: 'x.started_at' },
  tool_calls_by_person: { group: 'u.full_name', from: 'ToolInvocations x join Users u on u.id = x.user_id', at: 'x.started_at' },
  failed_tool_calls_by_tool: { group: 'x.tool_name', from: "(select * from ToolInvocations where outcome in ('failed', 'timeout')) x", at: 'x.started_at' },
  refusals_by_reason: { group: 'x.refusal_reason', from: "(select * from ChatMessages where role = 'assistant' and refusal_reason is not null) x", at: 'x.created_at' },
  refusals_by_person: { group: 'u.full_name', from: 'ChatMessages x join Conversations v on v.id = x.conversation_id and x.refusal_reason is not null join Users u on u.id = v.user_id', at: 'x.created_at' },
  answers_by_model: { group: 'm.label', from: "(select * from ChatMessages where role = 'assistant') x join AIModelVersions m on m.id = x.model_version_id", at: 'x.created_at' },
  conversations_by_role: { group: 'x.persona_role', from: 'Conversations x', at: 'x.created_at' },
  conversations_by_channel: { group: 'x.channel', from: 'Conversations x', at: 'x.created_at' },
  sign_ins_by_outcome: { group: "case when x.succeeded then 'succeeded' else 'failed' end", from: 'LoginAttempts x', at: 'x.occurred_at' },
  failed_sign_ins_by_account: { group: 'x.email', from: '(select * from LoginAttempts where not succeeded) x', at: 'x.occurred_at' },
  failed_sign_ins_by_address: { group: 'x.ip_address', from: '(select * from LoginAttempts where not succeeded) x', at: 'x.occurred_at' },
  exports_by_person: { group: 'u.full_name', from: 'DataExportLogs x join Users u on u.id = x.user_id', at: 'x.exported_at' },
  exports_by_format: { group: 'x.format', from: 'DataExportLogs x', at: 'x.exported_at' },
  overrides_by_person: { group: 'u.full_name', from: '(select * from AIRecommendations where is_override) x join Users u on u.id = x.decided_by_id', at: 'x.decided_at' },
  recommendations_by_status: { group: 'x.status', from: 'AIRecommendations x', at: 'x.created_at' },
  recommendations_by_model: { group: 'm.label', from: 'AIRecommendations x join AIModelVersions m on m.id = x.model_version_id', at: 'x.created_at' },
  failed_checks_by_rule: { group: 'x.rule_id', from: "(select * from ComplianceChecks where result = 'failed') x", at: 'x.checked_at' },
  open_flags_by_severity: { group: 'x.severity', from: "(select * from RegulatoryFlags where status <> 'closed') x", at: 'x.opened_at' },
  open_flags_by_person: { group: 'u.full_name', from: "(select * from RegulatoryFlags where status <> 'closed') x join Users u on u.id = x.assigned_to_id", at: 'x.opened_at' },
  audit_entries_by_role: { group: 'x.actor_role', from: 'AuditLogs x', at: 'x.occurred_at' },
  audit_entries_by_event: { group: 'x.event', from: 'AuditLogs x', at: 'x.occurred_at' },
  errors_by_severity: { group: 'x.severity', from: 'ErrorLogs x', at: 'x.occurred_at' },
  failed_loads_by_job: { group: 'x.job', from: "(select * from ETL_Logs where status in ('failed', 'partial')) x", at: 'x.started_at' },
};

export const tallyFacts: FactRules = {
  /** Each group with its count; what the question itself leaves on record counts too where its period runs to now. */
  record_tally: (context) => {
    const name = textArg(context, 'of') ?? '';
    const tally = TALLIES[name];
    if (!tally) throw new NotApplicable(`nothing is counted as ${name}`);
    const { from, to } = periodArg(context, 'all');
    const rows = context.firm.all(`select ${tally.group} name, count(*) n from ${tally.from} where day(${tally.at}) between ? and ? group by 1 order by 2 desc`, from, to);
    return listIs({ members: rows.map((row): Member => ({ label: `${text(row['name'])}: ${text(row['n'])}`, names: [[text(row['name']), spoken(text(row['name']))]], numbers: [{ value: Number(row['n']), unit: 'count' }] })), what: /./ });
  },
};
