import type { ScopedDb } from '../../access/scoped-db.ts';
import { PortfolioReport, type REPORT_KINDS } from '../../entities/documents/portfolio-report.entity.ts';
import type { Period } from '../../shared/period.ts';
import type { SaveTools } from '../workflow/save-work.ts';

export interface ReportRequest {
  readonly clientId: string;
  readonly portfolioId: string | undefined;
  readonly kind: (typeof REPORT_KINDS)[number];
  readonly title: string;
  readonly period: Period;
}

/** Files the request for a report; it is produced later. */
export async function saveReportRequest(db: ScopedDb, { clientId, portfolioId, kind, title, period }: ReportRequest, { clock, newId }: SaveTools): Promise<string> {
  const id = newId();
  await db.transaction(async (writer) => {
    await writer.create(PortfolioReport, {
      id, client: clientId, portfolio: portfolioId ?? null, kind, title, periodLabel: period.label.slice(0, 40), periodStart: period.from, periodEnd: period.to, status: 'requested', requestedBy: db.principal.userId, requestedAt: clock.now(), format: 'markdown',
    });
  });
  return id;
}
