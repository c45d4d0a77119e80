import { addDays } from '../../shared/calendar.ts';
import { EsgRating } from '../../entities/trading/esg-rating.entity.ts';
import { SecurityRating } from '../../entities/trading/security-rating.entity.ts';
import type { Listing } from '../catalogue/listing.ts';
import type { DemoContext } from '../context.ts';
import type { SeededRandom } from '../random.ts';
import { LISTINGS, type Market } from './market.ts';

const CREDIT_AGENCY = 'Northgate Credit Ratings';
const FUND_AGENCY = 'Fundlight';
const BROKERS = ['Harrow Research', 'Bluepeak Equity Research', 'Castellan Securities'] as const;
const ANALYST_SCORES = { Sell: 10, Underperform: 30, Hold: 50, Buy: 80, 'Strong Buy': 95 } as const;
const CREDIT_SCALE = [['AAA', 98], ['AA+', 94], ['AA', 91], ['AA-', 88], ['A+', 84], ['A', 80], ['A-', 76], ['BBB+', 70], ['BBB', 65], ['BBB-', 60], ['BB+', 52]] as const;
const GOVERNMENT_CREDIT: Readonly<Record<string, number>> = { UST31: 1, UST36: 1, UKT33: 2, BUND34: 0, OAT32: 3, EIDG35: 0, JGB36: 4, CAN32: 1 };
const ESG_AGENCY = 'Verdant ESG';
/** Known bad marks, so that a portfolio's laggards are no chance. */
const ESG_SCORES: Readonly<Record<string, number>> = { PTRX: 21, CRUD: 14, VOLT: 33, TRNQ: 27, BORL: 30, FJRD: 35, SUSX: 84, KLVW: 86 };

/** Credit, analyst and fund ratings with their history, and ESG scores, each with a round of last year before this year's. */
export function addRatings(context: DemoContext, market: Market, securities: ReadonlyMap<string, string>): void {
  for (const listing of LISTINGS) {
    const id = securities.get(listing.ticker);
    if (!id || listing.isIndex || listing.assetClass === 'crypto') continue;
    const random = context.random(`ratings ${listing.ticker}`);
    if (listing.assetClass === 'bond') addCredit(context, listing, id, random);
    else if (listing.assetClass === 'fund' || listing.assetClass === 'etf') addStars(context, id, random);
    else if (listing.assetClass !== 'commodity') addAnalysts(context, market, listing, id, random);
    addEsg(context, listing, id, random);
  }
}

function addCredit({ writer, newId, today }: DemoContext, listing: Listing, security: string, random: SeededRandom): void {
  const level = GOVERNMENT_CREDIT[listing.ticker] ?? random.integer(5, 9);
  const [rating, score] = CREDIT_SCALE[level] ?? CREDIT_SCALE[0];
  const ratedOn = addDays(today, -random.integer(40, 300));
  const [earlier, earlierScore] = CREDIT_SCALE[Math.max(0, level - 1)] ?? CREDIT_SCALE[0];
  const common = { security, agency: CREDIT_AGENCY, kind: 'credit' as const, targetPrice: null };
  writer.add(SecurityRating, { id: newId(), ...common, rating: earlier, score: earlierScore, outlook: 'negative', action: 'new', ratedOn: addDays(ratedOn, -420) });
  writer.add(SecurityRating, { id: newId(), ...common, rating, score, outlook: 'stable', action: level > 0 ? 'downgrade' : 'affirm', ratedOn });
}

function addStars({ writer, newId, today }: DemoContext, security: string, random: SeededRandom): void {
  const stars = random.integer(2, 5);
  writer.add(SecurityRating, {
    id: newId(), security, agency: FUND_AGENCY, kind: 'fund', rating: `${stars} stars`, score: stars * 20, outlook: null, action: 'affirm', targetPrice: null, ratedOn: addDays(today, -random.integer(10, 90)),
  });
}

function addAnalysts({ writer, newId, today }: DemoContext, market: Market, listing: Listing, security: string, random: SeededRandom): void {
  const path = market.path(listing.ticker);
  const close = path.closes[path.closes.length - 1] ?? listing.price;
  const kinds = Object.keys(ANALYST_SCORES) as (keyof typeof ANALYST_SCORES)[]; // the keys of the literal above
  for (const [index, agency] of BROKERS.entries()) {
    if (index > 0 && random.chance(0.35)) continue;
    const before = random.integer(1, 4);
    const now = Math.min(4, Math.max(0, before + random.integer(-1, 1)));
    const earlier = kinds[before]!;
    const rating = kinds[now]!;
    const ratedOn = addDays(today, -(3 + index * 17 + random.integer(0, 14)));
    const target = (factor: number) => (close * factor).toFixed(path.decimals);
    const common = { security, agency, kind: 'analyst' as const };
    writer.add(SecurityRating, { id: newId(), ...common, rating: earlier, score: ANALYST_SCORES[earlier], outlook: null, action: 'new', targetPrice: target(0.98), ratedOn: addDays(ratedOn, -190) });
    writer.add(SecurityRating, {
      id: newId(), ...common, rating, score: ANALYST_SCORES[rating], outlook: now >= 3 ? 'positive' : now <= 1 ? 'negative' : 'stable',
      action: now > before ? 'upgrade' : now < before ? 'downgrade' : 'affirm', targetPrice: target(0.86 + now * 0.09), ratedOn,
    });
  }
}

function addEsg({ writer, today }: DemoContext, listing: Listing, security: string, random: SeededRandom): void {
  if (listing.assetClass === 'commodity' && !ESG_SCORES[listing.ticker]) return; // metal has no governance
  const level = ESG_SCORES[listing.ticker] ?? random.integer(38, 82);
  for (const [yearsBack, shift] of [[1, random.integer(-5, 3)], [0, 0]] as const) {
    const score = Math.max(5, Math.min(97, level + shift));
    writer.add(EsgRating, {
      security, agency: ESG_AGENCY, ratedOn: addDays(today, -(60 + 365 * yearsBack)), score,
      environmentScore: clamp(score + random.integer(-12, 12)), socialScore: clamp(score + random.integer(-10, 10)), governanceScore: clamp(score + random.integer(-8, 8)),
      grade: gradeOf(score), controversyLevel: score < 35 ? 4 : random.integer(0, 3), carbonIntensity: Math.round((105 - score) * random.between(0.8, 5)),
    });
  }
}

const clamp = (score: number) => Math.max(2, Math.min(98, score));

function gradeOf(score: number): string {
  const grades = [[80, 'AAA'], [70, 'AA'], [60, 'A'], [50, 'BBB'], [40, 'BB'], [30, 'B']] as const;
  return grades.find(([least]) => score >= least)?.[1] ?? 'CCC';
}
