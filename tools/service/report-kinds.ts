import { z } from 'zod';

export const REPORT_KINDS = ['monthly_statement', 'quarterly_report', 'annual_report', 'tax_report', 'performance', 'holdings', 'risk', 'compliance', 'fees', 'meeting_brief', 'audit_memo'] as const;
export type ReportKindName = (typeof REPORT_KINDS)[number];

export const reportKind = z.enum(REPORT_KINDS);

/** Kind under which a report is filed. */
export function storedReportKind(kind: ReportKindName) {
  return FILED_AS[kind];
}

const FILED_AS = {
  monthly_statement: 'statement', quarterly_report: 'performance', annual_report: 'review', tax_report: 'tax', performance: 'performance', holdings: 'holdings', risk: 'risk', compliance: 'other', fees: 'fees',
  meeting_brief: 'review', audit_memo: 'audit_memo',
} as const satisfies Record<ReportKindName, string>;
