import { ONE, ZERO, type Decimal } from '../../shared/decimal.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { realisedGainIn, type ReportingCurrency } from '../lots/currency-gains.ts';
import { holdingTerm } from '../lots/holding-term.ts';
import { DEFAULT_LOT_RULES, describeLotRules, type LotRules } from '../lots/lot-rules.ts';
import type { HoldingTerm } from '../lots/lot.ts';
import { runLots } from '../lots/run-lots.ts';
import type { Transaction } from '../lots/transaction.ts';
import { adjustForWashSales, type AdjustedGain } from './gains-with-wash-sales.ts';
import { US_WASH_SALE_RULES, type WashSaleRules } from './wash-lot.ts';
import { pieceGain } from './wash-sales.ts';

/** One line of the sales schedule. Money in the reporting currency; `taxableGain` = proceeds − basis + disallowed. */
export interface TaxLine {
  readonly transactionId: string;
  readonly securityId: string;
  readonly lotId: string;
  /** In the units of today where a split came later. */
  readonly quantity: Decimal;
  /** With the days that a wash sale tacked on. */
  readonly heldSince: IsoDate;
  readonly soldOn: IsoDate;
  readonly proceeds: Decimal;
  /** With the losses that a wash sale added. */
  readonly basis: Decimal;
  readonly disallowed: Decimal;
  readonly taxableGain: Decimal;
  readonly term: HoldingTerm;
}

export interface TermTotals {
  readonly proceeds: Decimal;
  readonly basis: Decimal;
  readonly disallowed: Decimal;
  readonly taxableGain: Decimal;
}

export interface TaxYearReport {
  readonly year: number;
  readonly lines: readonly TaxLine[];
  readonly shortTerm: TermTotals;
  readonly longTerm: TermTotals;
  /** Before withholding. */
  readonly dividends: Decimal;
  /** Part of the dividends that is marked as qualified for the lower rate. */
  readonly qualifiedDividends: Decimal;
  /** Coupons, and interest on cash. */
  readonly interest: Decimal;
  /** Withheld at source from dividends, coupons and interest. */
  readonly withheld: Decimal;
  /** Fees that stand alone (management, custody); trading fees are in `tradingFees`. */
  readonly fees: Decimal;
  /** Already in proceeds and basis when the rules count fees in the cost. */
  readonly tradingFees: Decimal;
  readonly method: string;
}

export interface TaxYearQuestion {
  readonly year: number;
  readonly reporting: ReportingCurrency;
  readonly lotRules?: Partial<LotRules>;
  readonly washSaleRules?: WashSaleRules;
}

/**
 * Tax-year report of one taxpayer. Give the whole history, with January's purchases of the following year: they can still disallow a
 * December loss. Trade dates decide the year. A calendar year is the tax year.
 * @returns undefined when an exchange rate that it needs is missing.
 * @throws AppError as `LotBook.apply`.
 */
export function taxYearReport(transactions: readonly Transaction[], question: TaxYearQuestion): TaxYearReport | Undefined {
  const { year, reporting, washSaleRules = US_WASH_SALE_RULES } = question;
  const rules = { ...DEFAULT_LOT_RULES, ...question.lotRules };
  const adjusted = adjustForWashSales(runLots(transactions, rules), transactions, reporting, washSaleRules);
  if (isUndefined(adjusted)) return adjusted;
  const prefix = `${String(year).padStart(4, '0')}-`;
  const lines: TaxLine[] = [];
  for (const entry of adjusted.gains) {
    if (!entry.gain.closedOn.startsWith(prefix)) continue;
    const found = linesOf(entry, reporting, rules);
    if (isUndefined(found)) return found;
    lines.push(...found);
  }
  const income = incomeOf(transactions.filter(({ tradeDate }) => tradeDate.startsWith(prefix)), reporting);
  if (isUndefined(income)) return income;
  const method = `${describeLotRules(rules)}; wash sales ${washSaleRules.windowDays} days both sides; trade dates; in ${reporting} currency at the rates of each trade`;
  return { year, lines, shortTerm: totalsOf(lines, 'short'), longTerm: totalsOf(lines, 'long'), ...income, method };
}

function linesOf({ gain, outcome }: AdjustedGain, reporting: ReportingCurrency, rules: LotRules): readonly TaxLine[] | Undefined {
  const stamp = { transactionId: gain.transactionId, securityId: gain.securityId, lotId: gain.lotId, soldOn: gain.closedOn };
  if (!outcome) {
    const amounts = realisedGainIn(gain, reporting);
    if (isUndefined(amounts)) return amounts;
    return [{
      ...stamp, quantity: gain.quantity, heldSince: gain.acquiredOn, proceeds: amounts.proceeds, basis: amounts.cost, disallowed: ZERO,
      taxableGain: amounts.total, term: gain.term,
    }];
  }
  return outcome.pieces.map((piece) => {
    const share = piece.quantity.div(piece.lot.quantity);
    const proceeds = (piece.lot.proceeds ?? ZERO).times(share);
    const unadjusted = pieceGain(piece);
    return {
      ...stamp, quantity: piece.quantity, heldSince: piece.heldSince, proceeds, basis: proceeds.minus(unadjusted), disallowed: piece.disallowed,
      taxableGain: unadjusted.plus(piece.disallowed), term: holdingTerm(piece.heldSince, gain.closedOn, rules.longTermAfter),
    };
  });
}

function totalsOf(lines: readonly TaxLine[], term: HoldingTerm): TermTotals {
  const totals = { proceeds: ZERO, basis: ZERO, disallowed: ZERO, taxableGain: ZERO };
  for (const line of lines) {
    if (line.term !== term) continue;
    for (const key of ['proceeds', 'basis', 'disallowed', 'taxableGain'] as const) totals[key] = totals[key].plus(line[key]);
  }
  return totals;
}

type IncomeTotals = Pick<TaxYearReport, 'dividends' | 'qualifiedDividends' | 'interest' | 'withheld' | 'fees' | 'tradingFees'>;

function incomeOf(transactions: readonly Transaction[], reporting: ReportingCurrency): IncomeTotals | Undefined {
  const totals = { dividends: ZERO, qualifiedDividends: ZERO, interest: ZERO, withheld: ZERO, fees: ZERO, tradingFees: ZERO };
  for (const transaction of transactions) {
    const rate = reporting === 'trade' ? ONE : reporting === 'base' ? transaction.fxToBase : transaction.fxToClient;
    const add = (key: keyof IncomeTotals, amount: Decimal | undefined): void => {
      if (amount && rate) totals[key] = totals[key].plus(amount.times(rate));
    };
    switch (transaction.kind) {
      case 'dividend':
        add('dividends', transaction.amount);
        if (transaction.qualified) add('qualifiedDividends', transaction.amount);
        break;
      case 'coupon': case 'interest': add('interest', transaction.amount); break;
      case 'fee': add('fees', transaction.amount); break;
      case 'buy': case 'sell': case 'short_sell': case 'cover':
        if (!transaction.fees || transaction.fees.isZero()) continue;
        add('tradingFees', transaction.fees);
        break;
      default: continue;
    }
    if (!rate) return undefinedBecause(`no exchange rate to the ${reporting} currency on ${transaction.tradeDate} (transaction ${transaction.id})`);
    if (transaction.kind === 'dividend' || transaction.kind === 'coupon' || transaction.kind === 'interest') add('withheld', transaction.taxes);
  }
  return totals;
}
