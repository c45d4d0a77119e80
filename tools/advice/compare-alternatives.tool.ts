import { z } from 'zod';
import { compareAlternatives } from '../../src/data/advice/compare-alternatives.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer } from '../../src/shared/answer.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { recordsTable } from '../service/records-table.ts';
import { portfolio } from '../shared-inputs.ts';
import { adviceInputs, requestOf } from './constraints.ts';

const { objective, ...limits } = adviceInputs;

export const compareAlternativesTool = defineTool({
  name: 'compare_alternatives', effect: 'read', version: 1, roles: ['advisor'],
  purpose: 'Compares what the advice engine would do with a portfolio under several objectives, side by side with doing nothing. Records and trades nothing.',
  input: z.strictObject({ portfolio: portfolio.unwrap(), objectives: z.array(objective.unwrap()).min(1).max(6).optional(), ...limits }),
  async run({ portfolio: reference, objectives, ...asked }, { db, clock }) {
    const scope = await loadScope(db, { portfolio: reference });
    const [target] = scope.portfolios;
    if (!target) throw invalidInput('There is no portfolio to compare for.');
    const { constraints } = await requestOf(db, asked);
    const compared = await compareAlternatives(db, { portfolioId: target.id, objectives: objectives ?? ['auto'], constraints }, clock.today());
    const rows = compared.map(({ objective: wanted, advice }) => ({
      objective: wanted, title: advice.title, trades: advice.trades.length, confidence: advice.confidence, cost: advice.estimatedCostBase, tax: advice.estimatedTaxBase, drift: advice.after.driftFraction, largest: advice.after.largestPositionFraction,
      volatility: advice.after.volatilityFraction, cash: advice.after.cashFraction, goal: advice.after.goalProbability,
    }));
    const money = { currency: target.baseCurrency };
    return answer({
      title: `Alternatives for ${target.name}`, asOf: clock.today(), facts: [quotedFact('portfolio', 'Portfolio', target.name, 'name'), fact('engine', 'Advice engine', compared[0]?.advice.engineVersion ?? null)],
      tables: [recordsTable('alternatives', 'Alternatives', { rows, total: rows.length }, [
        ['objective', 'Objective'], ['title', 'What it says'], ['trades', 'Trades', 'count'], ['confidence', 'Confidence', 'fraction'], ['cost', 'Cost', 'money', money], ['tax', 'Tax', 'money', money], ['drift', 'Largest drift after', 'fraction'],
        ['largest', 'Largest position after', 'fraction'], ['volatility', 'Expected volatility after', 'fraction'], ['cash', 'Cash after', 'fraction'], ['goal', 'Probability of the leading goal after', 'fraction'],
      ], 'by the advice engine on the same inputs; nothing is on record')],
      caveats: ['No rule was asked: that happens when a recommendation is proposed.'],
    });
  },
});
