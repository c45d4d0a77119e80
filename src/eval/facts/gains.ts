import { realisedGainIn } from '../../domain/lots/currency-gains.ts';
import { runLots } from '../../domain/lots/run-lots.ts';
import type { Transaction } from '../../domain/lots/transaction.ts';
import { addDays, daysBetween, isoDate, type IsoDate } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { anyOf, type Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { numberAmong, type NumberNeed } from '../expect/numbers.ts';
import { booleanIs, dateIs, noneOnRecord } from '../expect/words.ts';
import { text, type Row } from '../firm.ts';
import { portfoliosOf } from '../placeholder-choices.ts';
import { dateArg, IN_IDS, ids, numberArg, periodArg, scopeOf, textArg, type FactContext, type FactRules, type FactScope } from './context.ts';

export const gainFacts: FactRules = {
  realised_gain: (context) => {
    const scope = scopeOf(context);
    const { from, to } = periodArg(context, 'YTD');
    const gains = realisedIn(context, scope, from, to);
    return numberAmong(sums(context, scope, gains).map((value) => ({ value, unit: 'money' as const, currency: scope.currency, slack: 0.001, near: /realis|realiz|gain|loss|profit/i })));
  },
  short_term_gain: (context) => taxFigure(context, 'short_term_gain', /short/i),
  long_term_gain: (context) => taxFigure(context, 'long_term_gain', /long/i),
  harvestable_losses: (context) => {
    const least = numberArg(context, 'min_amount') ?? 0;
    return anyOf(lossReadings(context).map((losses) => listIs({ members: losses.filter(({ loss }) => loss >= Math.max(least, 0.01)).map(({ ticker, name }): Member => ({ label: ticker, names: [[ticker, name]] })), what: /loss|harvest/i })));
  },
  harvestable_loss_total: (context) => numberAmong(lossReadings(context).map((losses): NumberNeed => ({ value: losses.reduce((sum, { loss }) => sum + loss, 0), unit: 'money', currency: scopeOf(context).currency, isSize: true, slack: 0.001 }))),
  wash_sale_risk: (context) => {
    const { isRisk } = washSale(context);
    return booleanIs({
      value: isRisk, near: /wash/i, yes: /\byes\b|would be a wash sale|is a wash sale|wash-sale risk|disallow|true/i,
      no: /\bno\b|not be a wash sale|isn't a wash sale|would not|wouldn't|no wash-sale|false/i,
    });
  },
  wash_sale_clear_date: (context) => {
    const { isRisk, clearOn, day } = washSale(context);
    return isRisk ? dateIs(clearOn) : anyOf([dateIs(day), { text: 'already clear', problem: (lines) => (lines.some((line) => /now|already|today|any (?:day|time)|at once|no (?:wash|window|need)|not (?:be )?a wash/i.test(line.text)) ? undefined : 'it does not say that it is clear already') }]);
  },
};

/** Transactions that open, close or change lots, as the lot engine reads them. */
function lotTransactions({ firm }: FactContext, portfolioId: string, base: string): Transaction[] {
  const rows = firm.all(`select id, security_id, kind, trade_date, currency, num(quantity) quantity, num(gross_amount) gross, num(price) price, num(fees) fees, num(taxes_withheld) taxes, num(accrued_interest) accrued, num(fx_rate_to_base) fx, num(new_shares) new, num(old_shares) old
    from Transactions where portfolio_id = ? and status = 'booked' and kind in ('buy', 'sell', 'split') order by trade_date, sequence, id`, portfolioId);
  return rows.map((row): Transaction => {
    const stamp = { id: text(row['id']), tradeDate: isoDate(text(row['trade_date'])), currency: text(row['currency']), securityId: text(row['security_id']), ...rateOf(row, base) };
    const number = (column: string) => decimal(Number(row[column] ?? 0));
    if (row['kind'] === 'split') return { ...stamp, kind: 'split', newShares: number('new'), oldShares: number('old') };
    const kind = row['kind'] === 'buy' ? 'buy' : 'sell';
    return { ...stamp, kind, quantity: number('quantity'), price: number('price'), gross: number('gross'), fees: number('fees'), taxes: number('taxes'), ...(row['accrued'] === null ? {} : { accruedInterest: number('accrued') }) };
  });
}

function rateOf(row: Row, base: string): { fxToBase?: ReturnType<typeof decimal> } {
  if (row['currency'] === base) return { fxToBase: decimal(1) };
  return row['fx'] === null ? {} : { fxToBase: decimal(Number(row['fx'])) };
}

interface Realised {
  readonly amount: number;
  readonly currency: string;
  readonly date: IsoDate;
}

function realisedIn(context: FactContext, { portfolios }: FactScope, from: string, to: string): Realised[] {
  const ticker = textArg(context, 'ticker');
  const wanted = ticker ? text(context.firm.first('select id from Securities where ticker = ?', ticker)?.['id']) : undefined;
  return portfolios.flatMap(({ id, currency }) => {
    const method = text(context.firm.first('select lot_method m from Portfolios where id = ?', id)?.['m']) as 'fifo' | 'hifo' | 'average'; // the column's check allows these
    return runLots(lotTransactions(context, id, currency), { method }).realised.filter(({ closedOn, securityId }) => closedOn >= from && closedOn <= to && (!wanted || securityId === wanted)).map((gain): Realised => {
      const split = realisedGainIn(gain, 'base');
      return { amount: isUndefined(split) ? Number.NaN : split.total.toNumber(), currency, date: gain.closedOn };
    });
  });
}

/** Several currencies together: at today's rates or at those of each day. */
export function sums({ firm }: FactContext, scope: FactScope, amounts: readonly Realised[]): number[] {
  const at = (dateOf: (amount: Realised) => string): number => amounts.reduce((sum, amount) => sum + amount.amount * (firm.fx(amount.currency, scope.currency, dateOf(amount)) ?? Number.NaN), 0);
  return [at(() => firm.today), at(({ date }) => date)];
}

function taxFigure(context: FactContext, column: string, near: RegExp): Expected {
  const scope = scopeOf(context);
  const year = numberArg(context, 'tax_year') ?? Number(context.firm.today.slice(0, 4)) - 1;
  const rows = context.firm.all(`select num(${column}) amount, currency from TaxRecords where tax_year = ? and portfolio_id ${IN_IDS}`, year, ids(scope.portfolios));
  if (rows.length === 0) return noneOnRecord(new RegExp(`${near.source}|tax|gain`, 'i'));
  const date = isoDate(`${year}-12-31`) < context.firm.today ? isoDate(`${year}-12-31`) : context.firm.today;
  const readings = sums(context, scope, rows.map((row) => ({ amount: Number(row['amount']), currency: text(row['currency']), date })));
  return numberAmong(readings.map((value) => ({ value, unit: 'money' as const, currency: scope.currency, near })));
}

interface Loss {
  readonly ticker: string;
  readonly name: string;
  readonly loss: number;
}

/** Lots below cost or positions below cost; in taxable portfolios only or in all. */
function lossReadings(context: FactContext): Loss[][] {
  const scope = scopeOf(context);
  const rows = context.firm.all(`select s.ticker, s.name, h.portfolio_id portfolio, p.kind, p.base_currency currency, h.lots, num(h.quantity) quantity, num(h.market_value_base) value, num(h.unrealised_gain_base) gain
    from Holdings h join Securities s on s.id = h.security_id join Portfolios p on p.id = h.portfolio_id where s.asset_class <> 'cash' and h.portfolio_id ${IN_IDS}`, ids(scope.portfolios));
  const lossesOf = (chosen: readonly Row[], lossOf: (row: Row) => number): Loss[] => {
    const merged = new Map<string, Loss>();
    for (const row of chosen) {
      const loss = lossOf(row) * (context.firm.fx(text(row['currency']), scope.currency) ?? Number.NaN);
      if (loss > 0) merged.set(text(row['ticker']), { ticker: text(row['ticker']), name: text(row['name']), loss: (merged.get(text(row['ticker']))?.loss ?? 0) + loss });
    }
    return [...merged.values()].toSorted((left, right) => right.loss - left.loss);
  };
  const byLot = (row: Row): number => lotsOf(row).reduce((sum, lot) => sum + Math.max(0, Number(lot.costBase) - Number(row['value']) / Number(row['quantity']) * Number(lot.quantity)), 0);
  const byPosition = (row: Row): number => Math.max(0, -Number(row['gain'] ?? 0));
  const taxable = rows.filter(({ kind }) => kind !== 'retirement' && kind !== 'education');
  return [taxable, rows].flatMap((chosen) => [lossesOf(chosen, byLot), lossesOf(chosen, byPosition)]);
}

function lotsOf(row: Row): { readonly lotId: string; readonly quantity: string; readonly costBase?: string }[] {
  return JSON.parse(text(row['lots']) || '[]') as ReturnType<typeof lotsOf>; // the column's own shape
}

/** Purchases within thirty days of the day, in any portfolio of the client, that are not themselves the lot sold at a loss. */
function washSale(context: FactContext): { readonly isRisk: boolean; readonly clearOn: IsoDate; readonly day: IsoDate } {
  const scope = scopeOf(context);
  const day = dateArg(context);
  const ticker = textArg(context, 'ticker') ?? '';
  const everywhere = portfoliosOf(context.firm, [...new Set(scope.portfolios.map(({ clientId }) => clientId))]);
  const holdings = context.firm.all(`select h.lots, num(h.quantity) quantity, num(h.market_value_base) value from Holdings h join Securities s on s.id = h.security_id where s.ticker = ? and h.portfolio_id ${IN_IDS}`, ticker, ids(scope.portfolios));
  const losing = holdings.flatMap((row) => lotsOf(row).filter((lot) => Number(lot.costBase) > Number(row['value']) / Number(row['quantity']) * Number(lot.quantity)).map(({ lotId }) => lotId));
  const bought = context.firm.all(`select t.id, t.trade_date date from Transactions t join Securities s on s.id = t.security_id where s.ticker = ? and t.kind = 'buy' and t.status = 'booked' and t.portfolio_id ${IN_IDS}`, ticker, ids(everywhere))
    .filter((row) => Math.abs(daysBetween(isoDate(text(row['date'])), day)) <= 30);
  const replacing = bought.filter((row) => losing.some((lot) => lot !== row['id']));
  const last = replacing.map((row) => isoDate(text(row['date']))).toSorted().at(-1);
  return { isRisk: losing.length > 0 && last !== undefined, clearOn: last ? addDays(last, 31) : day, day };
}

