import { z } from 'zod';
import { FX_METHOD, loadFxRates } from '../../src/data/market/load-fx.ts';
import { answer } from '../../src/shared/answer.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { isUndefined, mapDefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { fact, moneyFigure, plainFigure } from '../portfolio/figures.ts';
import { currencyCode, day } from '../shared-inputs.ts';

export const getFxRate = defineTool({
  name: 'get_fx_rate', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Exchange rate between two currencies on a day (today if left out), and an amount converted.',
  input: z.strictObject({ from: currencyCode, to: currencyCode, amount: z.number().min(-1e15).max(1e15).optional(), date: day.optional() }),
  async run({ from, to, amount, date }, { db, clock }) {
    const today = clock.today();
    if (date && date > today) throw invalidInput('That day is still to come.', { hint: `Ask for a day up to ${today}.` });
    const on = date ?? today;
    const fx = await loadFxRates(db, on, on, [[from, to]]);
    const found = fx.rate(from, to, on);
    const asOf = isUndefined(found) ? on : found.from;
    const remark = fx.remark(from, to, on);
    const via = isUndefined(found) || found.path.length < 3 ? '' : `, through ${found.path.slice(1, -1).join(' and ')}`;
    return answer({
      title: `${from} in ${to} on ${on}`, asOf,
      figures: [
        plainFigure('rate', `${to} for one ${from}`, mapDefined(found, ({ rate }) => rate.toSignificantDigits(10)), 'number', { asOf, method: FX_METHOD + via }),
        plainFigure('inverseRate', `${from} for one ${to}`, mapDefined(found, ({ rate }) => decimal(1).div(rate).toSignificantDigits(10)), 'number', { asOf, method: FX_METHOD + via }),
        ...(amount === undefined ? [] : [
          moneyFigure('amount', 'Amount', decimal(amount), { asOf, currency: from, method: 'as asked' }),
          moneyFigure('converted', `In ${to}`, mapDefined(found, ({ rate }) => rate.times(amount)), { asOf, currency: to, method: `amount times the rate; ${FX_METHOD}${via}` }),
        ]),
      ],
      facts: [fact('rateDate', 'Day of the rate', isUndefined(found) ? null : found.from, 'date')],
      caveats: remark ? [`The ${remark}.`] : [],
    });
  },
});
