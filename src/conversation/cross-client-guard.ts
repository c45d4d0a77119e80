import { loadReadRecords, type ReadRecord } from '../data/conversations/load-read-records.ts';
import { loadClientNames, type OtherName } from '../data/clients/load-client-names.ts';
import { resolveClient } from '../data/names/resolve.ts';
import { AppError } from '../shared/errors.ts';
import type { ToolContext, WriteTool } from '../../tools/define-tool.ts';
import { hiddenReadings } from './hidden-readings.ts';

/** Numbers of five digits or more, e-mail addresses, and numbers of accounts and papers: what tells one client's data from another's. */
const TELLING = /[\w.+-]+@[\w-]+\.[\w.]+|\b(?=[\w-]*\d)[A-Za-z\d]{2,}(?:-[A-Za-z\d]+)+\b|\b[A-Z]{2}\d{6,}\b|\d[\d,'’. ]*\d/g;

/** Shorter ones are prices, counts and years, which many share. */
const LEAST_TELLING = 6;

/** The refusal of a message that would tell one client about another. */
export class CrossClientBlock extends AppError {
  constructor() {
    super('not-permitted', 'The text holds data of another client.', { hint: 'Write it again with nothing but what concerns the person who will read it.' });
  }
}

/**
 * A text that a client will read may hold nothing that this conversation read about others: neither their names nor their figures and
 * numbers, plain or encoded. What the signed-in person wrote into the conversation may be passed on: that is their decision.
 * @throws CrossClientBlock
 */
export async function assertNoOtherClient(tool: WriteTool, input: Readonly<Record<string, unknown>>, context: ToolContext): Promise<void> {
  const { client, ...rest } = input;
  if (!tool.isReadByClient || typeof client !== 'string' || context.principal.role === 'client') return;
  const readings = Object.values(rest).filter((value) => typeof value === 'string').flatMap(hiddenReadings).map((reading) => reading.toLowerCase());
  const recipientId = await resolveClient(context.db, client);
  const { records, questions } = await loadReadRecords(context.db, context.conversationId, context.clock.now());
  const names = await loadClientNames(context.db);
  const said = questions.join('\n').toLowerCase();
  if (names.some((other) => other.clientId !== recipientId && isNamed(other, readings) && !said.includes(other.name.toLowerCase()))) throw new CrossClientBlock();
  const { own, foreign } = await tellingParts(records, recipientId, names, context);
  const bare = [...new Set(readings.map(withoutMarks))];
  const asked = withoutMarks(said);
  for (const part of foreign) if (!own.has(part) && !asked.includes(part) && bare.some((reading) => reading.includes(part))) throw new CrossClientBlock();
}

function isNamed({ name }: OtherName, readings: readonly string[]): boolean {
  return name.length > 4 && readings.some((reading) => reading.includes(name.toLowerCase()));
}

/** What the results say of the reader and of others: row by row where a table names its clients, else by whom the call was about. */
async function tellingParts(records: readonly ReadRecord[], recipientId: string, names: readonly OtherName[], context: ToolContext) {
  const recipient = new Set(names.filter(({ clientId }) => clientId === recipientId).map(({ name }) => name));
  const own = new Set<string>();
  const foreign = new Set<string>();
  for (const record of records) {
    const isOwn = (await subjectOf(record, names, context)) === recipientId;
    for (const part of tellingIn(record.outside)) (isOwn ? own : foreign).add(part);
    for (const row of record.rows) for (const part of tellingIn(row.text)) ((row.client === null ? isOwn : recipient.has(row.client)) ? own : foreign).add(part);
  }
  return { own, foreign };
}

/** Whom a call was about; undefined when nobody or several. */
async function subjectOf({ client, portfolio }: ReadRecord, names: readonly OtherName[], { db }: ToolContext): Promise<string | undefined> {
  if (client !== undefined) return resolveClient(db, client).catch(aboutNobody);
  return names.find(({ name, id }) => portfolio !== undefined && (id === portfolio || name.toLowerCase() === portfolio.toLowerCase()))?.clientId;
}

/** A name that fits nobody, or several, is about nobody; any other failure is one. */
function aboutNobody(error: unknown): undefined {
  if (!(error instanceof AppError && (error.code === 'not-found' || error.code === 'invalid-input'))) throw error;
}

function tellingIn(text: string): string[] {
  return (text.match(TELLING) ?? []).filter((part) => !/^\d{4}-\d\d-\d\d/.test(part)).map((part) => withoutMarks(part.toLowerCase())).filter((part) => part.length >= LEAST_TELLING);
}

/** Numbers are written with all kinds of separators. */
function withoutMarks(text: string): string {
  return text.replace(/[\s.,'’_-]/g, '');
}
