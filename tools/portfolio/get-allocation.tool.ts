import { z } from 'zod';
import { loadTagsOfPortfolios } from '../../src/data/portfolios/load-tags.ts';
import { loadHoldings, type HeldPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { exposureBy, type ExposurePosition } from '../../src/domain/allocation/exposure.ts';
import { answer } from '../../src/shared/answer.ts';
import { sumDecimals } from '../../src/shared/decimal.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { whose } from '../shared-inputs.ts';
import { column, fractionFigure, method, moneyCell, moneyFigure } from './figures.ts';
import { isSameLabel } from './labels.ts';

const DIMENSIONS = ['asset_class', 'sector', 'country', 'region', 'currency', 'security', 'tag'] as const;

export const getAllocation = defineTool({
  name: 'get_allocation', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Weights by asset class, sector, country, region, currency, security or tag; or of one bucket.',
  input: z.strictObject({ ...whose, by: z.enum(DIMENSIONS), bucket: z.string().max(80).optional() }),
  async run({ by, bucket, ...query }, { db, clock }) {
    const scope = await loadScope(db, query, { wholeBook: true });
    const held = await loadHoldings(db, scope, clock.today());
    const tags = by === 'tag' ? await loadTagsOfPortfolios(db, scope.portfolios.map(({ id }) => id)) : new Map<string, string[]>();
    const positions = held.positions.flatMap((position): ExposurePosition[] => (position.value ? [{
      securityId: position.securityId, valueBase: position.value, labels: { bucket: labelOf(position, by, tags) },
    }] : []));
    const exposure = exposureBy(positions, 'bucket');
    const basis = { asOf: held.asOf, currency: scope.currency, method: method(`share of the whole value, cash included, by ${by.replaceAll('_', ' ')}${by === 'asset_class' ? ' of what a fund is exposed to' : ''}`, held.conversion) };
    const rows = isUndefined(exposure) ? [] : exposure.rows;
    const wanted = bucket === undefined ? [] : rows.filter(({ group }) => isSameLabel(group, bucket));
    const value = sumDecimals(wanted.map(({ valueBase }) => valueBase));
    const share = isUndefined(exposure) ? exposure : wanted.reduce((sum, { weightFraction }) => sum + weightFraction, 0);
    return answer({
      title: `Allocation of ${scope.label} by ${by.replaceAll('_', ' ')}`, asOf: held.asOf,
      figures: bucket === undefined ? [] : [fractionFigure('bucketFraction', `Share of ${bucket}`, share, basis), moneyFigure('bucketValue', `Value of ${bucket}`, isUndefined(exposure) ? exposure : value, basis)],
      tables: [{
        key: 'allocation', title: 'Allocation', total: rows.length, method: basis.method,
        columns: [column('bucket', 'Bucket', 'text'), column('value', 'Value', 'money', { currency: scope.currency }), column('weight', 'Weight', 'fraction')],
        rows: rows.map((row) => [row.group, moneyCell(row.valueBase, scope.currency), row.weightFraction]),
      }],
      charts: rows.length === 0 ? [] : [{ key: 'allocation', title: 'Allocation', kind: 'doughnut', unit: 'fraction', labels: rows.slice(0, 12).map(({ group }) => group), series: [{ label: 'Weight', values: rows.slice(0, 12).map(({ weightFraction }) => weightFraction) }] }],
      caveats: [...held.caveats, ...(isUndefined(exposure) ? [`There is no allocation: ${exposure.reason}.`] : []), ...(bucket !== undefined && wanted.length === 0 && !isUndefined(exposure) ? [`Nothing is held in ${bucket}.`] : [])],
    });
  },
});

function labelOf(position: HeldPosition, by: (typeof DIMENSIONS)[number], tags: ReadonlyMap<string, readonly string[]>): string | readonly string[] {
  switch (by) {
    case 'asset_class': return position.exposureClass;
    case 'currency': return position.currency;
    case 'security': return position.name;
    case 'sector': return position.isCash ? 'cash' : position.sector ?? 'unknown';
    case 'country': return position.isCash ? 'cash' : position.country ?? 'unknown';
    case 'region': return position.isCash ? 'cash' : position.region ?? 'unknown';
    case 'tag': return tags.get(position.portfolio.id) ?? 'untagged';
  }
}
