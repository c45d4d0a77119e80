import { z } from 'zod';
import { loadAccounts } from '../../src/data/portfolios/load-accounts.ts';
import { loadFxInto } from '../../src/data/market/load-fx.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer } from '../../src/shared/answer.ts';
import { decimal, sumDecimals } from '../../src/shared/decimal.ts';
import { isUndefined, undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { client } from '../shared-inputs.ts';
import { column, fractionFigure, method, moneyCell, moneyFigure } from './figures.ts';

export const getAccounts = defineTool({
  name: 'get_accounts', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Accounts and their balances, all cash together (accounts and portfolios) and its share of everything.',
  input: z.strictObject({ client }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input);
    const held = await loadHoldings(db, scope, clock.today());
    const accounts = await loadAccounts(db, scope.clientId ?? '');
    const open = accounts.filter(({ status }) => status !== 'closed');
    const fx = await loadFxInto(db, open.map(({ currency }) => currency), scope.currency, held.asOf);
    const converted = open.map(({ cashBalance, currency }) => fx.convert(decimal(cashBalance), currency, scope.currency, held.asOf));
    const known = converted.flatMap((value) => (isUndefined(value) ? [] : [value]));
    const cash = sumDecimals(known).plus(held.cash);
    const everything = sumDecimals(known).plus(held.total);
    const basis = { asOf: held.asOf, currency: scope.currency, method: method('balances of accounts plus cash in portfolios', held.conversion) };
    return answer({
      title: `Accounts of ${scope.label}`, asOf: held.asOf,
      figures: [
        moneyFigure('cashTotal', 'Cash in all', cash, basis), moneyFigure('accountCash', 'Cash in accounts', sumDecimals(known), basis), moneyFigure('portfolioCash', 'Cash in portfolios', held.cash, basis),
        moneyFigure('totalWealth', 'Accounts and portfolios together', everything, basis),
        fractionFigure('cashFraction', 'Share of cash', everything.gt(0) ? cash.div(everything).toNumber() : undefinedBecause('there is nothing to measure against'), basis),
      ],
      tables: [{
        key: 'accounts', title: 'Accounts', total: accounts.length, method: 'balance in the currency of the account, 0 where a portfolio carries the cash',
        columns: [
          column('name', 'Account', 'name', { untrusted: true }), column('kind', 'Kind', 'text'), column('custodian', 'Kept by', 'name'), column('balance', 'Balance', 'money'), column('currency', 'Currency', 'text'),
          column('portfolio', 'Portfolio', 'name', { untrusted: true }), column('status', 'Status', 'text'), column('balanceAsOf', 'As of', 'date'),
        ],
        rows: accounts.map((row) => [row.name, row.kind, row.custodian, moneyCell(decimal(row.cashBalance), row.currency), row.currency, row.portfolioName, row.status, row.balanceAsOf]),
      }],
      caveats: [...held.caveats, ...(known.length < converted.length ? ['A balance without an exchange rate is not in the totals.'] : [])],
    });
  },
});
