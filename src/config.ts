import { z } from 'zod';
import { isIsoDate, isoDate, type IsoDate } from './shared/calendar.ts';
import { AppError } from './shared/errors.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const list = z.string().transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean));
/** Origins as browsers name them: without a slash at the end. */
const origins = list.transform((all) => all.map((origin) => origin.replace(/\/+$/, '')));
const day = z.string().refine(isIsoDate, 'a calendar day, YYYY-MM-DD').transform((text): IsoDate => isoDate(text));

/** Every setting there is. `.env.example` repeats this list; a test compares the two. */
export const Settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(8080),
  DATABASE_URL: z.string().min(1).optional(),
  DATA_DIR: z.string().min(1).default('data'),
  TODAY: day.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PUBLIC_ORIGIN: z.string().url().optional(),
  EMBED_ORIGINS: origins.default([]),
  LINK_HOSTS: list.default([]),
  SESSION_SECRET: z.string().min(32).optional(),
  WIDGET_KEY: z.string().min(32).optional(),
  REDIS_URL: z.string().url().optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: z.string().url().optional(),
  MODEL: z.string().min(1).default('gpt-5-mini'),
  FALLBACK_MODELS: list.default([]),
  TURN_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(600_000).default(120_000),
  DAILY_TOKEN_LIMIT: z.coerce.number().int().min(0).default(500_000),
  DAILY_COST_LIMIT_MICROS: z.coerce.number().int().min(0).default(5_000_000),
  FX_FEED_URL: z.string().url().optional(),
  PRICE_FEED_URL: z.string().url().optional(),
  PRICE_FEED_KEY: z.string().min(1).optional(),
  FEEDS: list.default([]),
  DEMO: z.enum(['auto', 'off']).default('auto'),
  JOBS: z.enum(['auto', 'on', 'off']).default('auto'),
});
export type Settings = z.output<typeof Settings>;

/**
 * Parses the environment. An empty value counts as not set.
 * @throws AppError invalid-input naming each variable that is wrong, what was found and what is allowed; secrets are not repeated.
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.keys(Settings.shape).map((name) => [name, environment[name] || undefined]));
  const parsed = Settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const found = /SECRET|KEY|URL/.test(name) ? 'a value (not shown)' : JSON.stringify(given[name]);
    return `${name}: found ${found}; ${issue.message}`;
  });
  throw new AppError('invalid-input', `The configuration is not valid.\n  ${problems.join('\n  ')}`, { hint: 'See .env.example for every variable and what it allows.' });
}
