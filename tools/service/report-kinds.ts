import { z } from 'zod';
import type { IsoDate } from '../../src/shared/calendar.ts';
import type { Period } from '../../src/shared/period.ts';
import { pastSpan } from '../portfolio/span.ts';
import { period, whose } from '../shared-inputs.ts';

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

export const reportInput = z.strictObject({ ...whose, kind: reportKind, period, taxYear: z.int().min(1990).max(2100).optional(), recommendationNumber: z.int().min(1).optional() });
export type ReportInput = z.output<typeof reportInput>;

const USUAL_PERIOD: Readonly<Record<ReportKindName, string>> = {
  monthly_statement: 'last_month', quarterly_report: 'last_quarter', annual_report: 'last_year', tax_report: 'last_year', performance: 'YTD', holdings: 'today', risk: '1Y', compliance: 'YTD', fees: 'YTD', meeting_brief: 'YTD', audit_memo: 'today',
};

/** The span that a report covers; it ends today at the latest. */
export function reportPeriod({ kind, period: asked, taxYear }: ReportInput, today: IsoDate): Period {
  return pastSpan(kind === 'tax_report' && taxYear !== undefined ? String(taxYear) : asked ?? USUAL_PERIOD[kind], today);
}
