import { z } from 'zod';
import { handleInsight, INSIGHT_ACTS, loadInsight, whyNotHandled } from '../../src/data/advice/insights/handle-insight.ts';
import { answer } from '../../src/shared/answer.ts';
import { AppError } from '../../src/shared/errors.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

const input = z.strictObject({ insightId: z.uuid(), act: z.enum(INSIGHT_ACTS).describe('share = the client sees it from then on'), reason: z.string().trim().min(1).max(400).optional(), version: z.int().min(1).optional().describe('Set by the server') });
type Input = z.output<typeof input>;

/** What the client or the record will say afterwards, by act. */
const AFTER: Readonly<Record<Input['act'], string>> = { share: 'the client sees it', unshare: 'staff only', acknowledge: 'acknowledged', dismiss: 'dismissed' };

export const handleInsightTool = defineTool({
  name: 'handle_insight', effect: 'write', version: 1, roles: ['advisor'],
  purpose: 'Shares one alert with its client (or takes it back), acknowledges it or dismisses it.',
  input,
  // A nightly run may give the alert other words: what is shared is what the card shows.
  async bind(asked, { db }) {
    return { ...asked, version: (await loadInsight(db, asked.insightId)).version };
  },
  async preview(asked, context) {
    return shown(asked, context, 'Alert to be handled');
  },
  async run(asked, context) {
    const before = await shown(asked, context, 'Alert handled');
    await handleInsight(context.db, { id: asked.insightId, act: asked.act, reason: asked.reason, expectedVersion: asked.version }, context);
    return before;
  },
});

async function shown({ insightId, act, reason }: Input, { db, clock }: ToolContext, title: string) {
  const row = await loadInsight(db, insightId);
  const whyNot = whyNotHandled(row, act);
  if (whyNot !== undefined) throw new AppError('conflict', whyNot);
  return answer({
    title, asOf: clock.today(),
    facts: [
      quotedFact('insight', 'Alert', row.title), quotedFact('detail', 'Detail', row.detail), quotedFact('client', 'Client', row.client.fullName, 'name'), fact('before', 'Before', `${row.status}, ${row.sharedAt ? 'the client sees it' : 'staff only'}`), fact('after', 'After', AFTER[act]),
      ...(reason === undefined ? [] : [quotedFact('reason', 'Reason', reason)]),
    ],
  });
}
