import { z } from 'zod';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { loadFxInto } from '../../src/data/market/load-fx.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope, type PortfolioScope } from '../../src/data/portfolios/load-scope.ts';
import { loadHistories } from '../../src/data/portfolios/load-transactions.ts';
import { loadSecurityLabels } from '../../src/data/portfolios/load-security-labels.ts';
import { loadValueSeries, sumOver } from '../../src/data/portfolios/load-value-series.ts';
import { answer, type LabelledFigure } from '../../src/shared/answer.ts';
import type { Period } from '../../src/shared/period.ts';
import { isUndefined, mapDefined, undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { period, security, whose } from '../shared-inputs.ts';
import { moneyFigure, fractionFigure } from './figures.ts';
import { gainsOf, type Gains } from './gains.ts';
import { isOfClass, isSameLabel } from './labels.ts';
import { pastSpan, spanText } from './span.ts';

export const getGains = defineTool({
  name: 'get_gains', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Realised and unrealised gains, currency part, total result; for one security, sector or asset class, over a period.',
  input: z.strictObject({ ...whose, security: security.optional(), sector: z.string().max(60).optional(), assetClass: z.string().max(40).optional(), period }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input);
    const today = clock.today();
    const span = pastSpan(input.period ?? 'since_inception', today);
    const securityId = input.security ? await resolveSecurity(db, input.security) : undefined;
    const held = await loadHoldings(db, scope, today);
    const histories = await loadHistories(db, scope, today);
    const labels = input.sector || input.assetClass ? await loadSecurityLabels(db, histories.flatMap(({ transactions }) => transactions.flatMap((row) => ('securityId' in row && row.securityId ? [row.securityId] : [])))) : undefined;
    const isWanted = (id: string): boolean => {
      const label = labels?.get(id);
      return (!securityId || id === securityId) && (!input.sector || isSameLabel(label?.sector, input.sector)) && (!input.assetClass || (label !== undefined && isOfClass(label, input.assetClass)));
    };
    const fx = await loadFxInto(db, scope.portfolios.map(({ baseCurrency }) => baseCurrency), scope.currency, held.asOf);
    const gains = gainsOf(histories, held.positions, { isWanted, from: span.from, to: span.to, into: (amount, portfolio) => fx.convert(amount, portfolio.baseCurrency, scope.currency, held.asOf) });
    const isPart = securityId !== undefined || labels !== undefined;
    return answer({
      title: `Gains of ${scope.label}, ${spanText(span)}`, asOf: held.asOf, caveats: held.caveats,
      figures: [...gainFigures(gains, { asOf: held.asOf, currency: scope.currency, text: spanText(span), conversion: held.conversion, isPart }), ...(isPart ? [] : await wholeResult(db, scope, span))],
    });
  },
});

interface GainBasis {
  readonly asOf: LabelledFigure['asOf'];
  readonly currency: string;
  readonly text: string;
  readonly conversion: string;
  readonly isPart: boolean;
}

function gainFigures({ realised, unrealised, cost, currencyPart }: Gains, { asOf, currency, text, conversion, isPart }: GainBasis): LabelledFigure[] {
  const converted = conversion ? `; ${conversion}` : '';
  const total = isUndefined(realised) ? realised : mapDefined(unrealised, (open) => realised.plus(open));
  const fraction = isUndefined(cost) ? cost : mapDefined(unrealised, (open) => (cost.gt(0) ? open.div(cost).toNumber() : undefinedBecause('nothing is held at a cost')));
  return [
    moneyFigure('realisedGain', 'Realised gain', realised, { asOf, currency, method: `proceeds less cost by the lot method of each portfolio, fees in the cost, at the rates of purchase and sale; ${text}${converted}` }),
    moneyFigure('unrealisedGain', 'Unrealised gain now', unrealised, { asOf, currency, method: `value at last closes less cost at the rates of purchase, of what is held now${converted}` }),
    fractionFigure('unrealisedGainFraction', 'Unrealised gain, fraction of cost', fraction, { asOf, method: 'unrealised gain over the cost of what is held' }),
    moneyFigure('currencyGain', 'Part that exchange rates made', currencyPart, { asOf, currency, method: `cost times the change of the rate since purchase, realised in the period and unrealised${converted}` }),
    ...(isPart ? [moneyFigure('totalGain', 'Realised and unrealised gain', total, { asOf, currency, method: `realised over the period and unrealised now, without dividends; ${text}${converted}` })] : []),
  ];
}

async function wholeResult(db: ScopedDb, scope: PortfolioScope, span: Period): Promise<LabelledFigure[]> {
  const series = await loadValueSeries(db, scope, span.openingDate, span.to);
  const last = series.points.at(-1);
  const basis = { asOf: last?.date ?? span.to, currency: scope.currency };
  const nothing = undefinedBecause('there is nothing on record in this period');
  return [
    moneyFigure('totalGain', 'Result in all', last ? last.value.minus(series.opening.value).minus(sumOver(series.points, 'flow')) : nothing, { ...basis, method: `closing less opening value less net deposits: price and currency gains and income, after fees and taxes; ${spanText(span)}` }),
    moneyFigure('income', 'Income in it', last ? sumOver(series.points, 'income') : nothing, { ...basis, method: `dividends, coupons and interest before withholding; ${spanText(span)}` }),
    moneyFigure('fees', 'Fees in it', last ? sumOver(series.points, 'fees') : nothing, { ...basis, method: `fees and commissions, positive is paid; ${spanText(span)}` }),
  ];
}
