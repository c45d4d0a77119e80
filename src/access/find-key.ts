import type { EntityClass, EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isPlainObject, singleKey } from './scope-condition.ts';
import type { Condition } from './compile-reach.ts';

export function metaOf<T extends object>(em: SqlEntityManager, entity: EntityClass<T>): EntityMetadata {
  return em.getMetadata().get(entity) as unknown as EntityMetadata; // the callers work on columns by name
}

/** Whether the row exists at all, whoever asks: only for telling a denial from a miss in the log. */
export async function rowExists(em: SqlEntityManager, meta: EntityMetadata, where: unknown): Promise<boolean> {
  const condition = typeof where === 'string' ? { [singleKey(meta)]: where } : (where as Condition); // checked by the scoped read before
  const count = await em.createQueryBuilder(meta.class, 'e').where(condition).limit(1).getCount();
  return count > 0;
}

/** The condition as one line for the log: an id as it is, an object as JSON. */
export function keyText(where: unknown): string {
  return (typeof where === 'string' ? where : isPlainObject(where) && typeof where['id'] === 'string' ? where['id'] : JSON.stringify(where)).slice(0, 200);
}
