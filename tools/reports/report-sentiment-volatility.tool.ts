import { z } from 'zod';
import { loadSentimentVolatility } from '../../src/data/reports/load-sentiment-volatility.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { numberCell, plainFigure } from '../portfolio/figures.ts';
import { recordsTable } from '../service/records-table.ts';
import { benchmark } from '../shared-inputs.ts';

export const reportSentimentVolatility = defineTool({
  name: 'report_sentiment_volatility', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Report: sentiment of the clients beside the volatility of the market, by month, with their correlation.',
  input: z.strictObject({ benchmark }),
  async run({ benchmark: reference }, { db, clock }) {
    const today = clock.today();
    const { benchmark: name, months, correlation } = await loadSentimentVolatility(db, today, reference);
    const method = `mean score of the month, -1 to 1; volatility of ${name}: sample deviation of daily returns times the root of 252`;
    const rows = months.map(({ month, meanScore, scoreCount, volatilityFraction }) => ({ month, meanScore, scoreCount, volatility: numberCell(volatilityFraction) }));
    return answer({
      title: 'Client sentiment and market volatility', asOf: today,
      figures: [plainFigure('correlation', 'Correlation of mood and volatility', correlation, 'number', { asOf: today, method: `Pearson over ${months.length} months; ${method}` })],
      tables: [recordsTable('months', 'By month', { rows, total: rows.length }, [['month', 'Month'], ['meanScore', 'Mean score', 'score'], ['scoreCount', 'Scores', 'count'], ['volatility', 'Market volatility', 'fraction']], method)],
      charts: rows.length > 1 ? [{ key: 'sentimentVolatility', title: 'Mood and market volatility', kind: 'line', unit: 'number', labels: months.map(({ month }) => month), series: [{ label: 'Mean sentiment, -1 to 1', values: months.map(({ meanScore }) => meanScore) }, { label: `Volatility of ${name}`, values: rows.map(({ volatility }) => (typeof volatility === 'number' ? volatility : null)) }] }] : [],
      caveats: [...(rows.length === 0 ? ['No sentiment is on record.'] : []), 'Two series that move together need not be cause and effect.'],
    });
  },
});
