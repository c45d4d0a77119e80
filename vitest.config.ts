import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One file at a time on the shared machine that checks submissions: browser and time-limited suites need the processor to themselves.
    fileParallelism: process.env['CI'] === undefined,
  },
});
