import type { Tool } from './define-tool.ts';
import { queryRecordsTool } from './records/query-records.tool.ts';
import { getAdvisor } from './service/get-advisor.tool.ts';
import { getClientProfile } from './service/get-client-profile.tool.ts';
import { getKyc } from './service/get-kyc.tool.ts';
import { listComplianceChecks } from './service/list-compliance-checks.tool.ts';
import { listFlags } from './service/list-flags.tool.ts';

/** Client service, the advisor's book, advice and audit. */
export const serviceTools: readonly Tool[] = [queryRecordsTool, getAdvisor, getClientProfile, getKyc, listComplianceChecks, listFlags];
