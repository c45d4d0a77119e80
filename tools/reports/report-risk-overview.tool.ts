import { z } from 'zod';
import { loadRiskOverview } from '../../src/data/reports/load-risk-overview.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';
import { limit } from '../shared-inputs.ts';

export const reportRiskOverview = defineTool({
  name: 'report_risk_overview', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Report: open risk alerts (AI insights) and regulatory flags, gravest first, with counts by severity.',
  input: z.strictObject({ limit }),
  async run({ limit: most = 50 }, { db, clock }) {
    const today = clock.today();
    const { lines, total, counts } = await loadRiskOverview(db, most);
    const of = (source: string): number => counts.filter((row) => row.source === source).reduce((sum, { count }) => sum + count, 0);
    return answer({
      title: 'Risk alerts and compliance flags', asOf: today,
      figures: [countFigure('openInsights', 'Open risk alerts', of('insight'), today, 'insights open or acknowledged'), countFigure('openFlags', 'Open compliance flags', of('flag'), today, 'flags open or in review')],
      tables: [
        recordsTable('severities', 'By severity', { rows: counts.map((row) => ({ ...row })), total: counts.length }, [['severity', 'Severity'], ['source', 'From'], ['count', 'Open', 'count']]),
        recordsTable('alerts', 'Open alerts and flags', { rows: lines.map((line) => ({ ...line, kind: line.kind.replaceAll('_', ' ') })), total }, [
          ['severity', 'Severity'], ['source', 'From'], ['kind', 'Kind'], ['client', 'Client', 'name', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['title', 'What', 'text', quoted], ['status', 'Status'], ['openedOn', 'Since', 'date'], ['id', 'Id', 'id'],
        ], 'gravest first, then newest'),
      ],
      caveats: total === 0 ? ['Nothing is open.'] : [],
    });
  },
});
