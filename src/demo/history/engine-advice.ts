import { ScopedDb } from '../../access/scoped-db.ts';
import { SERVICE_PRINCIPAL } from '../../access/scoped-dbs.ts';
import { bindPrincipal } from '../../access/write-guard.ts';
import { proposeRecommendation } from '../../data/advice/propose-recommendation.ts';
import type { Database } from '../../db/open-database.ts';
import { fixedDayClock } from '../../shared/clock.ts';
import { idSource } from '../../shared/ids.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { at } from '../context.ts';
import { historiesOf, type Firm } from '../firm.ts';
import { SeededRandom } from '../random.ts';
import type { Models } from './model-versions.ts';

/** Clients whose second portfolio the engine looks at today: one of each fate, and none that a story of the past is about. */
const ASKED_FOR = ['marchetti', 'delacroix', 'clarke', 'alder', 'tanaka', 'webb'];

/**
 * What the night before today brought: recommendations by the real engine under the real rules, with everything kept that is needed to
 * explain, replay and carry them out. Those of the past are history as it was recorded. Runs once holdings are derived.
 */
export async function addEngineAdvice(database: Database, firm: Firm, models: Models, { today, seed }: { readonly today: IsoDate; readonly seed: number }): Promise<number> {
  const random = new SeededRandom(seed, 'engine advice');
  const midnight = at(today, '00:00');
  const tools = { clock: fixedDayClock(today, () => midnight), newId: idSource(() => midnight.getTime(), () => random.bytes(16)) };
  let made = 0;
  for (const key of ASKED_FOR) {
    const client = firm.people.clients.find(({ cast }) => cast.key === key);
    const second = client && historiesOf(firm, client)[1];
    if (!second) continue;
    const em = database.orm.em.fork() as ConstructorParameters<typeof ScopedDb>[0]['em']; // both engines are SQL
    bindPrincipal(em, SERVICE_PRINCIPAL);
    const db = new ScopedDb({ em, principal: SERVICE_PRINCIPAL, onDenied: async () => undefined });
    await proposeRecommendation(db, { portfolioId: second.plan.id, request: { objective: 'auto', constraints: {} } }, { modelVersionId: models.active.id, tool: { name: 'propose_recommendation', version: 1 } }, tools);
    made += 1;
  }
  return made;
}
