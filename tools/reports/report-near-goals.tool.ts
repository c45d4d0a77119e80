import { z } from 'zod';
import { loadNearGoals } from '../../src/data/reports/load-near-goals.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { moneyCell } from '../portfolio/figures.ts';
import { quoted, recordsTable } from '../service/records-table.ts';
import { fraction, limit } from '../shared-inputs.ts';

export const reportNearGoals = defineTool({
  name: 'report_near_goals', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Report: clients nearing (or past) an investment goal; 90 % of the target and more, unless another share is asked for.',
  input: z.strictObject({ minProgressFraction: fraction.optional(), limit }),
  async run({ minProgressFraction = 0.9, limit: most = 50 }, { db, clock }) {
    const { asOf, rows, unknown, caveats } = await loadNearGoals(db, minProgressFraction, clock.today());
    const lines = rows.slice(0, most).map(({ goal, progressFraction }) => ({
      client: goal.clientName, goal: goal.name, progress: progressFraction, current: moneyCell(goal.current, goal.currency), target: moneyCell(goal.target, goal.currency), currency: goal.currency, targetDate: goal.targetDate, portfolio: goal.portfolioName, id: goal.id,
    }));
    return answer({
      title: `Goals at ${minProgressFraction * 100} % or more of their target`, asOf,
      tables: [recordsTable('goals', 'Clients nearing their goals', { rows: lines, total: rows.length }, [
        ['client', 'Client', 'name', quoted], ['goal', 'Goal', 'name', quoted], ['progress', 'Progress', 'fraction'], ['current', 'Current', 'money'], ['target', 'Target', 'money'], ['currency', 'Currency'], ['targetDate', 'By', 'date'], ['portfolio', 'Portfolio', 'name', quoted], ['id', 'Id', 'id'],
      ], 'current amount over target; current = earmarked share of the linked portfolio plus what is saved outside')],
      caveats: [...caveats, ...(rows.length === 0 ? ['No active goal is that far.'] : []), ...(unknown.length > 0 ? [`Cannot be told: ${unknown.join(', ')}.`] : [])],
    });
  },
});
