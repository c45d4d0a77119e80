import type { ScopedDb } from '../access/scoped-db.ts';
import { engineVersionRow } from '../data/advice/insights/engine-version-row.ts';
import { findAndSaveInsights } from '../data/advice/insights/find-and-save-insights.ts';
import type { InsightRun } from '../data/advice/insights/save-insights.ts';
import { loadBookClients } from '../data/clients/load-book.ts';
import type { SaveTools } from '../data/workflow/save-work.ts';
import type { Job } from './job.ts';

/** Some dozen milliseconds of work at a time, so that people's requests come in between. */
const BATCH = 5;

export interface NightlyInsights extends InsightRun {
  readonly clients: number;
}

/** Looks at every client of the firm. A second run of the same day changes nothing. */
export async function findInsightsNightly({ db, breathe = async () => undefined, ...tools }: SaveTools & { readonly db: ScopedDb; readonly breathe?: () => Promise<void> }): Promise<NightlyInsights> {
  const clients = await loadBookClients(db);
  const modelVersionId = await engineVersionRow(db, tools);
  const sum = { clients: clients.length, opened: 0, updated: 0, resolved: 0, unchanged: 0 };
  for (let start = 0; start < clients.length; start += BATCH) {
    const run = await findAndSaveInsights(db, { clientIds: clients.slice(start, start + BATCH).map(({ id }) => id), modelVersionId }, tools);
    for (const key of ['opened', 'updated', 'resolved', 'unchanged'] as const) sum[key] += run[key];
    await breathe();
  }
  return sum;
}

export const findInsightsJob: Job = {
  name: 'nightly_insights', description: 'Looks for drift, concentration, risk, cost, goals and moods worth a word', cron: '15 0 * * *',
  async run(context) {
    const { clients, opened, updated, resolved, unchanged } = await findInsightsNightly(context);
    return `${clients} clients: ${opened} insights opened, ${updated} updated, ${resolved} resolved, ${unchanged} as before.`;
  },
};
