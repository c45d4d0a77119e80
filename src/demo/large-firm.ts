import type { Database } from '../db/open-database.ts';
import { rebuildDerived } from '../data/derived/index.ts';
import { MarketLoader } from '../data/derived/load-market.ts';
import { CLIENT_KINDS, RISK_PROFILES } from '../entities/clients/client.entity.ts';
import type { IsoDate } from '../shared/calendar.ts';
import { contextOf, type DemoContext } from './context.ts';
import { Market } from './market/market.ts';
import { addRatings } from './market/seed-ratings.ts';
import { seedMarket, type MarketIds } from './market/seed-market.ts';
import type { CastClient, CastPortfolio, StrategyName } from './people/cast-types.ts';
import { addBookClient, addOffice, type Office } from './people/seed-book.ts';
import { addPortfoliosOf } from './portfolios/seed-portfolios.ts';
import type { SeededRandom } from './random.ts';
import { TableWriter } from './table-writer.ts';
import { TradingCalendar } from './trading-days.ts';
import { beginFirm, finishFirm, noteClients } from './unfinished-firm.ts';

export interface FirmSize {
  readonly clients: number;
  readonly advisors: number;
  readonly portfoliosPerClient: number;
  /** Length of the price history, and the greatest age of a portfolio. */
  readonly years: number;
}

export interface LargeFirmOptions {
  readonly today: IsoDate;
  readonly seed: number;
  readonly size: FirmSize;
  readonly onProgress?: (clients: number, rows: number) => void;
}

/** Of two portfolios each: what a batch writes fits into the engine's cache. */
const CLIENTS_A_BATCH = 50;
const HOMES = [['US', 'USD'], ['GB', 'GBP'], ['DE', 'EUR'], ['FR', 'EUR'], ['CH', 'CHF'], ['JP', 'JPY'], ['CA', 'CAD']] as const;
const FIRST = ['Alice', 'Bruno', 'Clara', 'Dario', 'Edith', 'Felix', 'Greta', 'Hector', 'Iris', 'Jonas', 'Karin', 'Leo', 'Mona', 'Nils', 'Olga', 'Pavel', 'Quentin', 'Rosa', 'Simon', 'Tessa'] as const;
const LAST = ['Abbott', 'Berger', 'Castellano', 'Dupont', 'Evans', 'Fischer', 'Gallo', 'Holm', 'Ito', 'Jansen', 'Keller', 'Laurent', 'Meier', 'Nowak', 'Ortiz', 'Petrov', 'Quinn', 'Rossi', 'Suzuki', 'Turner'] as const;

/**
 * Fills an empty, migrated database with a firm of any size for measurements: clients, advisors, verifications, portfolios with whole
 * histories of transactions, and everything derived from them. A batch of clients with all that is derived is one transaction, so that memory
 * stays the same however many there are, and no client is ever there by half. Until the last batch the firm is marked as unfinished.
 * It plants no stories.
 */
export async function seedLargeFirm(database: Database, { today, seed, size, onProgress = () => undefined }: LargeFirmOptions): Promise<void> {
  const market = new Market(new TradingCalendar(today, size.years), seed);
  // One source of ids for all batches, whatever transaction they are in.
  const shared = contextOf(new TableWriter(database.orm.em.fork()), today, seed);
  const { ids, office } = await database.orm.em.fork().transactional(async (em) => {
    await beginFirm(em, today, size.clients);
    const context = { ...shared, writer: new TableWriter(em) };
    const written = await seedMarket(context, market, database.kind);
    addRatings(context, market, written.securities);
    const staff = addOffice(context, size.advisors);
    await context.writer.flush();
    return { ids: written, office: staff };
  });
  const closes = new MarketLoader(today);
  const random = shared.random('large firm');
  let rows = 0;
  for (let done = 0; done < size.clients;) {
    const count = Math.min(CLIENTS_A_BATCH, size.clients - done);
    const from = done;
    rows += await database.orm.em.fork().transactional(async (em) => {
      const batch = await addBatch({ ...shared, writer: new TableWriter(em) }, { market, ids, office, random, size, from, count });
      await rebuildDerived(em, { today, portfolioIds: batch.portfolioIds, market: closes });
      await noteClients(em, from + count);
      return batch.rows;
    });
    done += count;
    onProgress(done, rows);
  }
  await database.refreshStatistics();
  await finishFirm(database.orm.em.fork());
}

interface Batch {
  readonly market: Market;
  readonly ids: MarketIds;
  readonly office: Office;
  readonly random: SeededRandom;
  readonly size: FirmSize;
  readonly from: number;
  readonly count: number;
}

async function addBatch(context: DemoContext, { market, ids, office, random, size, from, count }: Batch): Promise<{ portfolioIds: string[]; rows: number }> {
  const portfolioIds: string[] = [];
  for (let index = from; index < from + count; index += 1) {
    const client = addBookClient(context, office, drawClient(random, index, size), size.years);
    for (const { plan } of addPortfoliosOf(context, client, market, ids)) portfolioIds.push(plan.id);
    await context.writer.flushIfLarge();
  }
  await context.writer.flush();
  return { portfolioIds, rows: context.writer.written };
}

function drawClient(random: SeededRandom, index: number, { advisors, portfoliosPerClient }: FirmSize): CastClient {
  const [country, currency] = random.pick(HOMES);
  const firstName = random.pick(FIRST);
  const lastName = `${random.pick(LAST)} ${index + 1}`;
  const risk = random.pick(RISK_PROFILES);
  const kind = random.pick(CLIENT_KINDS);
  const portfolios = Array.from({ length: portfoliosPerClient }, (_, position): CastPortfolio => {
    const strategy: StrategyName = position === 0 ? risk : random.pick([...RISK_PROFILES, 'income'] as const);
    return { name: `${strategy[0]!.toUpperCase()}${strategy.slice(1)} ${position + 1}`, strategy, kind: 'taxable' };
  });
  return {
    key: `client-${index + 1}`, kind, firstName: kind === 'trust' ? null : firstName, lastName: kind === 'trust' ? null : lastName, fullName: kind === 'trust' ? `${lastName} Trust` : `${firstName} ${lastName}`,
    advisor: index % advisors, country, currency, risk, objective: 'balanced', wealthUsd: random.integer(150, 2_500) * 1_000, portfolios, stories: [],
  };
}
