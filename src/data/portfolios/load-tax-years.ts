import type { ScopedDb } from '../../access/scoped-db.ts';
import { TaxRecord } from '../../entities/income/tax-record.entity.ts';

/** Amounts are exact decimals in `currency`. */
export interface TaxYearRow {
  readonly portfolioId: string;
  readonly currency: string;
  readonly jurisdiction: string;
  readonly shortTermGain: string;
  readonly longTermGain: string;
  readonly washSaleDisallowed: string;
  readonly dividends: string;
  readonly qualifiedDividends: string;
  readonly interest: string;
  readonly withheld: string;
  readonly fees: string;
  readonly status: string;
  readonly method: string;
}

/** Tax figures of portfolios for one calendar year; portfolios without any are absent. */
export async function loadTaxYears(db: ScopedDb, portfolioIds: readonly string[], taxYear: number): Promise<TaxYearRow[]> {
  const rows = portfolioIds.length === 0 ? [] : await db.find(TaxRecord, { portfolio: { $in: [...portfolioIds] }, taxYear });
  return rows.map(({ portfolio, ...row }) => ({ ...row, portfolioId: portfolio.id }));
}
