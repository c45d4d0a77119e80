import { z } from 'zod';
import { loadBookClients, loadBookOf } from '../../src/data/clients/load-book.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer } from '../../src/shared/answer.ts';
import { sumDecimals, ZERO } from '../../src/shared/decimal.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { fractionFigure, method, moneyCell, moneyFigure } from '../portfolio/figures.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';

export const getBookSummary = defineTool({
  name: 'get_book_summary', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'Assets under management, number of clients and portfolios, and every client with value (the advisor\u2019s book; the firm for auditors).',
  input: z.strictObject({ advisor: z.string().trim().min(1).max(120).optional().describe('Auditors: one advisor\u2019s book') }),
  async run(input, { db, clock }) {
    const today = clock.today();
    const book = input.advisor === undefined ? undefined : await loadBookOf(db, input.advisor, today);
    const all = await loadScope(db, {}, { wholeBook: true });
    const scope = book ? { ...all, label: `the book of ${book.advisor}`, portfolios: all.portfolios.filter(({ clientId }) => book.clientIds.has(clientId)) } : all;
    const held = await loadHoldings(db, scope, today);
    const clients = (await loadBookClients(db)).filter(({ id }) => !book || book.clientIds.has(id));
    const basis = { asOf: held.asOf, currency: scope.currency, method: method('market value of open portfolios at last closes, cash included', held.conversion) };
    const rows = clients.map((client) => {
      const own = held.positions.filter(({ portfolio }) => portfolio.clientId === client.id);
      const value = sumDecimals(own.flatMap((position) => position.value ?? []));
      return { id: client.id, client: client.name, value, portfolios: scope.portfolios.filter(({ clientId }) => clientId === client.id).length, riskProfile: client.riskProfile, status: client.status };
    }).toSorted((left, right) => right.value.comparedTo(left.value));
    const isEmpty = scope.portfolios.length === 0;
    return answer({
      title: `Summary of ${scope.label}`, asOf: held.asOf, caveats: held.caveats,
      figures: [
        moneyFigure('aum', 'Assets under management', isEmpty ? undefinedBecause('there is no portfolio') : held.total, basis), countFigure('clientCount', 'Clients', clients.length, today, 'clients not closed'),
        countFigure('portfolioCount', 'Portfolios', scope.portfolios.length, today, 'portfolios not closed'), moneyFigure('cash', 'Cash', isEmpty ? undefinedBecause('there is no portfolio') : held.cash, basis),
        fractionFigure('cashFraction', 'Share of cash', held.total.gt(ZERO) ? held.cash.div(held.total).toNumber() : undefinedBecause('there is no value to measure against'), basis),
      ],
      tables: [recordsTable('clients', 'Clients', { total: rows.length, rows: rows.map((row) => ({ ...row, value: String(moneyCell(row.value, scope.currency)) })) }, [
        ['client', 'Client', 'name', quoted], ['value', 'Value', 'money', { currency: scope.currency }], ['portfolios', 'Portfolios', 'count'], ['riskProfile', 'Risk profile'], ['status', 'Status'], ['id', 'Id', 'id'],
      ], basis.method)],
    });
  },
});
