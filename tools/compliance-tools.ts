import type { Tool } from './define-tool.ts';
import { checkComplianceTool } from './compliance/check-compliance.tool.ts';
import { getComplianceCheck } from './compliance/get-compliance-check.tool.ts';
import { getFlag } from './compliance/get-flag.tool.ts';
import { handleFlagTool } from './compliance/handle-flag.tool.ts';
import { listPendingConsents } from './compliance/list-pending-consents.tool.ts';
import { overrideCheckTool } from './compliance/override-check.tool.ts';

/** Compliance: running the rules, and what people do about what they found. */
export const complianceTools: readonly Tool[] = [checkComplianceTool, getComplianceCheck, getFlag, listPendingConsents, handleFlagTool, overrideCheckTool];
