import { z } from 'zod';
import { actorOf, decideRecommendation, type AdviceDecision } from '../../src/data/advice/decide-recommendation.ts';
import { previewAct } from '../../src/data/advice/preview-act.ts';
import { reviewRecommendation } from '../../src/data/advice/review-recommendation.ts';
import { answer } from '../../src/shared/answer.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { actCard, number, reason, targetOf, tradesHash, withTradesHash } from './act-inputs.ts';

const input = z.strictObject({ number, decision: z.enum(['accept', 'decline', 'defer', 'release', 'reject']).describe('release, reject: an advisor in review'), reason: reason.optional().describe('Needed from an advisor'), tradesHash });
type Input = z.output<typeof input>;

const DONE: Readonly<Record<Input['decision'], string>> = { accept: 'accepted', decline: 'declined', defer: 'deferred', release: 'released', reject: 'rejected' };

export const decideRecommendationTool = defineTool({
  name: 'decide_recommendation', effect: 'write', version: 1, roles: ['client', 'advisor'],
  purpose: 'Accepts, declines or defers a recommendation; an advisor also releases or rejects one in review, or decides in the client\'s place with a reason. Places no trade.',
  input,
  bind: withTradesHash,
  async preview(asked, context) {
    const preview = await previewAct(context.db, targetOf(asked), { decision: decisionOf(asked, context), actor: actorOf(context), reason: asked.reason }, context);
    return actCard(preview, { title: `Recommendation ${asked.number} to be ${DONE[asked.decision]}`, decision: asked.decision, reason: asked.reason }, context);
  },
  async run(asked, context) {
    const decision = decisionOf(asked, context);
    const target = targetOf(asked);
    const decided = decision === 'release'
      ? await reviewRecommendation(context.db, { ...target, decision, reason: asked.reason ?? '' }, context)
      : await decideRecommendation(context.db, { ...target, decision, reason: asked.reason }, context);
    return answer({
      title: `Recommendation ${asked.number} ${DONE[asked.decision]}`, asOf: context.clock.today(),
      facts: [
        fact('number', 'Number', String(decided.number), 'id'), fact('decision', 'Decision', asked.decision), fact('text', 'Recommendation', decided.summary), fact('status', 'Status', decided.status), quotedFact('reason', 'Reason', asked.reason ?? null),
        fact('tradesHash', 'Hash of the trades', decided.tradesHash, 'id'),
      ],
      caveats: asked.decision === 'accept' ? ['No trade is placed by this: an advisor carries it out.'] : [],
    });
  },
});

/** A rejection is an advisor's way to decline. @throws AppError invalid-input for what a client may not say. */
function decisionOf({ decision }: Input, { principal }: ToolContext): AdviceDecision['decision'] | 'release' {
  if (principal.role === 'client' && (decision === 'release' || decision === 'reject')) throw invalidInput('A client accepts, declines or defers.', { hint: 'Use decline instead of reject.' });
  return decision === 'reject' ? 'decline' : decision;
}
