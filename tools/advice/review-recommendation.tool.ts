import { z } from 'zod';
import { actorOf } from '../../src/data/advice/decide-recommendation.ts';
import { previewAct } from '../../src/data/advice/preview-act.ts';
import { reviewRecommendation } from '../../src/data/advice/review-recommendation.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { actCard, number, reason, targetOf, tradesHash, withTradesHash } from './act-inputs.ts';

export const reviewRecommendationTool = defineTool({
  name: 'review_recommendation', effect: 'write', version: 1, roles: ['advisor'],
  purpose: 'An advisor releases a recommendation in review to the client, or rejects it, with a reason that goes on record.',
  input: z.strictObject({ number, decision: z.enum(['release', 'reject']), reason, tradesHash }),
  bind: withTradesHash,
  async preview(asked, context) {
    const preview = await previewAct(context.db, targetOf(asked), { decision: asked.decision === 'reject' ? 'decline' : 'release', actor: actorOf(context), reason: asked.reason }, context);
    return actCard(preview, { title: `Recommendation ${asked.number} to be ${asked.decision === 'release' ? 'accepted and released to the client' : 'rejected'}`, decision: asked.decision, reason: asked.reason }, context);
  },
  async run(asked, context) {
    const reviewed = await reviewRecommendation(context.db, { ...targetOf(asked), decision: asked.decision, reason: asked.reason }, context);
    return answer({
      title: `Recommendation ${asked.number} ${asked.decision === 'release' ? 'accepted and released to the client' : 'rejected'}`, asOf: context.clock.today(),
      facts: [fact('number', 'Number', String(reviewed.number), 'id'), fact('status', 'Status', reviewed.status), fact('text', 'Recommendation', reviewed.summary), quotedFact('reason', 'Reason', asked.reason)],
    });
  },
});
