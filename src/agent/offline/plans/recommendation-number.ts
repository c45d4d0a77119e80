import { answered, call, rowsOf, type Plan, type Scene } from './scene.ts';

const TABLE = 'AIRecommendations';

/** Tools know recommendations by number; who has the id of one gets its number first. */
export function withNumber(scene: Scene, typed: string, then: (number: number) => Plan): Plan {
  if (/^\d{1,9}$/.test(typed)) return then(Number(typed));
  const lookUp = call('query_records', { table: TABLE, fields: ['number'], filters: [{ field: 'id', op: 'eq', value: typed }], limit: 1 });
  if (!answered(scene, 'query_records')) return [lookUp];
  const number = rowsOf(scene, 'query_records', 'records')[0]?.['number'];
  return number === undefined || number === null ? { ambiguity: 'missing_reference', question: 'There is no recommendation with this id within your reach. Which one do you mean?' } : then(Number(number));
}

export type NumberMeant = { readonly kind: 'one'; readonly number: string } | { readonly kind: 'several'; readonly numbers: readonly string[] } | { readonly kind: 'none' };

const IN_A_ROW = / (?:recommendations|recs|decisions|proposals|numbers) (?:(?:numbers|nos) )?#?(\d{1,5}(?:(?: and| or| versus| vs)? #?\d{1,5}(?= ))+) /;
/** So many records can be told of in one answer. */
export const MOST_IN_A_ROW = 4;

/** "Recommendations 44 and 45": each of several that are named in a row; none where it is one or a span of years. */
export function numbersInARow(words: string): number[] {
  const numbers = (IN_A_ROW.exec(words)?.[1] ?? '').split(/[^\d]+/).filter((part) => part !== '' && !/^(?:19|20)\d\d$/.test(part)).map(Number);
  return numbers.length > 1 ? [...new Set(numbers)] : [];
}

/** Answers of these name the recommendations that a later "it" or "that" may mean. */
const NAMING: ReadonlySet<string> = new Set(['propose_recommendation', 'get_recommendation', 'get_decision', 'list_recommendations', 'review_recommendation', 'decide_recommendation']);

/** The recommendation meant: by its number, or as the one that the last answer of this conversation was about. */
export function numberMeant({ ask, earlier }: Pick<Scene, 'ask' | 'earlier'>): NumberMeant {
  const said = ask.slots.recommendationNumber;
  if (said) return { kind: 'one', number: said };
  if (ask.mentions.some(({ candidates }) => candidates[0]?.kind === 'client' || candidates[0]?.kind === 'portfolio') && !ask.newWords) return { kind: 'none' };
  const last = earlier.findLast(({ tool, answer }) => tool !== 'find_names' && answer !== undefined);
  if (!last?.answer || !NAMING.has(last.tool)) return { kind: 'none' };
  const own = last.answer.facts.find(({ key }) => key === 'number')?.value ?? last.args['recommendationNumber'];
  if (typeof own === 'string' || typeof own === 'number') return { kind: 'one', number: String(own) };
  const numbers = rowsOf({ results: [last] }, last.tool, 'recommendations').map((row) => String(row['number'] ?? '')).filter(Boolean);
  return numbers.length === 1 ? { kind: 'one', number: numbers[0]! } : numbers.length > 1 ? { kind: 'several', numbers } : { kind: 'none' };
}
