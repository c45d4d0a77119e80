import { z } from 'zod';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { loadFxRates } from '../../src/data/market/load-fx.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { exposureBy } from '../../src/domain/allocation/exposure.ts';
import { answer } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { decimal, sumDecimals, ZERO, type Decimal } from '../../src/shared/decimal.ts';
import { isUndefined, type Undefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { currencyCode, period, rate, whose } from '../shared-inputs.ts';
import { column, fractionFigure, method, moneyCell, moneyFigure } from './figures.ts';
import { pastSpan, spanText } from './span.ts';

export const getCurrencyExposure = defineTool({
  name: 'get_currency_exposure', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Exposure by currency, to one currency or all foreign ones, what a move of it (shockFraction, -0.1 = falls 10 %) would do, and what its move over a period did.',
  input: z.strictObject({ ...whose, currency: currencyCode.optional(), shockFraction: rate.optional(), period }),
  async run({ currency, shockFraction, period: expression, ...query }, { db, clock }) {
    const scope = await loadScope(db, query, { wholeBook: true });
    const held = await loadHoldings(db, scope, clock.today());
    const exposure = exposureBy(held.positions.flatMap((position) => (position.value ? [{ securityId: position.securityId, valueBase: position.value, labels: { currency: position.currency } }] : [])), 'currency');
    const rows = isUndefined(exposure) ? [] : exposure.rows;
    const wanted = rows.filter(({ group }) => (currency ? group === currency : group !== scope.currency));
    const value = sumDecimals(wanted.map(({ valueBase }) => valueBase));
    const name = currency ?? 'foreign currencies';
    const span = expression === undefined ? undefined : pastSpan(expression, clock.today());
    const moved = span && await movedOver(db, wanted, { into: scope.currency, from: span.openingDate, to: span.to });
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
        ...(span && moved !== undefined ? [moneyFigure('periodImpactBase', `Effect of ${name} moving`, moved, { ...basis, method: `what is held now at today's rate less at the rate at the start, against ${scope.currency}; ${spanText(span)}` })] : []),
      ],
      tables: [{
        key: 'currencies', title: 'By currency', total: rows.length, method: basis.method,
        columns: [column('currency', 'Currency', 'text'), column('value', 'Value', 'money', { currency: scope.currency }), column('weight', 'Weight', 'fraction')],
        rows: rows.map((row) => [row.group, moneyCell(row.valueBase, scope.currency), row.weightFraction]),
      }],
    });
  },
});

/** What is held now, valued at the rates of both ends of a period: the difference is what the currencies did to it. */
async function movedOver(db: ScopedDb, rows: readonly { readonly group: string; readonly valueBase: Decimal }[], { into, from, to }: { readonly into: string; readonly from: IsoDate; readonly to: IsoDate }): Promise<Decimal | Undefined> {
  const fx = await loadFxRates(db, from, to, rows.map(({ group }) => [group, into] as const));
  let total = ZERO;
  for (const { group, valueBase } of rows) {
    if (group === into) continue;
    const [then, now] = [fx.rate(group, into, from), fx.rate(group, into, to)];
    if (isUndefined(then)) return then;
    if (isUndefined(now)) return now;
    total = total.plus(valueBase.minus(valueBase.times(then.rate).div(now.rate)));
  }
  return total;
}
