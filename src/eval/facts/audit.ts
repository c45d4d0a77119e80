import { leafHashOf, type LeafRow } from '../../audit/leaf.ts';
import { CompactRange } from '../../audit/merkle.ts';
import { isoDate } from '../../shared/calendar.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberAmong, numberIs } from '../expect/numbers.ts';
import { booleanIs, dateIs, nameIs, noneOnRecord } from '../expect/words.ts';
import { text, type Row } from '../firm.ts';
import { clientArg, clientsInScope, IN_IDS, ids, numberArg, periodArg, spoken, textArg, userArg, type FactContext, type FactRules } from './context.ts';

export const auditFacts: FactRules = {
  audit_log_count: (context) => {
    const rows = entries(context);
    return numberIs({ value: rows.length, unit: 'count', near: /entr|record|row|log|count|export/i });
  },
  audit_chain_ok: (context) => booleanIs({ value: altered(context).length === 0, near: /intact|verif|tamper|alter|chain|integrity|match/i, yes: /intact|verifies|verified|not (?:been )?(?:altered|tampered)|no (?:gap|tamper|alter)|\byes\b/i, no: /not intact|intact: no|altered entr(?:y|ies) (?:was|were) found|does not verify|tampered with/i }),
  audit_gaps: (context) => listIs({ members: altered(context).map((id): Member => ({ label: id, names: [[id]] })), what: /gap|missing|altered/i }),
  audit_chain_head: (context) => {
    const rows = entries(context);
    const last = rows.at(-1);
    if (!last) return noneOnRecord(/entr|hash|log/i);
    const hashes = [text(last['leaf_hash']), ...roots(context)];
    return { text: hashes.join(' or '), problem: (lines) => (lines.some((line) => hashes.some((hash) => line.text.includes(hash) || line.text.includes(hash.slice(0, 12)))) ? undefined : 'no head hash is shown') };
  },
  changed_by: (context) => {
    const row = change(context);
    return row ? nameIs([text(row['actor'])]) : noneOnRecord(/chang|record/i);
  },
  changed_at: (context) => {
    const row = change(context);
    return row ? dateIs(isoDate(text(row['day']))) : noneOnRecord(/chang|record/i);
  },
  old_value: (context) => {
    const row = change(context);
    return row ? nameIs([text(row['before']), spoken(text(row['before']))]) : noneOnRecord(/chang|record/i);
  },
  export_list: (context) => {
    const { from, to } = periodArg(context, 'all');
    const [user, format, least, client] = [textArg(context, 'user'), textArg(context, 'format'), numberArg(context, 'min_rows') ?? 0, clientArg(context)];
    const rows = context.firm.all('select u.full_name name, u.email, x.row_count rows, x.dataset, x.format, x.client_id client, day(x.exported_at) day from DataExportLogs x join Users u on u.id = x.user_id order by x.exported_at')
      .filter((row) => text(row['day']) >= from && text(row['day']) <= to && (!user || row['name'] === user || row['email'] === user) && (!format || row['format'] === format) && Number(row['rows']) >= least && (!client || row['client'] === client.id));
    return listIs({ members: rows.map((row): Member => ({ label: `${text(row['dataset'])} by ${text(row['name'])}, ${text(row['rows'])} rows`, names: [[text(row['name']), text(row['email'])]], numbers: [{ value: Number(row['rows']), unit: 'count' }] })), what: /export/i });
  },
  refused_list: (context) => {
    const { from, to } = periodArg(context, 'last_month');
    const [persona, reason, client] = [textArg(context, 'persona'), textArg(context, 'reason'), clientArg(context)];
    const rows = context.firm.all("select m.refusal_reason reason, v.persona_role persona, v.client_id client, day(m.created_at) day from ChatMessages m join Conversations v on v.id = m.conversation_id where m.refusal_reason is not null and day(m.created_at) between ? and ? order by m.created_at", from, to)
      .filter((row) => (!persona || row['persona'] === persona) && (!reason || row['reason'] === reason) && (!client || row['client'] === client.id));
    return listIs({ members: rows.map((row): Member => ({ label: `${text(row['reason'])} ${text(row['day'])}`, names: [[text(row['reason']), spoken(text(row['reason']))]], dates: [isoDate(text(row['day']))] })), what: /refus/i });
  },
  tool_call_count: (context) => {
    const { from, to } = periodArg(context, 'this_month');
    const [status, tool, client] = [textArg(context, 'status'), textArg(context, 'tool'), clientArg(context)];
    const rows = context.firm.all('select outcome, tool_name tool, client_id client from ToolInvocations where day(started_at) between ? and ?', from, to).filter((row) => (!tool || row['tool'] === tool) && (!client || row['client'] === client.id));
    const readings = status === undefined ? [rows] : [rows.filter(({ outcome }) => outcome === status), ...(status === 'failed' ? [rows.filter(({ outcome }) => outcome === 'failed' || outcome === 'refused' || outcome === 'error')] : [])];
    return numberAmong(readings.map((chosen) => ({ value: chosen.length, unit: 'count' as const, near: /call|tool|fail/i })));
  },
  conversation_count: (context) => {
    const { from, to } = periodArg(context, 'this_month');
    const user = textArg(context, 'client') || textArg(context, 'advisor') ? userArg(context) : null;
    const begun = context.firm.count('select count(*) from Conversations where day(created_at) between ? and ? and (? is null or user_id = ?)', from, to, user, user);
    const active = context.firm.count('select count(distinct v.id) from Conversations v join ChatMessages m on m.conversation_id = v.id where day(m.created_at) between ? and ? and (? is null or v.user_id = ?)', from, to, user, user);
    return numberAmong([begun, active].map((value) => ({ value, unit: 'count' as const, near: /conversation/i })));
  },
  capabilities: (context) => {
    const persona = textArg(context, 'persona') ?? context.binding.persona;
    const topics = CAPABILITIES[persona] ?? CAPABILITIES['client']!;
    return { text: `what it can do for a ${persona}`, problem: (lines) => {
      const found = topics.filter((topic) => lines.some((line) => topic.test(line.text))).length;
      return found >= Math.min(4, topics.length) ? undefined : `only ${found} of ${topics.length} kinds of help are named`;
    } };
  },
};

const CAPABILITIES: Readonly<Record<string, readonly RegExp[]>> = {
  client: [/portfolio|value|holding/i, /perform|return/i, /risk|volatil/i, /goal|simulat|scenario/i, /tax|dividend|income|fee/i, /ticket|advisor|service|notif/i, /price|rate|market/i],
  advisor: [/portfolio|value|holding/i, /client|book/i, /perform|return/i, /risk|alert/i, /complian|kyc|suitab|identity/i, /task|call|meeting/i, /recommend|rebalanc|draft|propos/i, /goal|simulat|scenario/i],
  auditor: [/recommend|decision|model/i, /audit|log|integrity|intact/i, /tool call|refus/i, /export|sign|session/i, /system|load|api|vendor/i, /complian|check|flag/i],
};

/** Entries of the period, oldest first. */
function entries(context: FactContext): Row[] {
  const { from, to } = periodArg(context, 'all');
  const [action, object, user, client] = [textArg(context, 'action'), textArg(context, 'object'), textArg(context, 'user'), clientArg(context)];
  return context.firm.all('select a.*, day(a.occurred_at) day, u.full_name name from AuditLogs a left join Users u on u.id = a.actor_id where day(a.occurred_at) between ? and ? order by a.occurred_at, a.id', from, to)
    .filter((row) => (!action || text(row['event']).includes(action)) && (!object || row['object_type'] === object) && (!user || row['name'] === user) && (!client || row['client_id'] === client.id));
}

/** Entries whose content does not have its hash any more. */
function altered(context: FactContext): string[] {
  return entries(context).filter((row) => leafHashOf(leafOf(row)) !== row['leaf_hash']).map((row) => text(row['id']));
}

function leafOf(row: Row): LeafRow {
  const value = (column: string): string | null => (row[column] === null || row[column] === undefined ? null : String(row[column]));
  return {
    id: text(row['id']), occurredAt: new Date(Number(row['occurred_at'])), actorId: value('actor_id'), actorRole: text(row['actor_role']), event: text(row['event']), objectType: value('object_type'), objectId: value('object_id'),
    clientId: value('client_id'), requestId: value('request_id'), conversationId: value('conversation_id'), turnId: value('turn_id'), toolName: value('tool_name'), argumentsHash: value('arguments_hash'), decision: text(row['decision']),
    reasonCode: value('reason_code'), detail: row['detail'] === null ? null : JSON.parse(text(row['detail'])) as Record<string, unknown>, // a JSON column of objects
  };
}

/** Roots of the tree over all entries that have a place, if any. */
function roots({ firm }: FactContext): string[] {
  const leaves = firm.texts('select leaf_hash from AuditLogs where sequence is not null order by sequence');
  if (leaves.length === 0) return [];
  const range = new CompactRange();
  for (const leaf of leaves) range.append(Buffer.from(leaf, 'hex'));
  return [range.root().toString('hex')];
}

/** The latest (or first) recorded change of a field of the client. */
function change(context: FactContext): Row | undefined {
  const field = (textArg(context, 'field') ?? '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const rows = context.firm.all(`select t.changes, day(t.occurred_at) day, u.full_name actor from AuditTrails t left join Users u on u.id = t.actor_id where t.client_id ${IN_IDS} order by t.occurred_at desc`, ids(clientsInScope(context)));
  const found = rows.flatMap((row) => (JSON.parse(text(row['changes'])) as { field: string; before: string | number | boolean | null }[]).flatMap((one) => (one.field === field ? [{ ...row, before: one.before === null ? null : String(one.before) }] : []))); // the column's own shape
  return textArg(context, 'which') === 'first' ? found.at(-1) : found[0];
}

