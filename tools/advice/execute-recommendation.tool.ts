import { z } from 'zod';
import { executeRecommendation } from '../../src/data/advice/execute-recommendation.ts';
import { previewExecution } from '../../src/data/advice/preview-act.ts';
import type { ExecutionPlan } from '../../src/domain/advice-life/plan-execution.ts';
import { answer, type AnswerTable } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, moneyFigure, quotedFact } from '../portfolio/figures.ts';
import { recordsTable } from '../service/records-table.ts';
import { number, targetOf, tradesHash, withTradesHash } from './act-inputs.ts';

const SIMULATED = 'A simulated execution at the prices that the recommendation states: no order goes to any market.';

export const executeRecommendationTool = defineTool({
  name: 'execute_recommendation', effect: 'write', version: 1, roles: ['advisor'],
  purpose: 'Carries out an accepted recommendation: books its trades by a simulated execution at the stated prices, after asking the rules again.',
  input: z.strictObject({ number, tradesHash }),
  bind: withTradesHash,
  async preview(asked, context) {
    const { row, plan } = await previewExecution(context.db, targetOf(asked), context);
    const asOf = context.clock.today();
    return answer({
      title: `Recommendation ${row.number} to be carried out`, asOf,
      facts: [
        fact('number', 'Number', String(row.number), 'id'), fact('text', 'Recommendation', row.summary), fact('before', 'Before', row.status), fact('after', 'After', 'executed'), quotedFact('client', 'Client', row.client.fullName, 'name'),
        quotedFact('portfolio', 'Portfolio', row.portfolio.name, 'name'), fact('tradesHash', 'Hash of the trades', row.tradesHash, 'id'),
      ],
      figures: [moneyFigure('fees', 'Cost of trading', plan.feesBase, { asOf, currency: row.portfolio.baseCurrency, method: 'by the house schedule' })],
      tables: [bookingsTable(plan)], caveats: [SIMULATED],
    });
  },
  async run(asked, context) {
    const { plan, transactionIds, number: recommendation } = await executeRecommendation(context.db, targetOf(asked), context);
    return answer({
      title: `Recommendation ${recommendation} carried out`, asOf: context.clock.today(),
      facts: [fact('number', 'Number', String(recommendation), 'id'), fact('status', 'Status', 'executed'), fact('bookings', 'Transactions booked', String(transactionIds.length))],
      tables: [bookingsTable(plan)], caveats: [SIMULATED],
    });
  },
});

function bookingsTable({ trades, exchanges }: ExecutionPlan): AnswerTable {
  const rows = [
    ...trades.map(({ side, ticker, quantity, price, currency, gross, fees }) => ({ what: side, security: ticker, quantity, price, currency, amount: gross.toFixed(), fees: fees.toFixed() })),
    ...exchanges.map(({ from, fromAmount, to, toAmount }) => ({ what: `exchange into ${to}`, security: null, quantity: toAmount.toFixed(), price: null, currency: from, amount: fromAmount.toFixed(), fees: '0' })),
  ];
  return recordsTable('bookings', 'Bookings', { rows, total: rows.length }, [
    ['what', 'What'], ['security', 'Security'], ['quantity', 'Quantity', 'units'], ['price', 'Price', 'price'], ['currency', 'Currency'], ['amount', 'Amount', 'number'], ['fees', 'Cost', 'number'],
  ], 'at the stated prices and rates, in the currency of each row');
}
