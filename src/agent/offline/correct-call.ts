import type { ToolResult } from './tool-results.ts';
import type { PlannedCall } from './types.ts';

const MISFIT = /^The arguments do not fit \w+\. (.+)$/s;

interface Fix {
  readonly field: string;
  readonly complaint: string;
}

function fixesOf(result: ToolResult): Fix[] {
  const list = MISFIT.exec(result.problem?.message ?? '')?.[1];
  return (list ?? '').split(';').flatMap((part) => {
    const match = /^\s*([\w.]+): (.+?)\.?\s*$/.exec(part);
    return match ? [{ field: match[1]!.split('.')[0]!, complaint: match[2]! }] : [];
  });
}

/** The value in the shape that the tool asks for; undefined when the argument is better left out. */
function corrected(value: unknown, complaint: string): unknown {
  const options = /^must be one of (.+)$/.exec(complaint)?.[1]?.split(', ');
  if (options) {
    const wanted = String(value).toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    return options.find((option) => {
      const plain = option.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
      return plain === wanted || plain.includes(wanted) || wanted.includes(plain);
    });
  }
  if (/^must be (?:number|int)/.test(complaint)) return Number.isFinite(Number(value)) ? Number(value) : undefined;
  if (complaint.startsWith('must be string')) return String(value);
  if (complaint.startsWith('must be array')) return [value];
  return undefined;
}

/**
 * One corrected call for a call whose arguments did not fit the tool: what the tool named is put into the shape that it asks for, or left out.
 * Nothing when the problem is another one, when correcting changes nothing, or when it was tried before.
 */
export function correctedCall(call: PlannedCall, results: readonly ToolResult[]): PlannedCall | undefined {
  const tried = results.filter(({ tool }) => tool === call.name);
  const [only] = tried;
  if (tried.length !== 1 || !only?.problem) return undefined;
  const fixes = fixesOf(only);
  if (fixes.length === 0) return undefined;
  const args: Record<string, unknown> = { ...call.args };
  for (const { field, complaint } of fixes) {
    // Unknown fields are reported as a whole: what the tool doesn't know can't be told apart, so the optional refinements go.
    if (field === 'arguments') for (const key of Object.keys(args)) if (!ESSENTIAL.has(key)) delete args[key];
    if (!(field in args)) continue;
    const value = corrected(args[field], complaint);
    if (value === undefined) delete args[field];
    else args[field] = value;
  }
  return JSON.stringify(args) === JSON.stringify(call.args) ? undefined : { name: call.name, args };
}

const ESSENTIAL: ReadonlySet<string> = new Set([
  'client', 'portfolio', 'portfolios', 'security', 'goal', 'benchmark', 'number', 'recommendationNumber', 'period', 'periods', 'side', 'quantity', 'amount', 'fraction', 'weightFraction', 'from', 'to', 'date', 'by', 'kind',
  'criterion', 'decision', 'objective', 'channel', 'enabled', 'key', 'value', 'title', 'subject', 'body', 'notes', 'text', 'tag', 'taxYear', 'dataset', 'topic', 'scenario', 'horizonYears', 'metric', 'status',
]);
