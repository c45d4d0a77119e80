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
