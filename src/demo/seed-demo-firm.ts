import type { Database } from '../db/open-database.ts';
import type { IsoDate } from '../shared/calendar.ts';
import { idSource } from '../shared/ids.ts';
import type { DemoContext } from './context.ts';
import { Market } from './market/market.ts';
import { addRatings } from './market/seed-ratings.ts';
import { seedMarket } from './market/seed-market.ts';
import { seedPeople } from './people/seed-people.ts';
import { addPortfoliosOf } from './portfolios/seed-portfolios.ts';
import { SeededRandom } from './random.ts';
import { TableWriter } from './table-writer.ts';
import { TradingCalendar } from './trading-days.ts';

export const HISTORY_YEARS = 6;

export interface SeedOptions {
  /** The day of the firm: all dates are relative to it, and nothing is recorded after it begins. */
  readonly today: IsoDate;
  readonly seed: number;
  /** Called as parts are finished: `done` of 1. */
  readonly onProgress?: (done: number, step: string) => void;
}

/**
 * Fills a migrated, empty database with the demo firm, in one transaction. The same day and seed give the same rows, ids included.
 */
export async function seedDemoFirm(database: Database, { today, seed, onProgress = () => undefined }: SeedOptions): Promise<void> {
  await database.orm.em.fork().transactional(async (em) => {
    const context = contextOf(new TableWriter(em), today, seed);
    onProgress(0, 'Prices');
    const market = new Market(new TradingCalendar(today, HISTORY_YEARS), seed);
    const ids = await seedMarket(context, market, database.kind);
    addRatings(context, market, ids.securities);
    onProgress(0.3, 'People and portfolios');
    const people = seedPeople(context);
    const histories = people.clients.flatMap((client) => addPortfoliosOf(context, client, market, ids));
    await context.writer.flush();
    void histories;
    onProgress(1, 'Done');
  });
}

function contextOf(writer: TableWriter, today: IsoDate, seed: number): DemoContext {
  const ids = new SeededRandom(seed, 'ids');
  const startMs = Date.parse(`${today}T00:00:00Z`);
  return { today, seed, writer, newId: idSource(() => startMs, () => ids.bytes(16)), random: (stream) => new SeededRandom(seed, stream) };
}
