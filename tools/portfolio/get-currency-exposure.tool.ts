import { z } from 'zod';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { exposureBy } from '../../src/domain/allocation/exposure.ts';
import { answer } from '../../src/shared/answer.ts';
import { decimal, sumDecimals } from '../../src/shared/decimal.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { currencyCode, rate, whose } from '../shared-inputs.ts';
import { column, fractionFigure, method, moneyCell, moneyFigure } from './figures.ts';

export const getCurrencyExposure = defineTool({
  name: 'get_currency_exposure', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Exposure by currency, to one currency or all foreign ones, and what a move of it (shockFraction, -0.1 = falls 10 %) would do.',
  input: z.strictObject({ ...whose, currency: currencyCode.optional(), shockFraction: rate.optional() }),
  async run({ currency, shockFraction, ...query }, { db, clock }) {
    const scope = await loadScope(db, query, { wholeBook: true });
    const held = await loadHoldings(db, scope, clock.today());
    const exposure = exposureBy(held.positions.flatMap((position) => (position.value ? [{ securityId: position.securityId, valueBase: position.value, labels: { currency: position.currency } }] : [])), 'currency');
    const rows = isUndefined(exposure) ? [] : exposure.rows;
    const wanted = rows.filter(({ group }) => (currency ? group === currency : group !== scope.currency));
    const value = sumDecimals(wanted.map(({ valueBase }) => valueBase));
    const name = currency ?? 'foreign currencies';
    const basis = { asOf: held.asOf, currency: scope.currency, method: method('value of what is priced in the currency, cash included; funds count in the currency of their price', held.conversion) };
    return answer({
      title: `Currency exposure of ${scope.label}`, asOf: held.asOf, caveats: [...held.caveats, ...(currency === scope.currency ? [`${currency} is the base currency: it carries no currency risk here.`] : [])],
      figures: [
        moneyFigure('exposureBase', `Exposure to ${name}`, isUndefined(exposure) ? exposure : value, basis),
        fractionFigure('exposureFraction', `Share of ${name}`, isUndefined(exposure) ? exposure : value.div(exposure.totalBase).toNumber(), basis),
        ...(shockFraction === undefined ? [] : [
          moneyFigure('impactBase', `Effect of a move of ${name} by ${shockFraction}`, isUndefined(exposure) ? exposure : value.times(decimal(shockFraction)), { ...basis, method: 'exposure times the move against the base currency; prices in their own currency unchanged' }),
          fractionFigure('impactFraction', 'Effect, fraction of the value', isUndefined(exposure) ? exposure : value.times(decimal(shockFraction)).div(exposure.totalBase).toNumber(), basis),
        ]),
      ],
      tables: [{
        key: 'currencies', title: 'By currency', total: rows.length, method: basis.method,
        columns: [column('currency', 'Currency', 'text'), column('value', 'Value', 'money', { currency: scope.currency }), column('weight', 'Weight', 'fraction')],
        rows: rows.map((row) => [row.group, moneyCell(row.valueBase, scope.currency), row.weightFraction]),
      }],
    });
  },
});
