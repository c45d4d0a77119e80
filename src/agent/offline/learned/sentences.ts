import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normalise } from '../text/normalise.ts';
import { correctSpelling } from '../text/spelling.ts';
import type { Persona } from '../types.ts';
import { featuresIn } from './features-in.ts';
import type { Sample } from './train.ts';

const FOLDER = join(import.meta.dirname, 'sentences');
const PERSONAS: ReadonlySet<string> = new Set(['client', 'advisor', 'auditor']);
/** The files of a folder, in order of their names: a label, a persona and a sentence a line, between tabs. */
function files(folder: string): { readonly name: string; readonly text: string }[] {
  return readdirSync(folder).filter((name) => name.endsWith('.tsv')).toSorted().map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

export function sentencesHash(folder = FOLDER): string {
  const hash = createHash('sha256');
  for (const { name, text } of files(folder)) hash.update(`${name}\n${text}`);
  return hash.digest('hex');
}

/** @throws Error that names file and line of a sentence that can't be read. */
export function readSamples(folder = FOLDER): Sample[] {
  return files(folder).flatMap(({ name, text }) => text.split('\n').flatMap((line, at) => {
    if (line === '') return [];
    const [label, persona, sentence, ...more] = line.split('\t');
    if (!label || !persona || !PERSONAS.has(persona) || !sentence || more.length > 0) throw new Error(`${name}, line ${at + 1}: expected label, persona (client, advisor or auditor) and sentence between tabs`);
    const words = correctSpelling(normalise(sentence));
    return [{ label, words, features: featuresIn(words, persona as Persona) }]; // checked above
  }));
}
