import { z } from 'zod';
import { findFlag, handleFlag } from '../../src/data/compliance/handle-flag.ts';
import { answer } from '../../src/shared/answer.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

const input = z.strictObject({
  flag: z.string().trim().min(1).max(36).describe('Id, from list_flags'), act: z.enum(['take', 'close']), reason: z.string().trim().min(3).max(500).optional().describe('Needed to close'),
});
type Input = z.output<typeof input>;

export const handleFlagTool = defineTool({
  name: 'handle_flag', effect: 'write', version: 1, roles: ['advisor'],
  purpose: 'Takes a regulatory flag into review in your name, or closes it with a reason.',
  input,
  async preview(asked, context) {
    return shown(asked, context, 'Flag to be changed');
  },
  async run(asked, context) {
    const done = await shown(asked, context, 'Flag changed');
    await handleFlag(context.db, { flagId: asked.flag, act: asked.act, reason: asked.reason }, context.clock);
    return done;
  },
});

async function shown({ flag: flagId, act, reason }: Input, { db, clock }: ToolContext, title: string) {
  if (act === 'close' && reason === undefined) throw invalidInput('A flag is closed with a reason.', { hint: 'Say why.' });
  const flag = await findFlag(db, { flagId, act });
  return answer({
    title, asOf: clock.today(),
    facts: [
      quotedFact('flag', 'Flag', flag.title), quotedFact('client', 'Client', flag.client.fullName, 'name'), quotedFact('portfolio', 'Portfolio', flag.portfolio?.name ?? null, 'name'), fact('severity', 'Severity', flag.severity),
      fact('before', 'Before', flag.status.replaceAll('_', ' ')), fact('after', 'After', act === 'take' ? 'in review, assigned to you' : 'closed by you'), quotedFact('reason', 'Reason', reason ?? null), fact('id', 'Id', flag.id, 'id'),
    ],
  });
}
