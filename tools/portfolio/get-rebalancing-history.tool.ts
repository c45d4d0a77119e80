import { z } from 'zod';
import { loadRebalancingLogs } from '../../src/data/planning/load-rebalancing-logs.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer } from '../../src/shared/answer.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { defineTool } from '../define-tool.ts';
import { whose } from '../shared-inputs.ts';
import { column, fact, fractionFigure, moneyCell, plainFigure, quotedFact } from './figures.ts';

export const getRebalancingHistory = defineTool({
  name: 'get_rebalancing_history', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'When portfolios were rebalanced, why, and what it changed.',
  input: z.strictObject({ ...whose }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input, { wholeBook: true });
    const rows = await loadRebalancingLogs(db, scope.portfolios.map(({ id }) => id));
    const names = new Map(scope.portfolios.map(({ id, name }) => [id, name]));
    const [last] = rows;
    const today = clock.today();
    return answer({
      title: `Rebalancing of ${scope.label}`, asOf: today,
      figures: [
        plainFigure('count', 'Rebalances', rows.length, 'count', { asOf: today, method: 'rebalances carried out, on record' }),
        ...(last ? [fractionFigure('lastTurnover', 'Turnover of the last one', last.turnoverFraction, { asOf: last.rebalancedOn, method: 'smaller of bought and sold over the value' })] : []),
      ],
      facts: [fact('lastRebalanceDate', 'Last rebalanced on', last?.rebalancedOn ?? null, 'date'), quotedFact('lastReason', 'Reason', last?.reason ?? null), fact('lastTrigger', 'Called for by', last?.triggerKind.replaceAll('_', ' ') ?? null)],
      tables: [{
        key: 'rebalances', title: 'Rebalances', total: rows.length, method: 'newest first; drift is the largest absolute one',
        columns: [
          column('date', 'Date', 'date'), column('portfolio', 'Portfolio', 'name', { untrusted: true }), column('trigger', 'Called for by', 'text'), column('reason', 'Reason', 'text', { untrusted: true }), column('trades', 'Trades', 'count'),
          column('turnover', 'Turnover', 'fraction'), column('driftBefore', 'Drift before', 'fraction'), column('driftAfter', 'Drift after', 'fraction'), column('cost', 'Cost', 'money'), column('currency', 'Currency', 'text'),
        ],
        rows: rows.slice(0, 30).map((row) => [
          row.rebalancedOn, names.get(row.portfolioId) ?? '', row.triggerKind.replaceAll('_', ' '), row.reason, row.trades, row.turnoverFraction, row.driftBeforeFraction, row.driftAfterFraction,
          row.costBase === null ? null : moneyCell(decimal(row.costBase), row.currency), row.currency,
        ]),
      }],
    });
  },
});
