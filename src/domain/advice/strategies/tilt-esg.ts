import { decimal } from '../../../shared/decimal.ts';
import { weightOf, type Asset } from '../advice-book.ts';
import { buyWishes, choices, maySell, sellAll, valueOfSellable } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { adviceFigure, listed, percent } from '../words.ts';

/** A purchase must score this much better than what it replaces. */
const LEAST_STEP = 5;
/** Without a score that the client wants, at most this share of the portfolio is exchanged. */
const MOST_EXCHANGED = 0.1;

/** Exchanges holdings below the ESG score that the client wants (or, asked for without one, the lowest ones) for better ones of the same class. */
export const tiltEsg: Strategy = (book, before) => {
  const wanted = book.rules.minEsgScore;
  if (wanted === undefined && book.request.objective !== 'tilt_esg') return declined('the client has named no ESG score');
  const figures = [
    adviceFigure('esgScore', 'ESG score', before.esgScore, 'score', 'newest scores by weight of what has one', { reason: 'too little of the portfolio has a score' }),
    adviceFigure('esgWanted', 'Score wanted', wanted, 'score', 'preference of the client', { reason: 'the client has named none' }),
  ];
  const scored = book.held.filter((asset) => asset.security.esgScore !== null && maySell(book, asset)).toSorted((a, b) => a.security.esgScore! - b.security.esgScore!);
  const low = wanted === undefined ? lowest(scored, book.totalBase.times(MOST_EXCHANGED)) : scored.filter(({ security }) => security.esgScore! < wanted);
  const pairs = low.flatMap((asset) => {
    const better = (other: Asset): boolean => other.security.exposureClass === asset.security.exposureClass && (other.security.esgScore ?? -1) >= asset.security.esgScore! + LEAST_STEP && !low.includes(other);
    return choices(book, better).length > 0 ? [{ asset, buys: buyWishes(book, better, valueOfSellable(asset)) }] : [];
  });
  if (pairs.length === 0) return declined(low.length === 0 ? 'no holding is below the score wanted' : `nothing of the same class scores ${LEAST_STEP} points better and may be bought`, figures);
  const names = listed(pairs.map(({ asset }) => asset.security.ticker));
  const share = pairs.reduce((sum, { asset }) => sum + weightOf(book, asset.valueBase), 0);
  return [{
    kind: 'proposal', wishes: [...pairs.map(({ asset }) => sellAll(asset)), ...pairs.flatMap(({ buys }) => buys)], signal: signalOf(share, 0.05),
    title: `Exchange ${names} for higher ESG scores`,
    lead: wanted === undefined ? `${names} score lowest: they are exchanged for better ones of the same class.` : `${names} ${pairs.length === 1 ? 'scores' : 'score'} below the ${wanted} that the client wants: exchanged for better ones of the same class.`,
    reasons: [{
      text: pairs.map(({ asset: { security } }) => `${security.ticker} scores ${security.esgScore!.toFixed(1)}`).join('; ') + `; together ${percent(share)} of the portfolio.`,
      figures: [...figures, ...pairs.map(({ asset: { security } }) => adviceFigure(`esgScore.${security.ticker}`, `ESG score of ${security.ticker}`, security.esgScore!, 'score', 'newest score on record'))],
    }],
    check: (from, to) => (from.esgScore === undefined || to.esgScore === undefined || to.esgScore > from.esgScore ? undefined : 'the trades that may be placed would not raise the score'),
  }];
};

function lowest(scored: readonly Asset[], most: ReturnType<typeof decimal>): Asset[] {
  const out: Asset[] = [];
  let sum = decimal(0);
  for (const asset of scored) {
    sum = sum.plus(asset.valueBase);
    if (sum.gt(most) && out.length > 0) break;
    out.push(asset);
    if (sum.gt(most)) break;
  }
  return out;
}
