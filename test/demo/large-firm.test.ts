import { expect, test } from 'vitest';
import { seedLargeFirm } from '../../src/demo/large-firm.ts';
import { Holding } from '../../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { givenDatabase } from '../support/databases.ts';

test('a firm of a given size has that many clients and portfolios, and its holdings are derived', async () => {
  const database = await givenDatabase('sqlite');
  const progress: number[] = [];
  await seedLargeFirm(database, { today: isoDate('2026-11-23'), seed: 3, size: { clients: 130, advisors: 3, portfoliosPerClient: 1, years: 1 }, onProgress: (done) => progress.push(done) });
  const em = database.orm.em.fork();
  expect(await em.count(Client)).toBe(130);
  expect(await em.count(Portfolio)).toBe(130);
  expect(await em.count(Holding)).toBeGreaterThan(1_000);
  expect(progress).toEqual([50, 100, 130]);
  await database.close();
}, 120_000);
