import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { decimal } from '../shared/decimal.ts';
import { invalidInput } from '../shared/errors.ts';
import { parseExact } from './exact-json.ts';
import type { Table, TableRow } from './read-table.ts';

const RATE_HEADERS = ['base', 'quote', 'date', 'rate'];

/** True for the European Central Bank's layout: a day, then one column for each currency against the euro. */
export function isEcbTable(headers: readonly string[]): boolean {
  const [first, ...rest] = headers.filter((header) => header !== '');
  return first?.toLowerCase() === 'date' && rest.length > 0 && rest.every((header) => /^[A-Z]{3}$/.test(header));
}

/** One row a rate, units of the currency for one euro. `N/A` and empty cells are days without a rate, not errors. */
export function ecbTable({ delimiter, headers, rows }: Table): Table {
  const long = rows.flatMap(({ line, cells }) => headers.slice(1).flatMap((currency, at): TableRow[] => {
    const rate = cells[at + 1]?.trim() ?? '';
    return currency === '' || rate === '' || rate === 'N/A' ? [] : [{ line, cells: ['EUR', currency, cells[0]?.trim() ?? '', rate] }];
  }));
  return { delimiter, headers: RATE_HEADERS, rows: long };
}

const list = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((one) => [one])]);
const EcbXml = z.object({ Envelope: z.object({ Cube: z.object({ Cube: list(z.object({ time: z.string(), Cube: list(z.object({ currency: z.string(), rate: z.string() })) })) }) }) });

/** The European Central Bank's XML (daily, 90 days or the whole history). @throws AppError invalid-input for any other XML. */
export function ecbXmlTable(text: string): Table {
  // The parser itself would read half a file as a short one.
  if (XMLValidator.validate(text) !== true) throw invalidInput('The XML is not well-formed.', { hint: 'Download the file again.' });
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', removeNSPrefix: true, parseAttributeValue: false, processEntities: false });
  const read = EcbXml.safeParse(parser.parse(text));
  if (!read.success) throw invalidInput('This XML is not a file of euro reference rates.', { hint: 'Download eurofxref-daily.xml or eurofxref-hist.xml.' });
  const rows = read.data.Envelope.Cube.Cube.flatMap((day, at) => day.Cube.map(({ currency, rate }) => ({ line: at + 1, cells: ['EUR', currency, day.time, rate] })));
  return { delimiter: 'xml', headers: RATE_HEADERS, rows };
}

/** Numbers arrive as the digits of the file, so that no float comes between. */
const Digits = z.string();
const Ghostfolio = z.object({
  activities: z.array(z.object({
    id: z.string().optional(), accountId: z.string().nullish(), comment: z.string().nullish(), currency: z.string(), date: z.string(), fee: Digits, quantity: Digits,
    symbol: z.string(), type: z.string(), unitPrice: Digits,
  })),
});
const GHOSTFOLIO_HEADERS = ['kind', 'date', 'security', 'quantity', 'price', 'amount', 'fees', 'currency', 'reference', 'note'];

/** Ghostfolio's activity export. The line of a row is the activity's place in the list, from 1. @throws AppError invalid-input for other JSON. */
export function ghostfolioTable(text: string): Table {
  const read = Ghostfolio.safeParse(parseExact(text));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw invalidInput(`This JSON is not a Ghostfolio export: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(), { hint: 'Export the activities in Ghostfolio as JSON.' });
  }
  const rows = read.data.activities.map((activity, at): TableRow => {
    const isTrade = activity.type === 'BUY' || activity.type === 'SELL';
    const total = () => decimal(activity.quantity).times(activity.unitPrice).toFixed();
    // A fee activity states the amount as its fee, with nothing bought.
    const amount = isTrade ? '' : activity.type === 'FEE' ? activity.fee : total();
    return { line: at + 1, cells: [
      activity.type, activity.date, isTrade || activity.type === 'DIVIDEND' ? activity.symbol : '', isTrade ? activity.quantity : '', isTrade ? activity.unitPrice : '',
      amount, isTrade && activity.fee !== '0' ? activity.fee : '', activity.currency, activity.id ?? '', activity.comment ?? '',
    ] };
  });
  return { delimiter: 'json', headers: GHOSTFOLIO_HEADERS, rows };
}
