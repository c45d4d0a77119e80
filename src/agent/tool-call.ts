import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Tool, ToolContext } from '../../tools/define-tool.ts';
import type { Answer } from '../shared/answer.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { AppError } from '../shared/errors.ts';
import type { ToolDefinition } from './model-chain.ts';
import { parseToolArguments } from './tool-call-json.ts';

/** What a model is told when a call fails: our own sentences, nothing of what it sent and nothing of what went wrong inside. */
export interface ToolProblem {
  readonly error: string;
  readonly message: string;
  readonly hint?: string;
}

export type ToolOutcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'pending'; readonly preview: Answer }
  | { readonly kind: 'failed'; readonly problem: ToolProblem; readonly cause: unknown };

export interface ParsedCall {
  readonly tool: Tool;
  readonly input: unknown;
  readonly argumentsHash: string;
}

/**
 * Checks one requested call against the registry, the principal's role and the tool's schema.
 * A tool that the role may not use is answered like one that does not exist.
 * @throws AppError not-found or invalid-input.
 */
export function parseCall(tools: ReadonlyMap<string, Tool>, name: string, argumentsText: string): ParsedCall {
  const tool = tools.get(name);
  if (!tool) throw new AppError('not-found', 'There is no such tool.', { hint: 'Use describe_catalogue to see the tools at hand.' });
  const parsed = tool.input.safeParse(parseToolArguments(argumentsText));
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'arguments'}: ${wordsFor(issue)}`);
    throw new AppError('invalid-input', `The arguments do not fit ${tool.name}. ${problems.join('; ')}.`, { hint: 'Correct the named fields and call it again.', cause: parsed.error });
  }
  return { tool, input: parsed.data, argumentsHash: hashOf(parsed.data) };
}

/**
 * The call with what its tool binds an approval to: the hash of the arguments then covers it.
 * @throws AppError as the tool's `bind`.
 */
export async function boundCall(call: ParsedCall, context: ToolContext): Promise<ParsedCall> {
  if (call.tool.effect !== 'write' || !call.tool.bind) return call;
  const input = await call.tool.bind(call.input, context);
  return { ...call, input, argumentsHash: hashOf(input) };
}

/** zod's own messages may repeat the received value; these never do. */
function wordsFor(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type': return `must be ${issue.expected}`;
    case 'unrecognized_keys': return 'has a field that the tool does not know';
    case 'invalid_value': return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small': return `is too small or too short (at least ${issue.minimum})`;
    case 'too_big': return `is too large or too long (at most ${issue.maximum})`;
    default: return 'is not valid';
  }
}

/** Runs a read or draft; prepares a write. Never throws: a failure is an outcome. */
export async function executeCall(call: ParsedCall, context: ToolContext, timeoutMs: number): Promise<ToolOutcome> {
  try {
    const work = call.tool.effect === 'write' ? call.tool.preview(call.input, context) : call.tool.run(call.input, context);
    const answer = await withTimeout(work, timeoutMs, context.signal);
    return call.tool.effect === 'write' ? { kind: 'pending', preview: answer } : { kind: 'answered', answer };
  } catch (error) {
    return { kind: 'failed', problem: toolProblem(error), cause: error };
  }
}

export function toolProblem(error: unknown): ToolProblem {
  if (error instanceof AppError && error.code !== 'internal') {
    return { error: error.code, message: error.publicMessage, ...(error.hint ? { hint: error.hint } : {}) };
  }
  return { error: 'internal', message: 'The tool failed on our side.', hint: 'Answer without it and say that this part is unavailable.' };
}

/** Ends the waiting when the time is up or the turn is stopped; the work itself may still run on, with nobody listening. */
async function withTimeout<T>(work: Promise<T>, timeoutMs: number, signal: AbortSignal | undefined): Promise<T> {
  const { promise: cut, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new AppError('timeout', 'The tool took too long.', { hint: 'Ask for less at once: a shorter period or a single portfolio.' })), timeoutMs);
  const stop = (): void => reject(new AppError('conflict', 'The turn was stopped.'));
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    return await Promise.race([work, cut]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** SHA-256 of the canonical JSON (keys sorted), so that equal arguments have one hash whatever their order. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonicalJson(value));
}

const definitions = new WeakMap<Tool, ToolDefinition>();

export function definitionOf(tool: Tool): ToolDefinition {
  const known = definitions.get(tool);
  if (known) return known;
  const { $schema: _schema, ...parameters } = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' });
  const effect = tool.effect === 'read' ? '' : tool.effect === 'draft' ? ' Drafts; changes nothing.' : ' WRITE: shows an approval card first.';
  const made: ToolDefinition = { type: 'function', function: { name: tool.name, description: tool.purpose + effect, parameters } };
  definitions.set(tool, made);
  return made;
}

/** Identifies what the model could call and how: names, versions, effects and schemas of all tools of the registry. */
export function catalogueHash(tools: Iterable<Tool>): string {
  return hashOf([...tools].map((tool) => ({ version: tool.version, effect: tool.effect, roles: tool.roles, definition: definitionOf(tool) })).toSorted((a, b) => (a.definition.function.name < b.definition.function.name ? -1 : 1)));
}
