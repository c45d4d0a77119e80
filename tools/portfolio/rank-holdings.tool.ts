import { z } from 'zod';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadLedger } from '../../src/data/portfolios/load-ledger.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { loadSecurityLabels, type SecurityLabels } from '../../src/data/portfolios/load-security-labels.ts';
import { contributions } from '../../src/domain/performance/contribution.ts';
import { partReturn } from '../../src/domain/performance/portfolio-returns.ts';
import { answer, type Cell } from '../../src/shared/answer.ts';
import { decimal } from '../../src/shared/decimal.ts';
import { isUndefined, type Undefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { limit, period, security, whose } from '../shared-inputs.ts';
import { column, fact, fractionFigure, moneyCell, moneyFigure, numberCell } from './figures.ts';
import { isSameLabel } from './labels.ts';
import { pastSpan, spanText } from './span.ts';

interface Line {
  readonly label: SecurityLabels;
  readonly returnFraction: number | Undefined;
  readonly contributionFraction: number | Undefined;
  readonly gain: number;
}

const BY = { return: 'returnFraction', contribution: 'contributionFraction', gain: 'gain' } as const;

export const rankHoldings = defineTool({
  name: 'rank_holdings', effect: 'read', version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Best or worst holdings over a period by return, contribution or gain in money.',
  input: z.strictObject({ ...whose, period, by: z.enum(['return', 'contribution', 'gain']).optional(), direction: z.enum(['top', 'bottom']).optional(), sector: z.string().max(60).optional(), security: security.optional(), limit }),
  async run(input, { db, clock }) {
    const scope = await loadScope(db, input);
    const span = pastSpan(input.period ?? 'YTD', clock.today());
    const found = await loadLedger(db, scope, span.openingDate, span.to);
    const by = input.by ?? 'return';
    if (!found) return answer({ title: `Holdings of ${scope.label} ranked`, asOf: span.to, caveats: ['There is nothing on record in this period.'] });
    const { ledger, openingDate } = found;
    const report = contributions(ledger, ledger.positions, openingDate, span.to);
    const labels = await loadSecurityLabels(db, [...ledger.positions.keys()]);
    const only = input.security ? await resolveSecurity(db, input.security) : undefined;
    const lines = [...ledger.positions].flatMap(([id, part]): Line[] => {
      const label = labels.get(id);
      const isUsed = part.value.some((value, index) => value !== 0 && index > 0) || part.outflow.some((value) => value !== 0);
      if (!label || label.assetClass === 'cash' || !isUsed || (input.sector && !isSameLabel(label.sector, input.sector)) || (only && id !== only)) return [];
      const own = isUndefined(report) ? undefined : report.parts.find(({ name }) => name === id);
      const reason: Undefined = isUndefined(report) ? report : { kind: 'undefined', reason: 'no contribution' };
      return [{ label, returnFraction: partReturn({ part, ledgerFrom: ledger.from }, openingDate, span.to), contributionFraction: own?.contributionFraction ?? reason, gain: own?.gainBase ?? gainOf(part) }];
    });
    const direction = input.direction ?? 'top';
    const sorted = sortBy(lines, by, direction);
    const shown = sorted.slice(0, input.limit ?? 10);
    const method = `${METHODS[by]}; in ${scope.currency}; ${spanText(span)}`;
    const best = shown[0];
    return answer({
      title: `${direction === 'top' ? 'Best' : 'Worst'} holdings of ${scope.label} by ${by}, ${spanText(span)}`, asOf: span.to, caveats: [...ledger.quality],
      figures: best ? [
        fractionFigure('firstReturn', `Return of ${best.label.name}`, best.returnFraction, { asOf: span.to, method: `${METHODS.return}; ${spanText(span)}` }),
        fractionFigure('firstContribution', `Contribution of ${best.label.name}`, best.contributionFraction, { asOf: span.to, method: `${METHODS.contribution}; ${spanText(span)}` }),
        moneyFigure('firstGain', `Gain of ${best.label.name}`, decimal(best.gain.toFixed(4)), { asOf: span.to, currency: scope.currency, method: `${METHODS.gain}; ${spanText(span)}` }),
      ] : [],
      facts: [fact('first', direction === 'top' ? 'Best' : 'Worst', best ? `${best.label.name} (${best.label.ticker})` : null, 'name')],
      tables: [{
        key: 'ranking', title: 'Ranking', total: sorted.length, method,
        columns: [column('ticker', 'Ticker', 'text'), column('name', 'Name', 'name'), column('return', 'Return', 'fraction'), column('contribution', 'Contribution', 'fraction'), column('gain', 'Gain', 'money', { currency: scope.currency })],
        rows: shown.map((line): Cell[] => [line.label.ticker, line.label.name, numberCell(line.returnFraction), numberCell(line.contributionFraction), moneyCell(decimal(line.gain.toFixed(4)), scope.currency)]),
      }],
    });
  },
});

const METHODS = {
  return: 'time-weighted return of the position with its income, purchases at the start and sales at the end of their day',
  contribution: 'part of the time-weighted return of the whole, daily-linked, so that all parts add up',
  gain: 'change of value less net purchases plus income after withholding, fees of trades in the purchases',
} as const;

function gainOf({ value, inflow, outflow }: { value: Float64Array; inflow: Float64Array; outflow: Float64Array }): number {
  let gain = value.at(-1)! - value[0]!;
  for (let index = 1; index < value.length; index += 1) gain += outflow[index]! - inflow[index]!;
  return gain;
}

/** Lines without the measure are left out. */
function sortBy(lines: readonly Line[], by: keyof typeof BY, direction: 'top' | 'bottom'): Line[] {
  const key = (line: Line): number => {
    const value = line[BY[by]];
    return isUndefined(value) ? Number.NaN : value;
  };
  return lines.filter((line) => Number.isFinite(key(line))).toSorted((left, right) => (direction === 'top' ? key(right) - key(left) : key(left) - key(right)));
}
