import { z } from 'zod';
import { loadFxInto } from '../../src/data/market/load-fx.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { loadTaxYears, type TaxYearRow } from '../../src/data/portfolios/load-tax-years.ts';
import { answer } from '../../src/shared/answer.ts';
import { isoDate, type IsoDate } from '../../src/shared/calendar.ts';
import { decimal, ZERO, type Decimal } from '../../src/shared/decimal.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { whose } from '../shared-inputs.ts';
import { column, fact, moneyCell, moneyFigure } from './figures.ts';

const AMOUNTS = [
  ['shortTermGain', 'Short-term gain'], ['longTermGain', 'Long-term gain'], ['washSaleDisallowed', 'Losses disallowed by wash sales'], ['dividends', 'Dividends'],
  ['qualifiedDividends', 'Qualified dividends'], ['interest', 'Interest and coupons'], ['withheld', 'Tax withheld'], ['fees', 'Fees'],
] as const;

export const getTaxSummary = defineTool({
  name: 'get_tax_summary', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Tax figures of a calendar year: short- and long-term gains, wash sales, dividends, interest, withholding, fees.',
  input: z.strictObject({ ...whose, taxYear: z.int().min(1990).max(2100) }),
  async run({ taxYear, ...query }, { db, clock }) {
    const scope = await loadScope(db, query);
    const rows = await loadTaxYears(db, scope.portfolios.map(({ id }) => id), taxYear);
    const today = clock.today();
    const end = isoDate(`${taxYear}-12-31`);
    const asOf: IsoDate = end < today ? end : today;
    const fx = await loadFxInto(db, rows.map(({ currency }) => currency), scope.currency, asOf);
    const sum = (part: (typeof AMOUNTS)[number][0]): Decimal | Undefined => rows.reduce<Decimal | Undefined>((total, row) => {
      const converted = fx.convert(decimal(row[part]), row.currency, scope.currency, asOf);
      return isUndefined(total) ? total : isUndefined(converted) ? converted : total.plus(converted);
    }, rows.length > 0 ? ZERO : undefinedBecause(`there are no tax figures for ${taxYear}`));
    const [short, long] = [sum('shortTermGain'), sum('longTermGain')];
    const how = [...new Set(rows.map(({ method }) => method))].join(' / ') || 'tax record of the year';
    const basis = { asOf, currency: scope.currency, method: how };
    return answer({
      title: `Tax year ${taxYear} of ${scope.label}`, asOf,
      figures: [
        ...AMOUNTS.map(([key, label]) => moneyFigure(key, label, sum(key), basis)),
        moneyFigure('totalGain', 'Short- and long-term gain together', isUndefined(short) ? short : isUndefined(long) ? long : short.plus(long), basis),
      ],
      facts: [fact('status', 'Status', rows.some(({ status }) => status === 'provisional') ? 'provisional' : rows.length > 0 ? 'final' : null), fact('jurisdiction', 'Tax residence', [...new Set(rows.map(({ jurisdiction }) => jurisdiction))].join(', ') || null)],
      tables: [tableOf(rows, new Map(scope.portfolios.map(({ id, name }) => [id, name])))],
      caveats: ['These are records, not tax advice: have them checked before filing.', ...(rows.some(({ status }) => status === 'provisional') ? [`${taxYear} is not over: the figures are provisional.`] : [])],
    });
  },
});

function tableOf(rows: readonly TaxYearRow[], names: ReadonlyMap<string, string>) {
  return {
    key: 'portfolios', title: 'By portfolio', total: rows.length, method: 'in the base currency of each portfolio',
    columns: [column('portfolio', 'Portfolio', 'name', { untrusted: true }), column('currency', 'Currency', 'text'), ...AMOUNTS.map(([key, label]) => column(key, label, 'money'))],
    rows: rows.map((row) => [names.get(row.portfolioId) ?? '', row.currency, ...AMOUNTS.map(([key]) => moneyCell(decimal(row[key]), row.currency))]),
  };
}
