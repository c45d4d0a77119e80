import type { TableDescription } from '../table.ts';
import { apiVersions } from './api-version.entity.ts';
import { errorLogs } from './error-log.entity.ts';
import { etlLogs } from './etl-log.entity.ts';
import { loginAttempts } from './login-attempt.entity.ts';
import { systemMetrics } from './system-metric.entity.ts';

export * from './api-version.entity.ts';
export * from './error-log.entity.ts';
export * from './etl-log.entity.ts';
export * from './login-attempt.entity.ts';
export * from './system-metric.entity.ts';

export const systemTables: readonly TableDescription[] = [
  systemMetrics,
  errorLogs,
  etlLogs,
  loginAttempts,
  apiVersions,
];
