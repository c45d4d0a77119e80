import { invalidInput } from '../shared/errors.ts';

export const CSV_KINDS = ['prices', 'fx', 'securities', 'transactions', 'holdings'] as const;
export type CsvKind = (typeof CSV_KINDS)[number];
/** Our field → header of the file. */
export type ColumnMap = Readonly<Record<string, string>>;

interface KindColumns {
  readonly required: readonly string[];
  /** Of these the file must have one at least. */
  readonly oneOf?: readonly string[];
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
  holdings: {
    required: ['security', 'quantity', 'date', 'currency'], oneOf: ['cost', 'unitCost'],
    names: {
      portfolio: ['portfolio', 'account', 'depot'], security: SECURITY, quantity: ['quantity', 'shares', 'units', 'qty', 'position', 'stck'],
      date: [...DATE, 'asof', 'asofdate', 'positiondate', 'transferdate'], currency: ['currency', 'ccy', 'whrung'],
      cost: ['cost', 'costbasis', 'totalcost', 'bookvalue', 'bookcost', 'einstandswert'], unitCost: ['unitcost', 'averagecost', 'avgcost', 'averageprice', 'costprice', 'purchaseprice', 'einstandskurs'],
      acquired: ['acquired', 'acquiredon', 'acquisitiondate', 'purchasedate', 'openingdate'], marketValue: ['marketvalue', 'value', 'kurswert'],
      costFxRate: ['costfxrate', 'fxrateatcost'], reference: ['reference', 'id', 'externalref', 'positionid'], note: ['note', 'comment', 'remark'],
    },
  },
};

export const NUMBER_FIELDS = new Set(['close', 'rate', 'quantity', 'price', 'amount', 'fees', 'taxes', 'fxRate', 'newShares', 'oldShares', 'cost', 'unitCost', 'marketValue', 'costFxRate']);
export const DATE_FIELDS = new Set(['date', 'settleDate', 'acquired']);

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

/** Fields without which the rows of a kind cannot be made, and that nothing gives. */
export function lackingFields(kind: CsvKind, given: ReadonlySet<string>): string[] {
  const { required, oneOf = [] } = COLUMNS[kind];
  const lacking = required.filter((field) => !given.has(field));
  return oneOf.length === 0 || oneOf.some((field) => given.has(field)) ? lacking : [...lacking, oneOf.join(' or ')];
}

/** The kinds whose required fields the headers and constants cover. */
export function kindsThatFit(headers: readonly string[], constants: ReadonlySet<string>, stated: ColumnMap = {}): CsvKind[] {
  const given = (kind: CsvKind) => Object.entries(COLUMNS[kind].names).filter(([field, names]) => stated[field] !== undefined || headers.some((header) => names.includes(bare(header)))).map(([field]) => field);
  const fits = CSV_KINDS.filter((kind) => lackingFields(kind, new Set([...constants, ...given(kind)])).length === 0);
  // A file of trades or positions also states prices; its kind or cost column tells it apart.
  const [told] = (['transactions', 'holdings'] as const).filter((kind) => fits.includes(kind));
  return told ? fits.filter((kind) => kind === told || kind === 'securities') : fits;
}

/** How many headers are known to any kind: tells the delimiter. */
export function knownHeaders(headers: readonly string[], stated: ColumnMap = {}): number {
  const names = new Set(CSV_KINDS.flatMap((kind) => Object.values(COLUMNS[kind].names).flat()));
  return headers.filter((header) => names.has(bare(header)) || Object.values(stated).includes(header)).length;
}
