import { z } from 'zod';
import { loadUnderweights } from '../../src/data/reports/load-underweights.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';
import { fraction, limit } from '../shared-inputs.ts';

export const reportUnderweights = defineTool({
  name: 'report_underweights', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Report: asset classes under their target weight, by portfolio; below the band only, unless all are asked for.',
  input: z.strictObject({ all: z.boolean().optional().describe('Also what is under target but within its band'), minGapFraction: fraction.optional(), limit }),
  async run({ all = false, minGapFraction = 0, limit: most = 50 }, { db, clock }) {
    const { asOf, rows } = await loadUnderweights(db, clock.today());
    const shown = rows.filter(({ isBelowBand, gapFraction }) => (all || isBelowBand) && gapFraction >= minGapFraction);
    const day = asOf ?? clock.today();
    return answer({
      title: 'Underweight against target allocation', asOf: day,
      figures: [countFigure('belowBand', 'Below their band', rows.filter(({ isBelowBand }) => isBelowBand).length, day, 'asset classes of a portfolio that weigh less than the lower edge of their band'), countFigure('belowTarget', 'Under their target', rows.length, day, 'asset classes of a portfolio that weigh less than their target')],
      tables: [recordsTable('underweights', 'Underweights', { rows: shown.slice(0, most).map((row) => ({ ...row })), total: shown.length }, [
        ['client', 'Client', 'name', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['assetClass', 'Asset class'], ['actualFraction', 'Actual', 'fraction'], ['targetFraction', 'Target', 'fraction'], ['gapFraction', 'Gap', 'fraction'],
        ['gapBase', 'Missing to target', 'money'], ['currency', 'Currency'], ['isBelowBand', 'Below band', 'boolean'],
      ], 'gap = target less actual weight, by what a holding is exposed to, cash included; widest first')],
      caveats: asOf ? [] : ['No allocation is on record yet.'],
    });
  },
});
