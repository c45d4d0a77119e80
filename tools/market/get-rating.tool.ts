import { z } from 'zod';
import { loadRatings } from '../../src/data/market/load-ratings.ts';
import { loadSecurity } from '../../src/data/market/load-security.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { answer } from '../../src/shared/answer.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { defineTool } from '../define-tool.ts';
import { column, decimalCell, fact, plainFigure } from '../portfolio/figures.ts';
import { security } from '../shared-inputs.ts';

export const getRating = defineTool({
  name: 'get_rating', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Latest rating of a security, who issued it and when, and its history.',
  input: z.strictObject({ security }),
  async run(input, { db, clock }) {
    const today = clock.today();
    const id = await resolveSecurity(db, input.security);
    const row = await loadSecurity(db, id);
    const ratings = await loadRatings(db, id, today);
    const [latest] = ratings;
    return answer({
      title: `Rating of ${row.name} (${row.ticker})`, asOf: latest?.ratedOn ?? today,
      figures: latest?.score === null || latest === undefined ? [] : [plainFigure('score', 'Rating on a common scale', latest.score, 'score', { asOf: latest.ratedOn, method: '0 to 100, 100 best' })],
      facts: [
        fact('rating', 'Rating', latest?.rating ?? null), fact('agency', 'Agency', latest?.agency ?? null), fact('ratingDate', 'Rated on', latest?.ratedOn ?? null, 'date'), fact('kind', 'Kind', latest?.kind ?? null),
        fact('outlook', 'Outlook', latest?.outlook ?? null), fact('action', 'Last change', latest?.action ?? null), fact('previousRating', 'Rating before', ratings.find(({ kind, agency }, index) => index > 0 && kind === latest?.kind && agency === latest?.agency)?.rating ?? null),
      ],
      tables: [{
        key: 'history', title: 'Ratings', total: ratings.length, method: 'newest first, each on its agency\'s scale',
        columns: [column('date', 'Date', 'date'), column('agency', 'Agency', 'text'), column('kind', 'Kind', 'text'), column('rating', 'Rating', 'text'), column('outlook', 'Outlook', 'text'), column('action', 'Action', 'text'), column('targetPrice', 'Price target', 'price', { currency: row.currency })],
        rows: ratings.slice(0, 30).map((rating) => [rating.ratedOn, rating.agency, rating.kind, rating.rating, rating.outlook, rating.action, rating.targetPrice === null ? null : decimalCell(decimal(rating.targetPrice))]),
      }],
      caveats: latest ? [] : ['There is no rating on record.'],
    });
  },
});
