import { z } from 'zod';
import { loadHoldings, mergePositions, type HoldingsOfScope } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope, type PortfolioScope } from '../../src/data/portfolios/load-scope.ts';
import { keepTagged } from '../../src/data/portfolios/load-tags.ts';
import { answer, type AnswerTable } from '../../src/shared/answer.ts';
import { sumDecimals } from '../../src/shared/decimal.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { currencyCode, whose } from '../shared-inputs.ts';
import { column, fact, fractionFigure, method, moneyCell, moneyFigure, plainFigure } from './figures.ts';

export const getPortfolioSummary = defineTool({
  name: 'get_portfolio_summary', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Value, cash, number of holdings and largest holding now, in total and by portfolio.',
  input: z.strictObject({ ...whose, currency: currencyCode.optional(), tag: z.string().trim().min(1).max(60).optional() }),
  async run({ tag, ...input }, { db, clock }) {
    const whole = await loadScope(db, input, { wholeBook: true });
    const scope = tag === undefined ? whole : await keepTagged(db, whole, tag);
    const held = await loadHoldings(db, scope, clock.today());
    const basis = { asOf: held.asOf, currency: scope.currency, method: method('market value at last closes, cash included', held.conversion) };
    const merged = mergePositions(held.positions, held.total);
    const largest = merged.filter(({ isCash, value }) => !isCash && value).toSorted((left, right) => right.value!.comparedTo(left.value!))[0];
    const isEmpty = held.positions.length === 0;
    const value = isEmpty ? undefinedBecause('nothing is held') : held.total;
    return answer({
      title: `Summary of ${scope.label}`, asOf: held.asOf, caveats: held.caveats,
      figures: [
        moneyFigure('valueBase', 'Value', value, basis), moneyFigure('cashBase', 'Cash', isEmpty ? undefinedBecause('nothing is held') : held.cash, basis),
        fractionFigure('cashFraction', 'Share of cash', held.total.gt(0) ? held.cash.div(held.total).toNumber() : undefinedBecause('there is no value to measure against'), basis),
        plainFigure('holdingCount', 'Holdings', merged.filter(({ isCash }) => !isCash).length, 'count', { asOf: held.asOf, method: 'different securities held, cash not counted' }),
        ...(largest?.weightFraction === undefined ? [] : [
          fractionFigure('largestHoldingWeight', `Weight of ${largest.name}`, largest.weightFraction, basis), moneyFigure('largestHoldingValue', `Value of ${largest.name}`, largest.value!, basis),
        ]),
      ],
      facts: [fact('largestHolding', 'Largest holding', largest ? `${largest.name} (${largest.ticker})` : null, 'name')],
      tables: [portfoliosTable(scope, held)],
    });
  },
});

function portfoliosTable(scope: PortfolioScope, held: HoldingsOfScope): AnswerTable {
  const rows = scope.portfolios.map((portfolio) => {
    const own = held.positions.filter((position) => position.portfolio.id === portfolio.id);
    const value = sumDecimals(own.flatMap((position) => position.value ?? []));
    const cash = sumDecimals(own.flatMap((position) => (position.isCash && position.value ? [position.value] : [])));
    const weight = held.total.gt(0) ? value.div(held.total).toNumber() : null;
    return [portfolio.id, portfolio.name, portfolio.clientName, portfolio.kind.replaceAll('_', ' '), moneyCell(value, scope.currency), moneyCell(cash, scope.currency), weight, own.filter(({ isCash }) => !isCash).length, portfolio.baseCurrency];
  });
  return {
    key: 'portfolios', title: 'By portfolio', total: rows.length, method: method(`values in ${scope.currency}`, held.conversion), rows,
    columns: [
      column('id', 'Id', 'id'), column('name', 'Portfolio', 'name', { untrusted: true }), column('client', 'Client', 'name', { untrusted: true }), column('kind', 'Kind', 'text'),
      column('value', 'Value', 'money', { currency: scope.currency }), column('cash', 'Cash', 'money', { currency: scope.currency }), column('weight', 'Weight', 'fraction'),
      column('holdings', 'Holdings', 'count'), column('currency', 'Base currency', 'text'),
    ],
  };
}
