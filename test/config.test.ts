import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings, Settings } from '../src/config.ts';
import { AppError } from '../src/shared/errors.ts';

test('an empty environment is a working configuration', () => {
  expect(readSettings({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8080, DATA_DIR: 'data', DEMO: 'auto' });
});

test('a wrong value is named with what was found and what is allowed', () => {
  const problem = (environment: Record<string, string>): string => {
    try {
      readSettings(environment);
    } catch (error) {
      if (error instanceof AppError) return error.publicMessage;
    }
    throw new Error('accepted');
  };
  expect(problem({ PORT: 'eighty' })).toMatch(/PORT: found "eighty".*number/);
  expect(problem({ TODAY: '2026-02-30' })).toMatch(/TODAY: found "2026-02-30".*YYYY-MM-DD/);
  expect(problem({ LOG_LEVEL: 'loud' })).toMatch(/LOG_LEVEL.*"info"/);
});

test('secrets are not repeated in the error', () => {
  expect(() => readSettings({ SESSION_SECRET: 'short-secret' })).toThrow(/SESSION_SECRET(?!.*short-secret)/s);
});

test('.env.example lists every variable and no other', () => {
  const listed = [...readFileSync(resolve(import.meta.dirname, '../.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(new Set(listed)).toEqual(new Set(Object.keys(Settings.shape)));
});
