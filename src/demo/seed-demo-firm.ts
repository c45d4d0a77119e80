import type { Database } from '../db/open-database.ts';
import { rebuildDerived } from '../data/derived/index.ts';
import type { IsoDate } from '../shared/calendar.ts';
import { contextOf, type DemoContext } from './context.ts';
import type { Firm } from './firm.ts';
import { addAdvice } from './history/advice.ts';
import { AuditHistory } from './history/audit-history.ts';
import { addAnnouncedPayouts, addBilling } from './history/billing.ts';
import { addComplianceRuns } from './history/compliance.ts';
import { addConversations } from './history/conversations.ts';
import { addDocuments } from './history/documents.ts';
import { addInsights } from './history/insights.ts';
import { addEngineAdvice } from './history/engine-advice.ts';
import { addModels, type Models } from './history/model-versions.ts';
import { addOutreach } from './history/outreach.ts';
import { addPlanning } from './history/planning.ts';
import { addSecurity } from './history/security.ts';
import { addService } from './history/service.ts';
import { addSystem } from './history/system.ts';
import { Market } from './market/market.ts';
import { addRatings } from './market/seed-ratings.ts';
import { seedMarket } from './market/seed-market.ts';
import { CAST } from './people/cast.ts';
import { seedPeople } from './people/seed-people.ts';
import { addPortfoliosOf } from './portfolios/seed-portfolios.ts';
import { TableWriter } from './table-writer.ts';
import { TradingCalendar } from './trading-days.ts';
import { beginFirm, finishFirm } from './unfinished-firm.ts';

export const HISTORY_YEARS = 6;

export interface SeedOptions {
  /** The day of the firm: all dates are relative to it, and nothing is recorded after it begins. */
  readonly today: IsoDate;
  readonly seed: number;
  /** Called as parts are finished: `done` of 1. */
  readonly onProgress?: (done: number, step: string) => void;
}

/**
 * Fills a migrated, empty database with the demo firm and derives holdings, snapshots, income, tax and performance from its transactions.
 * The same day and seed give the same rows, ids included. The facts are written in one transaction, the derived rows in batches after it.
 */
export async function seedDemoFirm(database: Database, { today, seed, onProgress = () => undefined }: SeedOptions): Promise<void> {
  onProgress(0, 'Prices and exchange rates');
  const { firm, models } = await database.orm.em.fork().transactional(async (em) => {
    await beginFirm(em, today, CAST.length);
    const context = contextOf(new TableWriter(em), today, seed);
    const market = new Market(new TradingCalendar(today, HISTORY_YEARS), seed);
    const ids = await seedMarket(context, market, database.kind);
    addRatings(context, market, ids.securities);
    onProgress(0.3, 'People and portfolios');
    const people = seedPeople(context);
    const histories = people.clients.flatMap((client) => addPortfoliosOf(context, client, market, ids));
    await context.writer.flush();
    onProgress(0.5, 'Advice, service and audit records');
    const firm: Firm = { market, ids, people, histories };
    const models = addHistory(context, firm);
    await context.writer.flush();
    return { firm, models };
  });
  const derivedFrom = 0.65;
  await rebuildDerived(database.orm.em.fork(), { today, onProgress: (done, total) => onProgress(derivedFrom + (1 - derivedFrom) * (done / total), 'Holdings, values and performance') });
  onProgress(0.98, 'Advice of the night');
  await addEngineAdvice(database, firm, models, { today, seed });
  await finishFirm(database.orm.em.fork());
  onProgress(1, 'Done');
}

/** What happened around the portfolios. Parents first: advice before the tasks and rebalances that point to it. */
function addHistory(context: DemoContext, firm: Firm): Models {
  const audit = new AuditHistory();
  const models = addModels(context);
  addConversations(context, firm, models, audit);
  const advice = addAdvice(context, firm, models, audit);
  addInsights(context, firm, models);
  addPlanning(context, firm, advice);
  addBilling(context, firm);
  addAnnouncedPayouts(context, firm);
  addComplianceRuns(context, firm);
  addService(context, firm, advice);
  addDocuments(context, firm, audit);
  addOutreach(context, firm, audit);
  addSecurity(context, firm, audit);
  addSystem(context, firm);
  audit.write(context);
  return models;
}
