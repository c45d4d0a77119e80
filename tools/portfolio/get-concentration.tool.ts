import { z } from 'zod';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { concentration } from '../../src/domain/risk/concentration.ts';
import { answer } from '../../src/shared/answer.ts';
import { isUndefined, mapDefined, undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { fraction, whose } from '../shared-inputs.ts';
import { column, fact, fractionFigure, method, moneyCell, plainFigure } from './figures.ts';

const DEFAULT_LIMIT = 0.1;

export const getConcentration = defineTool({
  name: 'get_concentration', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Positions above a share of the value, the largest one, and the Herfindahl index.',
  input: z.strictObject({ ...whose, thresholdFraction: fraction.optional() }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input, { wholeBook: true });
    const held = await loadHoldings(db, scope, clock.today());
    const invested = held.positions.filter(({ isCash, value }) => !isCash && value);
    const found = concentration(invested.map(({ name, value }) => ({ key: name, valueBase: value! })), invested.length);
    const limit = input.thresholdFraction ?? scope.portfolios[0]?.maxPositionFraction ?? DEFAULT_LIMIT;
    const ranked = isUndefined(found) || !held.total.gt(0) ? [] : found.largest.map((entry) => ({ ...entry, weight: entry.valueBase.div(held.total).toNumber() }));
    const above = ranked.filter(({ weight }) => weight > limit);
    const basis = { asOf: held.asOf, method: method('share of the whole value, cash included in it', held.conversion) };
    const ticker = new Map(held.positions.map((position) => [position.name, position.ticker]));
    return answer({
      title: `Concentration of ${scope.label}`, asOf: held.asOf, caveats: held.caveats,
      figures: [
        fractionFigure('topFraction', ranked[0] ? `Weight of ${ranked[0].key}` : 'Largest weight', ranked[0]?.weight ?? undefinedBecause('nothing is held'), basis),
        plainFigure('hhi', 'Herfindahl index', mapDefined(found, ({ hhi }) => hhi), 'number', { asOf: held.asOf, method: 'sum of squared weights of the invested part: 1 is a single position' }),
        plainFigure('effectiveNumber', 'Positions of equal size that would be as concentrated', mapDefined(found, ({ effectiveNumber }) => effectiveNumber), 'number', { asOf: held.asOf, method: '1 over the Herfindahl index' }),
        plainFigure('countAbove', 'Positions above the limit', above.length, 'count', { asOf: held.asOf, method: `more than ${limit} of the value` }), fractionFigure('threshold', 'Limit', limit, { asOf: held.asOf, method: input.thresholdFraction === undefined ? 'limit of the mandate, else 10 %' : 'as asked' }),
      ],
      facts: [fact('topPosition', 'Largest position', ranked[0]?.key ?? null, 'name')],
      tables: [{
        key: 'positions', title: 'Positions above the limit', total: above.length, method: basis.method,
        columns: [column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), column('value', 'Value', 'money', { currency: scope.currency }), column('weight', 'Weight', 'fraction')],
        rows: above.map((entry) => [ticker.get(entry.key) ?? '', entry.key, moneyCell(entry.valueBase, scope.currency), entry.weight]),
      }],
    });
  },
});
