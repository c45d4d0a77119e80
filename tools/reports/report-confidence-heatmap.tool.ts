import { z } from 'zod';
import { loadConfidenceHeatmap } from '../../src/data/reports/load-confidence-heatmap.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { countFigure, recordsTable } from '../service/records-table.ts';
import { period } from '../shared-inputs.ts';

export const reportConfidenceHeatmap = defineTool({
  name: 'report_confidence_heatmap', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Report: confidence of AI recommendations by sector of what they trade and by strategy.',
  input: z.strictObject({ period }),
  async run({ period: expression }, { db, clock }) {
    const today = clock.today();
    const { cells, recommendationCount, withoutTrades } = await loadConfidenceHeatmap(db, expression, today);
    return answer({
      title: 'Confidence of recommendations by sector', asOf: today,
      figures: [countFigure('recommendations', 'Recommendations', recommendationCount, today, expression ? `made in ${expression}` : 'all on record')],
      tables: [recordsTable('heatmap', 'Confidence by sector and strategy', { rows: cells.map((cell) => ({ ...cell, strategy: cell.strategy.replaceAll('_', ' ') })), total: cells.length }, [
        ['sector', 'Sector'], ['strategy', 'Strategy'], ['meanConfidence', 'Mean confidence', 'fraction'], ['leastConfidence', 'Lowest', 'fraction'], ['count', 'Recommendations', 'count'],
      ], 'a recommendation counts once in each sector that it trades')],
      caveats: withoutTrades > 0 ? [`${withoutTrades} recommendations propose no trade and belong to no sector.`] : [],
    });
  },
});
