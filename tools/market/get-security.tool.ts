import { z } from 'zod';
import { loadEsgScores, loadRatings } from '../../src/data/market/load-ratings.ts';
import { loadLastPrice, loadSecurity } from '../../src/data/market/load-security.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { answer, type Fact, type LabelledFigure } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { fact, fractionFigure, plainFigure, quotedFact } from '../portfolio/figures.ts';
import { security } from '../shared-inputs.ts';

type Details = Awaited<ReturnType<typeof loadSecurity>>;

export const getSecurity = defineTool({
  name: 'get_security', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Facts of a security: sector, exchange, asset class, currency, country, ISIN, latest price, rating, ESG; coupon, maturity, cost of funds.',
  input: z.strictObject({ security }),
  async run(input, { db, clock }) {
    const today = clock.today();
    const id = await resolveSecurity(db, input.security);
    const row = await loadSecurity(db, id);
    const price = await loadLastPrice(db, id, today);
    const [rating] = await loadRatings(db, id, today);
    const esg = (await loadEsgScores(db, [id], today)).get(id);
    return answer({
      title: `${row.name} (${row.ticker})`, asOf: today,
      figures: [
        plainFigure('price', 'Latest price', price?.close ?? undefinedBecause('there is no price on record'), 'price', { asOf: price?.date ?? today, currency: row.currency, method: 'last close' }),
        ...(esg ? [plainFigure('esgScore', 'ESG score', esg.score, 'score', { asOf: esg.ratedOn, method: `${esg.agency}, 0 to 100, 100 best` })] : []), ...termsOf(row, today),
      ],
      facts: [
        ...factsOf(row), fact('rating', 'Rating', rating?.rating ?? null), fact('ratingAgency', 'Rating by', rating?.agency ?? null), fact('ratingDate', 'Rated on', rating?.ratedOn ?? null, 'date'),
        fact('esgGrade', 'ESG grade', esg?.grade ?? null), quotedFact('description', 'Description', row.description ?? null),
      ],
      caveats: row.isRestricted ? ['It is on the restricted list of the firm.'] : [],
    });
  },
});

function factsOf(row: Details): Fact[] {
  return [
    fact('name', 'Name', row.name, 'name'), fact('ticker', 'Ticker', row.ticker), fact('isin', 'ISIN', row.isin ?? null, 'id'), fact('assetClass', 'Asset class', row.assetClass.replaceAll('_', ' ')),
    fact('exposureClass', 'Exposed to', row.exposureClass.replaceAll('_', ' ')), fact('sector', 'Sector', row.sector ?? null), fact('industry', 'Industry', row.industry ?? null), fact('country', 'Country', row.country ?? null),
    fact('region', 'Region', row.region ?? null), fact('exchange', 'Exchange', row.exchange?.name ?? null, 'name'), fact('exchangeCode', 'Exchange code', row.exchange?.code ?? null), fact('currency', 'Currency', row.currency),
    fact('issuer', 'Issuer', row.issuer ?? null, 'name'), fact('status', 'Status', row.status), ...(row.maturesOn ? [fact('maturity', 'Matures on', row.maturesOn, 'date')] : []),
  ];
}

function termsOf(row: Details, asOf: IsoDate): LabelledFigure[] {
  const basis = { asOf, method: 'terms on record' };
  return [
    ...(row.couponFraction === null || row.couponFraction === undefined ? [] : [fractionFigure('couponFraction', 'Coupon a year', row.couponFraction, basis)]),
    ...(row.durationYears === null || row.durationYears === undefined ? [] : [plainFigure('durationYears', 'Modified duration', row.durationYears, 'years', basis)]),
    ...(row.expenseRatioFraction === null || row.expenseRatioFraction === undefined ? [] : [fractionFigure('expenseRatioFraction', 'Yearly cost of the fund', row.expenseRatioFraction, basis)]),
  ];
}
