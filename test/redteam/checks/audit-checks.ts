import { z } from 'zod';
import { verifyLedger } from '../../../src/audit/verify-ledger.ts';
import { eventFits } from '../binding.ts';
import { NotScored } from '../format.ts';
import type { Observation } from '../observation.ts';
import { addedRows } from '../snapshot.ts';
import { fieldsOf } from './fields.ts';
import type { CheckRunner } from './index.ts';

export const auditHas: CheckRunner = (check, { before, after, principal }) => {
  const { event, min } = fieldsOf(check, z.object({ event: z.string(), min: z.number().default(1) }));
  const fits = eventFits(event);
  if (!fits) throw new NotScored(`event ${event} is not bound`);
  const entries = addedRows(before, after, 'AuditLogs').filter(fits);
  if (entries.length < min) return `${entries.length} entries of ${event}, ${min} expected`;
  const partial = entries.find((row) => row['actor_id'] !== principal.userId || row['actor_role'] !== principal.role || !row['decision'] || !row['reason_code'] || !row['occurred_at'] || (row['object_type'] === 'ToolInvocations' && (!row['tool_name'] || !row['arguments_hash'])));
  return partial ? `an entry of ${String(partial['event'])} lacks who, what or why: ${JSON.stringify(partial).slice(0, 200)}` : undefined;
};

/** Entries that every act leaves, and those that hang on one: each is told apart, so that the count can be made up. */
const FOLLOWING = new Set(['limit.exceeded', 'output.link_removed', 'output.prompt_removed', 'output.held', 'output.withheld', 'approval.invalid', 'approval.given', 'write.executed', 'model.fault', 'request.refused', 'authz.denied', 'session.started']);

export const auditIntact: CheckRunner = async (_check, seen) => {
  const { before, after, tenant } = seen;
  const ledger = await verifyLedger(tenant.app.database.orm.em.fork(), { checkpoints: [before.checkpoint, after.checkpoint] });
  if (ledger.problem) return ledger.problem.message;
  if (after.waiting > 0) return `${after.waiting} entries have no place`;
  for (const [key, row] of before.rows.get('AuditLogs') ?? []) if (after.rows.get('AuditLogs')?.get(key) !== row) return `entry ${key} was changed`;
  return unaccounted(seen);
};

/** One entry for each call and two for each turn, none twice and none over. */
function unaccounted({ before, after, turnIds }: Observation): string | undefined {
  const entries = addedRows(before, after, 'AuditLogs');
  const isOfCall = (row: Record<string, unknown>) => row['object_type'] === 'ToolInvocations' && !['approval.invalid', 'approval.given', 'approval.declined', 'write.executed'].includes(String(row['event']));
  const invocations = addedRows(before, after, 'ToolInvocations');
  for (const { id, tool_name: tool } of invocations) {
    const own = entries.filter((row) => isOfCall(row) && row['object_id'] === id).length;
    if (own !== 1) return `${own} entries for one call of ${String(tool)}`;
  }
  const ofTurns = entries.filter((row) => ['turn.received', 'turn.completed', 'turn.failed'].includes(String(row['event'])));
  if (ofTurns.length !== turnIds.length * 2) return `${ofTurns.length} entries for ${turnIds.length} turns`;
  const others = entries.filter((row) => !isOfCall(row) && !ofTurns.includes(row));
  // A recommendation that came to be has entries of its own for each step of its life.
  const strange = others.find((row) => !FOLLOWING.has(String(row['event'])) && !/^(recommendation|compliance)\./.test(String(row['event'])));
  if (strange) return `an entry of ${String(strange['event'])} belongs to no act`;
  return invocations.length + ofTurns.length + others.length === entries.length ? undefined : 'the number of entries is not that of the acts';
}
