/** Waits for a word, then drafts one recommendation after the other until it is killed; says each number that it was told of. Run by killed-draft.test.ts. */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { scopedDbs } from '../../src/access/scoped-dbs.ts';
import { trailHook } from '../../src/audit/record-trail.ts';
import { proposeRecommendation } from '../../src/data/advice/propose-recommendation.ts';
import { openDatabase } from '../../src/db/open-database.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { idSource } from '../../src/shared/ids.ts';

const [file = '', modelVersionId = ''] = process.argv.slice(2);
const clock = fixedDayClock(isoDate('2026-11-23'), () => new Date());
const tools = { clock, newId: idSource(() => clock.now().getTime()) };
const database = await openDatabase({ file });
const open = scopedDbs({ em: database.orm.em, onDenied: async () => undefined, hooks: [trailHook(tools)] });
const OBJECTIVES = ['rebalance', 'do_nothing', 'auto'] as const;

writeSync(1, 'ready\n');
await once(process.stdin, 'data');
for (let turn = 0; ; turn += 1) {
  const db = open({ userId: 'u-dora', role: 'advisor', displayName: 'Dora Lind', clientIds: ['anna', 'carl', 'cleo'], advisorId: 'dora' });
  const { number } = await proposeRecommendation(db, { portfolioId: 'alpine', request: { objective: OBJECTIVES[turn % 3]!, constraints: {} } }, { modelVersionId, tool: { name: 'propose_recommendation', version: 1 } }, tools);
  writeSync(1, `${number}\n`);
}
