import { z } from 'zod';
import { loadEsgScores, type EsgScore } from '../../src/data/market/load-ratings.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadHoldings, mergePositions, type MergedPosition } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { loadSecurityLabels } from '../../src/data/portfolios/load-security-labels.ts';
import { answer, type Answer } from '../../src/shared/answer.ts';
import { sumDecimals } from '../../src/shared/decimal.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { limit, security, whose } from '../shared-inputs.ts';
import { column, fact, fractionFigure, method, numberCell, plainFigure } from './figures.ts';

export const getEsg = defineTool({
  name: 'get_esg', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'ESG score of the holdings, weakest ones first, or of one security.',
  input: z.strictObject({ ...whose, security: security.optional(), limit }),
  async run(input, context) {
    if (input.security) return ofSecurity(await resolveSecurity(context.db, input.security), context);
    const { db, clock } = context;
    const scope = await loadScope(db, input, { wholeBook: true });
    const today = clock.today();
    const held = await loadHoldings(db, scope, today);
    const invested = mergePositions(held.positions, held.total).filter(({ isCash, value }) => !isCash && value?.gt(0));
    const scores = await loadEsgScores(db, invested.map(({ securityId }) => securityId), today);
    const rated = invested.filter(({ securityId }) => scores.has(securityId));
    const total = sumDecimals(invested.map(({ value }) => value!));
    const covered = sumDecimals(rated.map(({ value }) => value!));
    const score = covered.gt(0) ? rated.reduce((sum, { securityId, value }) => sum + scores.get(securityId)!.score * value!.div(covered).toNumber(), 0) : undefinedBecause('no holding has a score');
    const laggards = rated.toSorted((left, right) => scores.get(left.securityId)!.score - scores.get(right.securityId)!.score);
    return answer({
      title: `ESG profile of ${scope.label}`, asOf: held.asOf, caveats: held.caveats,
      figures: [
        plainFigure('esgScore', 'ESG score', score, 'score', { asOf: held.asOf, method: method('newest scores, 0 to 100, 100 best, weighted by value over what is rated', held.conversion) }),
        fractionFigure('coverageFraction', 'Share that is rated', total.gt(0) ? covered.div(total).toNumber() : undefinedBecause('nothing is invested'), { asOf: held.asOf, method: 'rated over invested value, cash left out' }),
      ],
      facts: [fact('lowest', 'Lowest score', laggards[0] ? `${laggards[0].name} (${laggards[0].ticker})` : null, 'name')],
      tables: [{
        key: 'laggards', title: 'Weakest first', total: laggards.length, method: 'newest score of each, 0 to 100, 100 best',
        columns: [column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), column('score', 'Score', 'score'), column('grade', 'Grade', 'text'), column('weight', 'Weight', 'fraction'), column('controversy', 'Controversy', 'count'), column('ratedOn', 'Rated', 'date')],
        rows: laggards.slice(0, input.limit ?? 15).map((position) => rowOf(position, scores.get(position.securityId)!)),
      }],
    });
  },
});

function rowOf(position: MergedPosition, score: EsgScore) {
  return [position.ticker, position.name, score.score, score.grade, numberCell(position.weightFraction), score.controversy, score.ratedOn];
}

async function ofSecurity(id: string, { db, clock }: ToolContext): Promise<Answer> {
  const today = clock.today();
  const label = (await loadSecurityLabels(db, [id])).get(id);
  const score = (await loadEsgScores(db, [id], today)).get(id);
  const name = label?.name ?? 'the security';
  if (!score) return answer({ title: `ESG score of ${name}`, asOf: today, figures: [plainFigure('esgScore', 'ESG score', undefinedBecause('it has no score on record'), 'score', { asOf: today, method: 'newest score' })] });
  const basis = { asOf: score.ratedOn, method: `${score.agency}, 0 to 100, 100 best` };
  const part = (key: string, text: string, value: number | null) => (value === null ? [] : [plainFigure(key, text, value, 'score', basis)]);
  return answer({
    title: `ESG score of ${name}`, asOf: score.ratedOn,
    figures: [plainFigure('esgScore', 'ESG score', score.score, 'score', basis), ...part('environmentScore', 'Environment', score.environment), ...part('socialScore', 'Social', score.social), ...part('governanceScore', 'Governance', score.governance), ...part('controversy', 'Controversy, 0 none to 5 severe', score.controversy)],
    facts: [fact('grade', 'Grade', score.grade), fact('agency', 'Agency', score.agency), fact('ratedOn', 'Rated on', score.ratedOn, 'date')],
  });
}
