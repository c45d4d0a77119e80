import { z } from 'zod';
import { loadHoldings, mergePositions, type MergedPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer } from '../../src/shared/answer.ts';
import { sumDecimals, type Decimal } from '../../src/shared/decimal.ts';
import { defineTool } from '../define-tool.ts';
import { currencyCode, direction, fraction, limit, whose } from '../shared-inputs.ts';
import { column, decimalCell, method, moneyCell, moneyFigure, numberCell, plainFigure } from './figures.ts';
import { isOfClass, isSameLabel } from './labels.ts';

const input = z.strictObject({
  ...whose, sector: z.string().max(60).optional(), assetClass: z.string().max(40).optional(), currency: currencyCode.optional().describe('Only holdings priced in it'),
  filter: z.enum(['at_loss', 'at_gain']).optional(), minWeightFraction: fraction.optional(), orderBy: z.enum(['value', 'weight', 'gain', 'name']).optional(), direction, limit,
});
type Input = z.output<typeof input>;

export const listHoldings = defineTool({
  name: 'list_holdings', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Positions with quantity, price, value, weight, cost and gain; filter by sector, asset class, currency, loss or gain, weight; sort and limit.',
  input,
  async run(asked, { db, clock }) {
    const scope = await loadScope(db, { client: asked.client, portfolio: asked.portfolio }, { wholeBook: true });
    const held = await loadHoldings(db, scope, clock.today());
    const rows = mergePositions(held.positions, held.total).filter((position) => isWanted(position, asked)).toSorted(ordering(asked));
    const shown = rows.slice(0, asked.limit ?? 50);
    const values = rows.flatMap(({ value }) => value ?? []);
    const basis = { asOf: held.asOf, currency: scope.currency, method: method('sum of the holdings that match, last closes', held.conversion) };
    return answer({
      title: `Holdings of ${scope.label}`, asOf: held.asOf, caveats: held.caveats,
      figures: [plainFigure('holdingCount', 'Holdings', rows.length, 'count', { asOf: held.asOf, method: 'lines that match, cash included' }), moneyFigure('totalValue', 'Value of these holdings', sumDecimals(values), basis)],
      tables: [{
        key: 'holdings', title: 'Holdings', total: rows.length, columns: columnsIn(scope.currency),
        method: method(`values, cost and gain in ${scope.currency}; weight of the whole value; cost at the rates of purchase, fees included`, held.conversion),
        rows: shown.map((position) => [
          position.ticker, position.name, decimalCell(position.quantity), decimalCell(position.price), moneyCell(position.value, scope.currency), numberCell(position.weightFraction),
          moneyCell(position.cost, scope.currency), moneyCell(position.gain, scope.currency), gainFraction(position), position.currency,
        ]),
      }],
    });
  },
});

function columnsIn(currency: string) {
  return [
    column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), column('quantity', 'Quantity', 'units'), column('price', 'Price', 'price'),
    column('value', 'Value', 'money', { currency }), column('weight', 'Weight', 'fraction'), column('cost', 'Cost', 'money', { currency }),
    column('gain', 'Gain', 'money', { currency }), column('gainFraction', 'Gain, fraction of cost', 'fraction'), column('currency', 'Price currency', 'text'),
  ];
}

function isWanted(position: MergedPosition, asked: Input): boolean {
  if (asked.sector && !isSameLabel(position.sector, asked.sector)) return false;
  if (asked.assetClass && !isOfClass(position, asked.assetClass)) return false;
  if (asked.currency && position.currency !== asked.currency) return false;
  if (asked.filter === 'at_loss' && !position.gain?.lt(0)) return false;
  if (asked.filter === 'at_gain' && !position.gain?.gt(0)) return false;
  return asked.minWeightFraction === undefined || (position.weightFraction ?? 0) >= asked.minWeightFraction;
}

function ordering({ orderBy = 'value', direction: way }: Input): (left: MergedPosition, right: MergedPosition) => number {
  const sign = (way ?? (orderBy === 'name' ? 'asc' : 'desc')) === 'asc' ? 1 : -1;
  if (orderBy === 'name') return (left, right) => sign * left.name.localeCompare(right.name, 'en');
  const key = (position: MergedPosition): Decimal | undefined => (orderBy === 'gain' ? position.gain : position.value);
  return (left, right) => {
    const [a, b] = [key(left), key(right)];
    // Lines without a value stand last whichever way the list runs.
    if (!a || !b) return a ? -1 : b ? 1 : 0;
    return sign * a.comparedTo(b);
  };
}

function gainFraction({ gain, cost, isCash }: MergedPosition): number | null {
  return gain && cost && !isCash && cost.gt(0) ? gain.div(cost).toNumber() : null;
}
