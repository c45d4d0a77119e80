import { z } from 'zod';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadHoldings, mergePositions } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer } from '../../src/shared/answer.ts';
import { ZERO } from '../../src/shared/decimal.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { security, whose } from '../shared-inputs.ts';
import { column, decimalCell, fact, fractionFigure, method, moneyCell, moneyFigure, numberCell, plainFigure } from './figures.ts';

export const getHolding = defineTool({
  name: 'get_holding', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'One security as it is held: quantity, cost, value, weight, unrealised gain, first purchase, open lots by portfolio.',
  input: z.strictObject({ security, ...whose }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input, { wholeBook: true });
    const id = await resolveSecurity(db, input.security);
    const held = await loadHoldings(db, scope, clock.today());
    const own = held.positions.filter(({ securityId }) => securityId === id);
    const [position] = mergePositions(own, held.total);
    if (!position) {
      return answer({
        title: `Not held in ${scope.label}`, asOf: held.asOf, facts: [fact('isHeld', 'Held', false)],
        figures: [plainFigure('quantity', 'Quantity', ZERO, 'units', { asOf: held.asOf, method: 'units held on record' })],
      });
    }
    const basis = { asOf: held.asOf, currency: scope.currency, method: method('last close; cost at the rates of purchase, fees included', held.conversion) };
    const why = undefinedBecause('a price or an exchange rate is missing');
    const { quantity, value, cost, gain } = position;
    return answer({
      title: `${position.name} (${position.ticker}) in ${scope.label}`, asOf: held.asOf, caveats: held.caveats.filter((caveat) => caveat.startsWith(`${position.ticker} `)),
      figures: [
        plainFigure('quantity', 'Quantity', quantity, 'units', { asOf: held.asOf, method: 'units held on record, splits applied' }),
        moneyFigure('valueBase', 'Value', value ?? why, basis), moneyFigure('costBase', 'Cost', cost ?? why, basis),
        fractionFigure('weightFraction', 'Weight', position.weightFraction ?? why, { ...basis, method: method(`share of the value of ${scope.label}`, held.conversion) }),
        moneyFigure('unrealisedGainBase', 'Unrealised gain', gain ?? why, basis),
        fractionFigure('unrealisedGainFraction', 'Unrealised gain, fraction of cost', gain && cost?.gt(0) ? gain.div(cost).toNumber() : why, basis),
        plainFigure('price', 'Price', position.price ?? why, 'price', { asOf: position.priceDate ?? held.asOf, currency: position.currency, method: 'last close' }),
        plainFigure('averageCost', 'Cost of one unit', cost && quantity.gt(0) ? cost.div(quantity).toDecimalPlaces(4) : why, 'price', basis),
      ],
      facts: [fact('security', 'Security', position.name, 'name'), fact('ticker', 'Ticker', position.ticker), fact('isHeld', 'Held', true), fact('firstAcquired', 'First acquired', position.firstAcquiredOn ?? null, 'date')],
      tables: [{
        key: 'positions', title: 'By portfolio', total: own.length, method: basis.method,
        columns: [
          column('portfolio', 'Portfolio', 'name', { untrusted: true }), column('quantity', 'Quantity', 'units'), column('value', 'Value', 'money', { currency: scope.currency }),
          column('gain', 'Gain', 'money', { currency: scope.currency }), column('firstAcquired', 'First acquired', 'date'), column('lots', 'Open lots', 'count'),
        ],
        rows: own.map((part) => [part.portfolio.name, decimalCell(part.quantity), moneyCell(part.value, scope.currency), moneyCell(part.gain, scope.currency), part.firstAcquiredOn ?? null, numberCell(part.lots.length)]),
      }],
    });
  },
});
