import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { AbstractSqlConnection } from '@mikro-orm/sql';
import { expect, test } from 'vitest';
import { AiModelVersion } from '../../src/entities/analytics/ai-model-version.entity.ts';
import { ENGINE_VERSION } from '../../src/domain/advice/engine-version.ts';
import { CURRENT_RULE_SET } from '../../src/domain/compliance/check-compliance.ts';
import { givenDatabase } from '../support/databases.ts';
import { fill } from './given-advised.ts';

/** Each kill costs the start of a process. `KILLS=500` is the whole run. */
const KILLS = Number(process.env['KILLS'] ?? 12);
/** A draft takes less than this once the code is warm: a kill falls anywhere between two of them. */
const LATEST_MS = 250;

/** Rows that should not be: each query counts one kind of them. */
const ORPHANS: Readonly<Record<string, string>> = {
  'recommendation without all of its checks': `select count(*) as n from AIRecommendations r where (select count(*) from ComplianceChecks c where c.recommendation_id = r.id) <> ${CURRENT_RULE_SET.rules.length}`,
  'recommendation without its three audit entries': "select count(*) as n from AIRecommendations r where (select count(*) from AuditLogs a where a.object_id = r.id and a.event in ('recommendation.drafted','recommendation.checked')) <> 2 or (select count(*) from AuditLogs a where a.object_id = r.id and a.event in ('recommendation.released','recommendation.sent_to_review','recommendation.blocked')) <> 1",
  'recommendation without its trail': "select count(*) as n from AIRecommendations r where not exists (select 1 from AuditTrails t where t.row_key = r.id and t.operation = 'insert')",
  'recommendation without its review': "select count(*) as n from AIRecommendations r where (select count(*) from WorkflowSteps s join WorkflowInstances w on w.id = s.instance_id where w.subject_id = r.id) <> 4",
  'check of no recommendation': "select count(*) as n from ComplianceChecks c where c.trigger_kind = 'recommendation' and not exists (select 1 from AIRecommendations r where r.id = c.recommendation_id)",
  'audit entry of no recommendation': "select count(*) as n from AuditLogs a where a.object_type = 'AIRecommendations' and not exists (select 1 from AIRecommendations r where r.id = a.object_id)",
  'trail of no recommendation': "select count(*) as n from AuditTrails t where t.table_name = 'AIRecommendations' and not exists (select 1 from AIRecommendations r where r.id = t.row_key)",
  'review of no recommendation': "select count(*) as n from WorkflowInstances w where w.subject_type = 'AIRecommendations' and not exists (select 1 from AIRecommendations r where r.id = w.subject_id)",
  'strategy with two open ones': "select count(*) as n from (select strategy from AIRecommendations where status in ('in_review','released','blocked') group by portfolio_id, strategy having count(*) > 1) doubles",
};

test(`killed ${KILLS} times at random moments: no orphan, none without its checks and audit, none shown that is not stored`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-kill-'));
  const file = join(folder, 'steward.sqlite');
  const database = await givenDatabase('sqlite', file);
  const connection = database.orm.em.getConnection() as AbstractSqlConnection; // ours are SQL drivers
  const count = async (sql: string): Promise<number> => Number((await connection.execute<{ n: number }[]>(sql))[0]?.n);
  const shown = new Set<number>();
  try {
    await fill(database);
    await database.orm.em.fork().insert(AiModelVersion, { id: 'v1', label: 'v1', provider: 'p', modelId: 'm', promptName: 'p', promptHash: 'a'.repeat(64), catalogueHash: 'b'.repeat(64), engineVersion: ENGINE_VERSION, status: 'active', releasedOn: new Date('2026-01-01'), parameters: {}, createdAt: new Date('2026-01-01') });
    const random = seeded(20_261_123);

    /** A process that is ready to draft, and waits for the word: the embedded database has one writer. */
    async function start() {
      const child = spawn(process.execPath, ['test/advice/draft-loop.ts', file, 'v1'], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') } });
      const exit = once(child, 'exit');
      const lines = new EventEmitter();
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line !== 'ready') shown.add(Number(line));
        lines.emit(line === 'ready' ? 'ready' : 'draft');
      });
      await Promise.race([once(lines, 'ready'), exit]);
      return { child, exit, lines };
    }

    let next = start();
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const { child, exit, lines } = await next;
      // The one after it starts meanwhile.
      next = start();
      const drafted = once(lines, 'draft');
      child.stdin.write('go');
      // One in four dies around its very first draft, with the code still cold.
      if (random() >= 0.25) await Promise.race([drafted, exit]);
      await wait(random() * LATEST_MS);
      child.kill('SIGKILL');
      expect(await exit, 'it must have been the kill').toEqual([null, 'SIGKILL']);
      for (const [what, sql] of Object.entries(ORPHANS)) expect(await count(sql), what).toBe(0);
      if (kill % 25 === 0) console.log(`${kill} of ${KILLS} kills.`);
    }
    const last = await next;
    last.child.kill('SIGKILL');
    await last.exit;
    const stored = new Set((await connection.execute<{ number: number }[]>('select number from AIRecommendations')).map(({ number }) => number));
    expect([...shown].filter((number) => !stored.has(number))).toEqual([]);
    expect(stored.size).toBeGreaterThan(KILLS / 2);
    console.log(`${KILLS} kills: ${stored.size} recommendations stored, ${shown.size} of them shown.`);
  } finally {
    await database.close();
    rmSync(folder, { recursive: true });
  }
}, 60_000 + KILLS * 6_000);

/** Mulberry32: the same moments each time, as far as a scheduler allows. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
