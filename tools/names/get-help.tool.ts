import { z } from 'zod';
import type { Role } from '../../src/access/principal.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { column } from '../portfolio/figures.ts';

type Line = readonly [topic: string, example: string];

const ABOUT_WEALTH: readonly Line[] = [
  ['Value and holdings', 'What is the portfolio worth, and what is the largest position?'], ['Performance', 'How did it do this year against its benchmark?'],
  ['Risk', 'What are volatility and the worst fall over the last twelve months?'], ['Allocation and drift', 'How far are we from the target weights?'],
  ['Transactions, income and fees', 'Which dividends came in last quarter?'], ['Tax', 'Which losses could be harvested, and would it be a wash sale?'],
  ['Goals and scenarios', 'Is the retirement goal on track? What if markets fell as in 2008?'], ['Prices and exchange rates', 'What is the euro worth in dollars?'],
];

const BY_ROLE: Readonly<Record<'client' | 'advisor' | 'auditor', readonly Line[]>> = {
  client: [...ABOUT_WEALTH, ['Service', 'Who is my advisor? Open a support ticket about my statement.'], ['Advice', 'Propose a rebalance of my portfolio.']],
  advisor: [
    ...ABOUT_WEALTH, ['Your book', 'Which clients are near a goal, unhappy, or not contacted for 90 days?'],
    ['Compliance', 'Does this security suit the client? Which identity checks expire soon?'], ['Work', 'Which tasks are overdue? Log a call with a client.'],
    ['Advice', 'Propose a recommendation, or show those that wait for review.'],
  ],
  auditor: [
    ['Decisions', 'Show the record behind a recommendation: model, inputs, tools, approval.'], ['Evidence', 'Is the audit log intact? Who changed this client?'],
    ['Activity', 'Which tool calls were refused last week? Who signed in or exported data?'], ['Systems', 'Which data loads failed? Which model version answers now?'],
    ...ABOUT_WEALTH.slice(0, 2),
  ],
};

export const getHelp = defineTool({
  name: 'get_help', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'What this assistant can do for the signed-in person, with example questions.',
  input: z.strictObject({}),
  async run(_input, { principal, clock }) {
    const lines = linesFor(principal.role);
    return answer({
      title: 'What I can help with', asOf: clock.today(),
      tables: [{
        key: 'capabilities', title: 'What you can ask', total: lines.length, method: 'fixed list for the role',
        columns: [column('topic', 'Topic', 'text'), column('example', 'For example', 'text')], rows: lines,
      }],
      caveats: ['Nothing is traded or sent without your approval of the exact details.'],
    });
  },
});

function linesFor(role: Role): readonly Line[] {
  return role === 'client' || role === 'advisor' || role === 'auditor' ? BY_ROLE[role] : [];
}
