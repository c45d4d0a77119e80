import { z } from 'zod';
import { loadOverridable, overrideCheck } from '../../src/data/compliance/override-check.ts';
import { answer } from '../../src/shared/answer.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';

const input = z.strictObject({
  check: z.string().trim().min(1).max(36).describe('Id, from list_compliance_checks or list_pending_consents'), act: z.enum(['override', 'consent']).describe('consent = second person'),
  reason: z.string().trim().min(3).max(500).optional().describe('Needed to override'),
});
type Input = z.output<typeof input>;

export const overrideCheckTool = defineTool({
  name: 'override_check', effect: 'write', version: 2, roles: ['advisor', 'admin'],
  purpose: 'Overrides the result of a compliance rule in your name with a reason, or consents as the second person where the rule asks for two.',
  input,
  async preview(asked, context) {
    return (await prepare(asked, context)).shown('Override to be recorded');
  },
  async run(asked, context) {
    const { shown } = await prepare(asked, context);
    await overrideCheck(context.db, { checkId: asked.check, act: asked.act, reason: asked.reason }, context);
    return shown('Override recorded');
  },
});

async function prepare({ check: checkId, act, reason }: Input, { db, clock }: ToolContext) {
  if (act === 'override' && reason === undefined) throw invalidInput('A result is overridden with a reason.', { hint: 'Say why.' });
  const check = await loadOverridable(db, { checkId, act });
  const counts = check.needs === 'release' || act === 'consent';
  return {
    shown: (title: string) => answer({
      title, asOf: clock.today(),
      facts: [
        fact('rule', 'Rule', check.ruleId.replaceAll('_', ' ')), fact('result', 'Result', check.result.replaceAll('_', ' ')), quotedFact('message', 'What was found', check.message ?? null), quotedFact('client', 'Client', check.clientName, 'name'),
        quotedFact('portfolio', 'Portfolio', check.portfolioName, 'name'), fact('before', 'Before', act === 'override' ? 'not overridden' : 'overridden by one person'),
        ...(act === 'consent' ? [quotedFact('overriddenBy', 'Overridden by', check.overriddenByName, 'name')] : []),
        fact('after', 'After', counts ? 'overridden, and it counts' : 'overridden by you; it counts once a second person consents'), quotedFact('reason', 'Reason', act === 'override' ? reason ?? null : check.overrideReason ?? null), fact('id', 'Id', check.id, 'id'),
      ],
    }),
  };
}
