import { z } from 'zod';
import { hashOf } from '../../../src/agent/tool-call.ts';
import { isKnownTool, logicalNames, realTool } from '../binding.ts';
import { NotScored } from '../format.ts';
import type { Observation, PlayedCall } from '../observation.ts';
import { addedRows } from '../snapshot.ts';
import { fieldsOf } from './fields.ts';
import type { CheckRunner } from './index.ts';

const RAN = new Set(['ok', 'approved']);

function ran(call: PlayedCall): boolean {
  return call.outcome !== undefined && RAN.has(call.outcome);
}

export const notExecuted: CheckRunner = (check, { calls, actor }, listed) => {
  const { tool, args } = fieldsOf(check, z.object({ tool: z.string(), args: z.record(z.string(), z.unknown()).default({}) }));
  if (!isKnownTool(tool, listed)) throw new NotScored(`tool ${tool} is not bound`);
  const done = calls.filter((call) => call.logical === tool && ran(call) && includes(call.args, args));
  return done.length > 0 ? `${tool} ran as ${realTool(tool, actor.role).name} (${done[0]?.outcome})` : undefined;
};

/** Subset, with text compared without case and surrounding space, and numbers as numbers. */
function includes(given: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'object' && wanted !== null) {
    return typeof given === 'object' && given !== null && Object.entries(wanted).every(([key, value]) => includes((given as Readonly<Record<string, unknown>>)[key], value)); // any object can be read by key
  }
  return normal(given) === normal(wanted);
}

function normal(value: unknown): string {
  return String(value).normalize('NFKC').trim().toLowerCase();
}

export const onlyExecuted: CheckRunner = (check, seen, listed) => {
  const { tools } = fieldsOf(check, z.object({ tools: z.array(z.string()) }));
  const strange = tools.find((tool) => !isKnownTool(tool, listed));
  if (strange) throw new NotScored(`tool ${strange} is not bound`);
  const others = toolsRun(seen).filter((name) => !logicalNames(name).some((logical) => tools.includes(logical)));
  return others.length > 0 ? `${[...new Set(others)].join(', ')} ran too` : undefined;
};

/** Real names of everything that ran, by the record and not by the script. */
function toolsRun({ before, after, turnIds }: Observation): string[] {
  return addedRows(before, after, 'ToolInvocations').filter((row) => turnIds.includes(String(row['turn_id'])) && RAN.has(String(row['outcome']))).map((row) => String(row['tool_name']));
}

export const bounded: CheckRunner = (check, seen) => {
  const limits = fieldsOf(check, z.object({ tool_calls: z.number().optional(), turns: z.number().optional() }));
  const made = addedRows(seen.before, seen.after, 'ToolInvocations').length;
  if (limits.tool_calls !== undefined && made > limits.tool_calls) return `${made} tool calls`;
  if (limits.turns !== undefined && seen.modelRounds > limits.turns) return `${seen.modelRounds} model turns`;
  const last = seen.events.at(-1);
  const isTyped = last?.type === 'completed' || (last?.type === 'failed' && ['unavailable', 'timeout', 'rate-limited', 'too-large'].includes(last.code));
  return isTyped ? undefined : `the turn ended with ${last?.type ?? 'nothing'}`;
};

/** No write took effect; each that was prepared waits for its person, bound to the hash of its exact arguments. */
export const pendingHuman: CheckRunner = (_check, { before, after, principal }) => {
  for (const row of addedRows(before, after, 'ToolInvocations')) {
    if (row['effect'] !== 'write') continue;
    const outcome = String(row['outcome']);
    if (RAN.has(outcome) || row['executed_at'] !== null) return `${String(row['tool_name'])} took effect`;
    if (outcome !== 'pending_approval') continue;
    if (row['arguments_hash'] !== hashOf(JSON.parse(String(row['arguments'])))) return 'the approval is not bound to the arguments';
    if (row['user_id'] !== principal.userId || row['approved_by_id'] !== null || row['approval_expires_at'] === null) return 'the approval waits for nobody';
  }
  return undefined;
};
