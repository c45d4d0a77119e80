import { z } from 'zod';
import { loadSettings } from '../../src/data/communication/load-service.ts';
import { saveSetting } from '../../src/data/communication/save-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { settingKey } from './setting-keys.ts';

const input = z.strictObject({ key: settingKey, value: z.string().trim().min(1).max(255) });
type Input = z.output<typeof input>;

/** What settings may be set to; contact data is changed by the firm after a check. */
const ALLOWED: Readonly<Record<string, RegExp>> = {
  language: /^[a-z]{2}$/, display_currency: /^[A-Z]{3}$/, theme: /^(light|dark|system)$/, date_format: /^(YYYY-MM-DD|DD\.MM\.YYYY|MM\/DD\/YYYY|DD\/MM\/YYYY)$/, number_format: /^[\w.,' -]{1,20}$/, time_zone: /^[A-Za-z]+(\/[A-Za-z_+-]+){0,2}$/,
};

export const setPreference = defineTool({
  name: 'set_preference', effect: 'write', version: 1, roles: ['client', 'advisor'],
  purpose: 'Changes one of the signed-in person\u2019s settings: language, display_currency, theme, date_format, number_format, time_zone.',
  input,
  async preview(asked, context) {
    return show(asked, await current(asked, context), context, 'Setting to be changed');
  },
  async run(asked, context) {
    const before = await current(asked, context);
    await saveSetting(context.db, { key: asked.key, value: valueOf(asked) }, context);
    return show(asked, before, context, 'Setting changed');
  },
});

function valueOf({ key, value }: Input): string {
  const allowed = ALLOWED[key];
  if (!allowed) throw invalidInput(`"${key}" is no setting that can be changed here.`, { hint: `There are: ${Object.keys(ALLOWED).join(', ')}. The firm changes contact data: open a ticket.` });
  const written = key === 'display_currency' || key === 'date_format' ? value.toUpperCase() : key === 'language' || key === 'theme' ? value.toLowerCase() : value;
  if (!allowed.test(written)) throw invalidInput(`"${value.slice(0, 60)}" is no ${key.replaceAll('_', ' ')}.`, { hint: key === 'language' ? 'Two letters, such as en or de.' : key === 'display_currency' ? 'Three letters, such as EUR.' : `It must look like ${allowed.source}.` });
  return written;
}

async function current(asked: Input, { db }: ToolContext): Promise<string | null> {
  valueOf(asked);
  return (await loadSettings(db, asked.key)).rows[0]?.value ?? null;
}

function show(asked: Input, before: string | null, { clock }: ToolContext, title: string) {
  return answer({ title, asOf: clock.today(), facts: [fact('key', 'Setting', asked.key), quotedFact('before', 'Before', before), quotedFact('after', 'After', valueOf(asked))] });
}
