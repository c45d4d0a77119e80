import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { scopedDbs } from '../../src/access/scoped-dbs.ts';
import { jobRunner } from '../../src/compose-jobs.ts';
import { readSettings } from '../../src/config.ts';
import { CurrencyExchangeRate } from '../../src/entities/markets/currency-exchange-rate.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { fixedDayClock } from '../../src/shared/clock.ts';
import { idSource } from '../../src/shared/ids.ts';
import { givenDatabase } from '../support/databases.ts';

test('feeds run on schedule only where the settings name them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'feed-job-'));
  const server = createServer((_request, response) => { response.end('<Envelope><Cube><Cube time="2026-11-20"><Cube currency="USD" rate="1.15"/></Cube></Cube></Envelope>'); });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
  const database = await givenDatabase('sqlite');
  const clock = fixedDayClock(isoDate('2026-11-23'), () => new Date('2026-11-23T12:00:00Z'));
  const runner = async (feeds: string) => {
    const jobs = jobRunner({
      settings: readSettings({ DATA_DIR: folder, FX_FEED_URL: url, FEEDS: feeds }), database, clock, newId: idSource(() => clock.now().getTime()),
      openScope: scopedDbs({ em: database.orm.em, onDenied: async () => undefined }), log: pino({ level: 'silent' }),
    });
    await jobs.register();
    return jobs;
  };
  try {
    await expect((await runner('')).run('refresh_feeds')).rejects.toThrow(/no such job/);
    expect(await (await runner('ecb')).run('refresh_feeds')).toMatchObject({ ran: true, summary: 'ecb: succeeded, 1 added, 0 corrected.' });
    expect(await database.orm.em.fork().count(CurrencyExchangeRate)).toBe(1);
    await expect(runner('nothing')).rejects.toThrow(/There is no feed "nothing"/);
  } finally {
    server.close();
    await database.close();
    rmSync(folder, { recursive: true });
  }
}, 60_000);
