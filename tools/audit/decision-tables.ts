import type { RebuiltExchange } from '../../src/data/conversations/rebuild-exchange.ts';
import type { AnswerTable, Fact } from '../../src/shared/answer.ts';
import { fact } from '../portfolio/figures.ts';
import { quoted, recordsTable, type ColumnSpec } from '../service/records-table.ts';

export const TOOLS: readonly ColumnSpec[] = [
  ['tool', 'Tool'], ['effect', 'Effect'], ['arguments', 'Arguments', 'text', quoted], ['outcome', 'Outcome'], ['startedAt', 'When', 'date'], ['version', 'Tool version'], ['resultHash', 'Result hash'], ['result', 'Result', 'text', quoted], ['id', 'Id', 'id'],
];
export const CHECKS: readonly ColumnSpec[] = [['rule', 'Rule'], ['result', 'Result'], ['severity', 'Severity'], ['message', 'Message', 'text', quoted], ['checkedOn', 'Checked', 'date'], ['overridden', 'Overridden', 'boolean'], ['overrideReason', 'Override reason', 'text', quoted]];
export const ACTS: readonly ColumnSpec[] = [['at', 'When', 'date'], ['act', 'What'], ['by', 'Who', 'name', quoted], ['role', 'As'], ['note', 'Note', 'text', quoted], ['id', 'Id', 'id']];

/** In one sentence what the rules said. */
export function complianceText(rows: readonly { readonly result: string }[]): string | null {
  const count = (result: string) => rows.filter((row) => row.result === result).length;
  if (rows.length === 0) return null;
  return count('failed') > 0 ? `${count('failed')} of ${rows.length} rules failed` : count('warning') > 0 ? `${count('warning')} of ${rows.length} rules warned` : `all ${rows.length} rules passed`;
}

/** Whether what was sent to the model can be put together again as it was. Advisors are not told what was: it holds what was withheld. */
export function exchangeFact(exchange: RebuiltExchange | undefined, isAuditor: boolean): Fact {
  const said = !isAuditor ? 'kept for auditors' : !exchange ? 'none on record: no model was asked, or it was before they were kept' : exchange.rounds.every(({ isAsSent }) => isAsSent) && exchange.isAsAudited
    ? 'kept; put together again, each round has the hash taken when it was sent, and the record that of its audit entry' : 'NOT AS THEY WERE: a hash does not fit';
  return fact('messages', 'Messages as sent', said);
}

/** Round by round: how much was sent, whether it has its hash, and the reply as received, before anything was held back. */
export function roundsTable({ rounds }: RebuiltExchange): AnswerTable {
  const rows = rounds.map(({ sent, sentHash, isAsSent, tools, reply }, index) => ({
    round: index + 1, endpoint: reply?.endpoint ?? null, model: reply?.model ?? null, sent, isAsSent, sentHash, tools: tools.join(', '), reply: reply?.text ?? null, calls: (reply?.calls ?? []).map(({ name, argumentsText }) => `${name} ${argumentsText}`).join('; '),
  }));
  return recordsTable('rounds', 'Rounds of the model', { rows, total: rows.length }, [
    ['round', 'Round', 'count'], ['endpoint', 'Endpoint'], ['model', 'Model', 'text', quoted], ['sent', 'Messages sent', 'count'], ['isAsSent', 'Hash fits', 'boolean'], ['sentHash', 'Hash of the messages'], ['tools', 'Tools offered'], ['reply', 'Reply as received', 'text', quoted], ['calls', 'Calls as received', 'text', quoted],
  ], 'as sent and received; tools by the catalogue of the hash above');
}

/** Every message word for word. A round was sent the first so many of them. */
export function messagesTable({ messages }: RebuiltExchange): AnswerTable {
  const rows = messages.map((message, index) => ({ number: index + 1, role: message.role, content: message.content, calls: message.role === 'assistant' ? (message.calls ?? []).map(({ name, args }) => `${name} ${JSON.stringify(args)}`).join('; ') : message.role === 'tool' ? message.name : null }));
  return recordsTable('messages', 'Messages as sent', { rows, total: rows.length }, [['number', 'Message', 'count'], ['role', 'Role'], ['content', 'Text', 'text', quoted], ['calls', 'Calls', 'text', quoted]], 'word for word, put together from the record');
}
