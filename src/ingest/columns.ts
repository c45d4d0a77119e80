import { invalidInput } from '../shared/errors.ts';

export const CSV_KINDS = ['prices', 'fx', 'securities', 'transactions'] as const;
export type CsvKind = (typeof CSV_KINDS)[number];
/** Our field → header of the file. */
export type ColumnMap = Readonly<Record<string, string>>;

interface KindColumns {
  readonly required: readonly string[];
  /** Field → headers that mean it, lower case, letters and digits only. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

const SECURITY = ['security', 'symbol', 'ticker', 'isin', 'instrument', 'wkn'];
const DATE = ['date', 'day', 'datum'];

export const COLUMNS: Readonly<Record<CsvKind, KindColumns>> = {
  prices: { required: ['security', 'date', 'close'], names: { security: SECURITY, date: [...DATE, 'pricedate'], close: ['close', 'price', 'closeprice', 'closingprice', 'kurs', 'schlusskurs'] } },
  fx: {
    required: ['base', 'quote', 'date', 'rate'],
    names: { base: ['base', 'basecurrency', 'from'], quote: ['quote', 'quotecurrency', 'to'], date: [...DATE, 'ratedate'], rate: ['rate', 'fxrate', 'exchangerate', 'kurs'] },
  },
  securities: {
    required: ['ticker', 'name', 'currency', 'assetClass'],
    names: {
      ticker: ['ticker', 'symbol'], name: ['name', 'securityname'], currency: ['currency', 'ccy', 'whrung'], assetClass: ['assetclass', 'class', 'type'],
      isin: ['isin'], sector: ['sector'], country: ['country'],
    },
  },
  transactions: {
    required: ['kind', 'date', 'currency'],
    names: {
      portfolio: ['portfolio', 'account', 'depot'], kind: ['kind', 'type', 'action', 'transactiontype', 'side'], date: [...DATE, 'tradedate', 'transactiondate'],
      settleDate: ['settledate', 'settlementdate', 'valuedate'], security: SECURITY, quantity: ['quantity', 'shares', 'units', 'qty'],
      price: ['price', 'unitprice', 'shareprice'], amount: ['amount', 'grossamount', 'gross'], fees: ['fee', 'fees', 'commission'],
      taxes: ['tax', 'taxes', 'taxeswithheld', 'withholdingtax'], currency: ['currency', 'ccy'], fxRate: ['fxrate', 'fxratetobase', 'exchangerate'],
      newShares: ['newshares'], oldShares: ['oldshares'], reference: ['reference', 'id', 'externalref', 'transactionid'], note: ['note', 'comment', 'remark'],
    },
  },
};

export const NUMBER_FIELDS = new Set(['close', 'rate', 'quantity', 'price', 'amount', 'fees', 'taxes', 'fxRate', 'newShares', 'oldShares']);
export const DATE_FIELDS = new Set(['date', 'settleDate']);

const bare = (header: string): string => header.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Which header carries which field: those stated, then those recognised by name.
 * @throws AppError invalid-input when a stated header is absent, or two headers claim one field.
 */
export function matchColumns(kind: CsvKind, headers: readonly string[], stated: ColumnMap = {}): ColumnMap {
  const map: Record<string, string> = {};
  for (const [field, header] of Object.entries(stated)) {
    if (!headers.includes(header) || !COLUMNS[kind].names[field]) {
      throw invalidInput(`The mapping gives "${header}" for ${field}.`, { hint: `Columns of the file: ${headers.join(', ')}. Fields of ${kind}: ${Object.keys(COLUMNS[kind].names).join(', ')}.` });
    }
    map[field] = header;
  }
  for (const [field, names] of Object.entries(COLUMNS[kind].names)) {
    if (map[field]) continue;
    const found = headers.filter((header) => names.includes(bare(header)));
    if (found.length > 1) throw invalidInput(`Columns ${found.join(' and ')} may both be ${field}.`, { hint: `State it in a mapping file: {"columns": {"${field}": "${found[0]}"}}` });
    if (found[0] !== undefined) map[field] = found[0];
  }
  return map;
}

/** The kinds whose required fields the headers and constants cover. Most demanding first. */
export function kindsThatFit(headers: readonly string[], constants: ReadonlySet<string>, stated: ColumnMap = {}): CsvKind[] {
  const fits = CSV_KINDS.filter((kind) => COLUMNS[kind].required.every((field) => (
    constants.has(field) || stated[field] !== undefined || headers.some((header) => COLUMNS[kind].names[field]?.includes(bare(header)))
  )));
  // A trade file also states prices; its kind column tells it apart.
  return fits.includes('transactions') ? fits.filter((kind) => kind !== 'prices' && kind !== 'fx') : fits;
}

/** How many headers are known to any kind: tells the delimiter. */
export function knownHeaders(headers: readonly string[], stated: ColumnMap = {}): number {
  const names = new Set(CSV_KINDS.flatMap((kind) => Object.values(COLUMNS[kind].names).flat()));
  return headers.filter((header) => names.has(bare(header)) || Object.values(stated).includes(header)).length;
}
