import type { Tool } from './define-tool.ts';
import { queryRecordsTool } from './records/query-records.tool.ts';

/** Client service, the advisor's book, advice and audit. */
export const serviceTools: readonly Tool[] = [queryRecordsTool];
