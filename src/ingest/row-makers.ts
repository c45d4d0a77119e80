import { hash } from 'node:crypto';
import type { NewPrice, NewRate, NewTransaction } from '../data/transactions/index.ts';
import type { IsoDate } from '../shared/calendar.ts';
import { decimal } from '../shared/decimal.ts';
import { needed, RowFault, type FieldReader } from './field-reader.ts';
import type { Lookups } from './lookups.ts';
import type { TableRow } from './read-table.ts';

export interface MakerContext {
  readonly reader: FieldReader;
  readonly lookups: Lookups;
  readonly source: string;
  readonly today: IsoDate;
  readonly newId: () => string;
  readonly portfolio?: string | undefined;
}

function pastDay(row: TableRow, { reader, today }: MakerContext): IsoDate {
  const day = needed(reader.day(row, 'date'), 'date');
  if (day > today) throw new RowFault('date', `${day} is in the future`);
  return day;
}

function aboveZero(row: TableRow, field: string, { reader }: MakerContext): string {
  const value = needed(reader.number(row, field), field);
  if (!isAboveZero(value)) throw new RowFault(field, `${value} is not above zero`);
  return value;
}

/** Of plain decimal text, where a sign and the digits tell. */
function isAboveZero(value: string): boolean {
  return !value.startsWith('-') && /[1-9]/.test(value);
}

function currencyOf(row: TableRow, field: string, { reader }: MakerContext): string {
  const code = needed(reader.text(row, field), field);
  if (!/^[A-Z]{3}$/.test(code)) throw new RowFault(field, `"${code}" is not an ISO 4217 code`);
  return code;
}

/** @throws RowFault */
export function makePrice(row: TableRow, context: MakerContext): NewPrice {
  const { reader, lookups, source } = context;
  return { securityId: lookups.securityId(needed(reader.text(row, 'security'), 'security')), priceDate: pastDay(row, context), close: aboveZero(row, 'close', context), source };
}

/** @throws RowFault */
export function makeRate(row: TableRow, context: MakerContext): NewRate {
  const rate = { baseCurrency: currencyOf(row, 'base', context), quoteCurrency: currencyOf(row, 'quote', context), rateDate: pastDay(row, context), rate: aboveZero(row, 'rate', context), source: context.source };
  if (rate.baseCurrency === rate.quoteCurrency) throw new RowFault('quote', 'is the base currency itself');
  return rate;
}

type Kind = NewTransaction['kind'];
const TRADES: readonly Kind[] = ['buy', 'sell', 'short_sell', 'cover'];
const AMOUNTS: readonly Kind[] = ['deposit', 'withdrawal', 'dividend', 'coupon', 'interest', 'fee', 'tax', 'return_of_capital'];
const OTHERS: readonly Kind[] = ['split', 'stock_dividend'];
const KINDS: ReadonlyMap<string, Kind> = new Map([...TRADES, ...AMOUNTS, ...OTHERS].map((kind) => [kind, kind]));
const NEEDS_SECURITY: readonly Kind[] = [...TRADES, ...OTHERS, 'dividend', 'coupon', 'return_of_capital'];

function kindOf(text: string): Kind {
  const kind = KINDS.get(text.trim().toLowerCase().replaceAll(/[ -]/g, '_'));
  if (kind === undefined) throw new RowFault('kind', `"${text}" is not one of ${[...KINDS.keys()].join(', ')}`);
  return kind;
}

function never(row: TableRow, field: string, { reader }: MakerContext): string | null {
  const value = reader.number(row, field);
  if (value?.startsWith('-')) throw new RowFault(field, `${value} is negative: the kind says the direction`);
  return value;
}

/** A transaction with its id and without its reference, which needs all rows of its portfolio. @throws RowFault */
export function makeTransaction(row: TableRow, context: MakerContext): NewTransaction & { readonly id: string } {
  const { reader, lookups } = context;
  const kind = kindOf(needed(reader.text(row, 'kind'), 'kind'));
  const security = reader.text(row, 'security');
  if (NEEDS_SECURITY.includes(kind)) needed(security, 'security');
  const quantity = never(row, 'quantity', context);
  const [price, grossAmount] = [never(row, 'price', context), never(row, 'amount', context)];
  if (TRADES.includes(kind) || kind === 'stock_dividend') aboveZero(row, 'quantity', context);
  if (TRADES.includes(kind) && price === null) needed(grossAmount, 'price');
  if (AMOUNTS.includes(kind)) needed(grossAmount, 'amount');
  if (kind === 'split') for (const field of ['newShares', 'oldShares']) aboveZero(row, field, context);
  return {
    id: context.newId(), portfolioId: lookups.portfolioId(needed(reader.text(row, 'portfolio') ?? context.portfolio ?? null, 'portfolio')), kind,
    tradeDate: pastDay(row, context), settleDate: reader.day(row, 'settleDate'), currency: currencyOf(row, 'currency', context),
    securityId: security === null ? null : lookups.securityId(security), quantity, price, grossAmount,
    fees: never(row, 'fees', context), taxesWithheld: never(row, 'taxes', context), fxRateToBase: reader.number(row, 'fxRate') === null ? null : aboveZero(row, 'fxRate', context),
    newShares: reader.number(row, 'newShares'), oldShares: reader.number(row, 'oldShares'),
    source: context.source, externalRef: reader.text(row, 'reference'), note: reader.text(row, 'note')?.slice(0, 400) ?? null,
  };
}

/**
 * A position of the opening balance: units brought in at their cost (`transfer_in`), so that gains, holding periods and performance are
 * right from then on; cash as a deposit. Units without a cost are refused: zero would be a gain that nobody made. @throws RowFault
 */
export function makeHolding(row: TableRow, context: MakerContext): NewTransaction & { readonly id: string } {
  const { reader, lookups } = context;
  const securityId = lookups.securityId(needed(reader.text(row, 'security'), 'security'));
  const quantity = aboveZero(row, 'quantity', context);
  const common = {
    id: context.newId(), portfolioId: lookups.portfolioId(needed(reader.text(row, 'portfolio') ?? context.portfolio ?? null, 'portfolio')), tradeDate: pastDay(row, context),
    currency: currencyOf(row, 'currency', context), source: context.source, externalRef: reader.text(row, 'reference'), note: reader.text(row, 'note')?.slice(0, 400) ?? null,
  };
  if (lookups.isCash(securityId)) return { ...common, kind: 'deposit', grossAmount: quantity };
  const cost = never(row, 'cost', context);
  const unitCost = never(row, 'unitCost', context);
  const acquiredOn = reader.day(row, 'acquired');
  if (acquiredOn !== null && acquiredOn > common.tradeDate) throw new RowFault('acquired', `${acquiredOn} is after ${common.tradeDate}`);
  return {
    ...common, kind: 'transfer_in', securityId, quantity, acquiredOn, marketValue: never(row, 'marketValue', context),
    costBasis: cost ?? decimal(needed(unitCost, 'cost')).times(quantity).toDecimalPlaces(4).toFixed(),
    costFxToBase: reader.number(row, 'costFxRate') === null ? null : aboveZero(row, 'costFxRate', context),
  };
}

/**
 * Rows without a reference get one made of their content and of how many equal rows precede them, so that two equal fills both count and
 * the file read again, or a longer one that repeats it, adds nothing. @param transactions All of a portfolio.
 */
export function withReferences<T extends NewTransaction>(transactions: readonly T[]): T[] {
  const seen = new Map<string, number>();
  return transactions.map((transaction) => {
    if (transaction.externalRef) return transaction;
    const content = JSON.stringify({ ...transaction, id: undefined, source: undefined, note: undefined });
    const key = hash('sha256', content).slice(0, 40);
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return { ...transaction, externalRef: `row:${key}:${before}` };
  });
}
