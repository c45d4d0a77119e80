import { resolvePrincipal } from '../../../src/access/resolve-principal.ts';
import { TABLES } from '../../../src/entities/index.ts';
import { entityOf } from '../binding.ts';
import { TODAY, type Person } from '../fixture.ts';
import type { Observation } from '../observation.ts';

/** What a person can read of the rows that the case made or changed, through the door that their own requests use. */
export async function visibleTo({ tenant, before }: Observation, person: Person, tables: readonly string[] = TABLES.map(({ schema }) => schema.meta.tableName)): Promise<string> {
  const principal = await resolvePrincipal(tenant.app.database.orm.em.fork(), person.userId, TODAY);
  if (!principal) return '';
  const db = tenant.app.openScope(principal);
  const found: string[] = [];
  for (const table of tables) {
    const known = new Set(before.rows.get(table)?.keys());
    for (const row of await db.find(entityOf(table))) {
      const { id } = row as { id?: string }; // most tables have one; those without are few and always looked at
      if (id === undefined || !known.has(id) || tables.length < 20) found.push(JSON.stringify(row));
    }
  }
  return found.join('\n');
}
