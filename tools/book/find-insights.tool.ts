import { z } from 'zod';
import { findAndSaveInsights } from '../../src/data/advice/insights/find-and-save-insights.ts';
import { loadInsights } from '../../src/data/advice/load-recommendations.ts';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { answer } from '../../src/shared/answer.ts';
import { AppError } from '../../src/shared/errors.ts';
import { defineTool } from '../define-tool.ts';
import { plainFigure } from '../portfolio/figures.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';

/**
 * A draft that stores, like a proposed recommendation: the record is the firm's own, nothing moves and nothing reaches the client by it, so it
 * asks for no approval. The client must be within reach.
 */
export const findInsightsTool = defineTool({
  name: 'find_insights', effect: 'draft', version: 1, roles: ['advisor'],
  purpose: 'Looks at one client now: finds drift, concentration, risk, cost, goal and mood alerts and puts them on record. Shares nothing with the client.',
  input: z.strictObject({ client: z.string().trim().min(1).max(120) }),
  async run(asked, context) {
    const { db, clock } = context;
    const { clientId, label } = await loadClientSubject(db, asked);
    if (!context.modelVersion) throw new AppError('unavailable', 'Nothing can be recorded from here.');
    const run = await findAndSaveInsights(db, { clientIds: [clientId], modelVersionId: await context.modelVersion() }, context);
    const today = clock.today();
    const found = await loadInsights(db, { clientId, limit: 50 }, today);
    const basis = { asOf: today, method: 'compared with what was on record before' };
    return answer({
      title: `What stands out about ${label} today`, asOf: today,
      figures: [
        countFigure('count', 'Alerts', found.total, today), plainFigure('opened', 'New', run.opened, 'count', basis), plainFigure('updated', 'Moved on', run.updated, 'count', basis),
        plainFigure('resolved', 'No longer found', run.resolved, 'count', basis),
      ],
      tables: [recordsTable('insights', 'Alerts', found, [
        ['title', 'Alert', 'text', quoted], ['portfolio', 'Portfolio', 'name', quoted], ['kind', 'Kind'], ['severity', 'Severity'], ['status', 'Status'], ['detectedAt', 'Found', 'date'], ['detail', 'Detail', 'text', quoted], ['confidence', 'Confidence', 'fraction'], ['id', 'Id', 'id'],
      ])],
      caveats: found.total === 0 ? ['Nothing stands out today.'] : [],
    });
  },
});
