import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

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
