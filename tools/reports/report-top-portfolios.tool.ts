import { z } from 'zod';
import { loadTopPortfolios } from '../../src/data/reports/load-top-portfolios.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { quoted, recordsTable } from '../service/records-table.ts';
import { limit } from '../shared-inputs.ts';

export const reportTopPortfolios = defineTool({
  name: 'report_top_portfolios', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Report: top 5 portfolios by return of the year to date.',
  input: z.strictObject({ limit }),
  async run({ limit: most = 5 }, { db, clock }) {
    const { asOf, method, rows, total } = await loadTopPortfolios(db, most);
    return answer({
      title: `Top ${most} performing portfolios, year to date`, asOf: asOf ?? clock.today(),
      tables: [recordsTable('topPortfolios', 'Top performing portfolios', { rows: rows.map((row) => ({ ...row })), total }, [
        ['rank', 'Rank', 'count'], ['portfolio', 'Portfolio', 'name', quoted], ['client', 'Client', 'name', quoted], ['returnFraction', 'Return YTD', 'fraction'], ['currency', 'Base currency'], ['quality', 'Data'], ['portfolioId', 'Id', 'id'],
      ], method || 'time-weighted return of the year to date')],
      charts: rows.length > 1 ? [{ key: 'topPortfolios', title: 'Return, year to date', kind: 'bar', unit: 'fraction', labels: rows.map(({ portfolio }) => portfolio), series: [{ label: 'Return YTD', values: rows.map(({ returnFraction }) => returnFraction) }] }] : [],
      caveats: rows.length === 0 ? ['No portfolio within reach has a return for the year to date.'] : ['Each portfolio is measured in its base currency.'],
    });
  },
});
