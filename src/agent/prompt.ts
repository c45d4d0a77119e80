import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IsoDate } from '../shared/calendar.ts';

/** A released prompt: immutable text under prompts/<name>/<version>.md. Its hash is part of every decision record. */
export interface Prompt {
  readonly name: string;
  readonly version: string;
  readonly text: string;
  readonly hash: string;
}

const PROMPTS = resolve(import.meta.dirname, '../../prompts');

export function loadPrompt(name: string, version: string): Prompt {
  const text = readFileSync(resolve(PROMPTS, name, `${version}.md`), 'utf8').trim();
  return { name, version, text, hash: createHash('sha256').update(text).digest('hex') };
}

export interface PromptContext {
  readonly role: string;
  readonly userName: string;
  readonly today: IsoDate;
  readonly baseCurrency: string;
  readonly modelLabel: string;
}

/** The stable head first, byte for byte the same in each turn (providers cache it), then what changes. */
export function systemText(prompt: Prompt, context: PromptContext): string {
  return [
    prompt.text, '', '---',
    `Role: ${context.role}`, `User: ${oneLine(context.userName)}`, `Today: ${context.today}`,
    `Base currency: ${context.baseCurrency}`, `Model: ${context.modelLabel}`,
  ].join('\n');
}

/** Names come from the database: a line break in one must not look like another line of the prompt. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 120);
}
