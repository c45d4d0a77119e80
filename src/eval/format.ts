import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError, invalidInput } from '../shared/errors.ts';

/** A question file: cases by persona with the facts that the last answer must contain. Unknown keys are allowed, missing ones are named. */

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Args = z.record(z.string(), Scalar);

const FactRequest = z.object({ fact: z.string().min(1), args: Args.default({}), kind: z.string().default('text') });
export type FactRequest = z.infer<typeof FactRequest>;
export type FactArgs = z.infer<typeof Args>;

export const EFFECTS = ['none', 'draft', 'write_with_approval', 'must_refuse', 'must_clarify', 'out_of_scope'] as const;
export type Effect = (typeof EFFECTS)[number];

const QuestionCase = z.object({
  id: z.string().min(1),
  persona: z.enum(['client', 'advisor', 'auditor']),
  turns: z.array(z.string().min(1)).min(1),
  intent: z.string().default('unnamed'),
  facts: z.array(FactRequest).default([]),
  effect: z.enum(EFFECTS),
  difficulty: z.number().int().min(1).max(3).default(1),
  notes: z.string().default(''),
  requires: z.array(z.string()).default([]),
  action: z.object({ name: z.string().min(1), args: Args.default({}) }).optional(),
  refusal_reason: z.string().optional(),
  forbidden: z.array(FactRequest).default([]),
  ambiguity: z.string().optional(),
});
export type QuestionCase = z.infer<typeof QuestionCase>;
export type Persona = QuestionCase['persona'];

const QuestionFile = z.object({ cases: z.array(z.unknown()).min(1) });

/** @throws AppError invalid-input that names the file, the case and the field. */
export function readQuestions(path: string): QuestionCase[] {
  const file = QuestionFile.safeParse(parseJson(path));
  if (!file.success) throw invalidInput(`${path} is not a question file.`, { hint: 'It holds an object with a list named "cases".' });
  const seen = new Set<string>();
  return file.data.cases.map((raw, index) => {
    const parsed = QuestionCase.safeParse(withoutNulls(raw));
    const name = namedCase(raw, index);
    if (!parsed.success) throw invalidInput(`${path}: ${name} is not a case.`, { hint: parsed.error.issues.map(({ path: field, message }) => `${field.join('.') || 'the case'}: ${message}`).join('; ') });
    if (seen.has(parsed.data.id)) throw invalidInput(`${path}: ${name} stands there twice.`, { hint: 'Give each case an id of its own.' });
    seen.add(parsed.data.id);
    return parsed.data;
  });
}

/** `null` stands for a key that is left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, part]) => (part === null ? [] : [[key, withoutNulls(part)]])));
}

function namedCase(raw: unknown, index: number): string {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw && typeof raw.id === 'string' ? ` (${raw.id})` : '';
  return `case ${index + 1}${id}`;
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new AppError('invalid-input', `${path} cannot be read as JSON.`, { hint: cause instanceof Error ? cause.message : 'Name a question file.', cause });
  }
}
