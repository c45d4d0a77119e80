import type { Decimal } from '../../shared/decimal.ts';
import { ONE, ZERO } from '../../shared/decimal.ts';
import { isUndefined, undefinedBecause, type Undefined } from '../../shared/undefined-value.ts';
import { realisedGainIn } from '../../domain/lots/currency-gains.ts';
import { holdingTerm } from '../../domain/lots/holding-term.ts';
import { DEFAULT_LOT_RULES, describeLotRules } from '../../domain/lots/lot-rules.ts';
import type { HoldingTerm } from '../../domain/lots/lot.ts';
import type { Transaction } from '../../domain/lots/transaction.ts';
import { adjustForWashSales, type AdjustedGain } from '../../domain/tax/gains-with-wash-sales.ts';
import { US_WASH_SALE_RULES } from '../../domain/tax/wash-lot.ts';
import { pieceGain } from '../../domain/tax/wash-sales.ts';
import type { Derivation, PortfolioFacts } from './context.ts';
import { fromDecimal, MONEY_SCALE } from './fixed-point.ts';
import type { SecurityStream } from './stream.ts';

export const TAX_AMOUNTS = ['shortTermGain', 'longTermGain', 'washSaleDisallowed', 'dividends', 'qualifiedDividends', 'interest', 'withheld', 'fees'] as const;
export type TaxAmount = (typeof TAX_AMOUNTS)[number];

/** Tax figures of one year, base currency, scale of money; `unknown` counts amounts that lack an exchange rate. */
export type TaxYear = Record<TaxAmount | 'unknown', bigint>;
export type TaxYears = Map<number, TaxYear>;

function yearOf(years: TaxYears, year: number): TaxYear {
  let found = years.get(year);
  if (!found) {
    found = { shortTermGain: 0n, longTermGain: 0n, washSaleDisallowed: 0n, dividends: 0n, qualifiedDividends: 0n, interest: 0n, withheld: 0n, fees: 0n, unknown: 0n };
    years.set(year, found);
  }
  return found;
}

/** Adds (sign 1) or takes out (sign -1) a stream's realised gains, after the wash-sale rule; each line is rounded on its own. */
export function addStreamTaxes(years: TaxYears, stream: SecurityStream, sign: 1 | -1): void {
  const adjusted = adjustForWashSales({ book: stream.book, realised: stream.realised }, stream.transactions, 'base');
  if (isUndefined(adjusted)) {
    for (const gain of stream.realised) yearOf(years, Number(gain.closedOn.slice(0, 4))).unknown += BigInt(sign);
    return;
  }
  for (const entry of adjusted.gains) {
    const year = yearOf(years, Number(entry.gain.closedOn.slice(0, 4)));
    const lines = linesOf(entry);
    if (isUndefined(lines)) {
      year.unknown += BigInt(sign);
      continue;
    }
    for (const line of lines) {
      year[line.term === 'short' ? 'shortTermGain' : 'longTermGain'] += BigInt(sign) * fromDecimal(line.taxableGain, MONEY_SCALE);
      year.washSaleDisallowed += BigInt(sign) * fromDecimal(line.disallowed, MONEY_SCALE);
    }
  }
}

interface GainLine {
  readonly term: HoldingTerm;
  readonly taxableGain: Decimal;
  readonly disallowed: Decimal;
}

function linesOf({ gain, outcome }: AdjustedGain): readonly GainLine[] | Undefined {
  if (!outcome) {
    const amounts = realisedGainIn(gain, 'base');
    return isUndefined(amounts) ? undefinedBecause(amounts.reason) : [{ term: gain.term, taxableGain: amounts.total, disallowed: ZERO }];
  }
  return outcome.pieces.map((piece) => ({
    term: holdingTerm(piece.heldSince, gain.closedOn, DEFAULT_LOT_RULES.longTermAfter), taxableGain: pieceGain(piece).plus(piece.disallowed), disallowed: piece.disallowed,
  }));
}

/** Adds or takes out the income, withholding and fees of transactions. */
export function addIncomeTaxes(years: TaxYears, transactions: readonly Transaction[], baseCurrency: string, sign: 1 | -1): void {
  for (const transaction of transactions) {
    const { kind } = transaction;
    if (kind !== 'dividend' && kind !== 'coupon' && kind !== 'interest' && kind !== 'fee') continue;
    const year = yearOf(years, Number(transaction.tradeDate.slice(0, 4)));
    const rate = transaction.currency === baseCurrency ? ONE : transaction.fxToBase;
    if (!rate) {
      year.unknown += BigInt(sign);
      continue;
    }
    const add = (amount: TaxAmount, value: Decimal): void => {
      year[amount] += BigInt(sign) * fromDecimal(value.times(rate), MONEY_SCALE);
    };
    if (kind === 'fee') {
      add('fees', transaction.amount);
      continue;
    }
    add(kind === 'dividend' ? 'dividends' : 'interest', transaction.amount);
    if (kind === 'dividend' && transaction.qualified) add('qualifiedDividends', transaction.amount);
    if (transaction.taxes) add('withheld', transaction.taxes);
  }
}

/** The whole of a portfolio: one entry for each year from its first transaction to the last day derived. */
export function taxYears(streams: readonly SecurityStream[], cash: readonly Transaction[], derivation: Derivation, firstYear: number): TaxYears {
  const years: TaxYears = new Map();
  for (let year = firstYear; year <= Number(derivation.today.slice(0, 4)); year += 1) yearOf(years, year);
  for (const stream of streams) {
    addStreamTaxes(years, stream, 1);
    addIncomeTaxes(years, stream.transactions, derivation.portfolio.baseCurrency, 1);
  }
  addIncomeTaxes(years, cash, derivation.portfolio.baseCurrency, 1);
  return years;
}

export function taxMethod({ lotMethod }: PortfolioFacts): string {
  return `${describeLotRules({ ...DEFAULT_LOT_RULES, method: lotMethod })}; wash sales ${US_WASH_SALE_RULES.windowDays} days both sides; trade dates; rates of each trade`;
}
