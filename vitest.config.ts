import { defineConfig } from 'vitest/config';

/** Suites of browsers, of several processes and of time limits: each has the processor to itself, after all others. */
const ALONE = ['test/web/**', 'test/socket/**', 'test/main.test.ts', 'test/agent/model-faults.test.ts', 'test/conversation/turns-together.test.ts', 'test/**/killed-*.test.ts'];
const ALL = ['test/**/*.test.ts', 'test/**/*.test.tsx'];

const shared = { testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks' } as const;

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'together', include: ALL, exclude: ALONE, maxWorkers: 2, sequence: { groupOrder: 0 } } },
      { test: { ...shared, name: 'alone', include: ALONE.map((path) => (path.endsWith('**') ? `${path}/*.test.{ts,tsx}` : path)), maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
