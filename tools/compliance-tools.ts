import type { Tool } from './define-tool.ts';
import { checkComplianceTool } from './compliance/check-compliance.tool.ts';
import { handleFlagTool } from './compliance/handle-flag.tool.ts';
import { overrideCheckTool } from './compliance/override-check.tool.ts';

/** Compliance: running the rules, and what people do about what they found. */
export const complianceTools: readonly Tool[] = [checkComplianceTool, handleFlagTool, overrideCheckTool];
