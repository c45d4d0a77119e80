import type { TableDescription } from '../table.ts';
import { auditLogs } from './audit-log.entity.ts';
import { auditTrails } from './audit-trail.entity.ts';
import { complianceChecks } from './compliance-check.entity.ts';
import { dataExportLogs } from './data-export-log.entity.ts';
import { regulatoryFlags } from './regulatory-flag.entity.ts';
import { securityEvents } from './security-event.entity.ts';

export * from './audit-log.entity.ts';
export * from './audit-trail.entity.ts';
export * from './compliance-check.entity.ts';
export * from './data-export-log.entity.ts';
export * from './regulatory-flag.entity.ts';
export * from './security-event.entity.ts';

export const complianceTables: readonly TableDescription[] = [
  auditLogs,
  auditTrails,
  complianceChecks,
  regulatoryFlags,
  dataExportLogs,
  securityEvents,
];
