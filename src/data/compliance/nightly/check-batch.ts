import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../../access/scoped-db.ts';
import { checkCompliance, CURRENT_RULE_SET } from '../../../domain/compliance/check-compliance.ts';
import type { ComplianceSubject } from '../../../domain/compliance/compliance-subject.ts';
import { flagChanges, type CheckedPortfolio } from '../../../domain/compliance/flag-changes.ts';
import type { StateSecurity } from '../../../domain/portfolio-state/portfolio-state.ts';
import { ComplianceCheck } from '../../../entities/compliance/compliance-check.entity.ts';
import { RegulatoryFlag } from '../../../entities/compliance/regulatory-flag.entity.ts';
import { retriedTransaction } from '../../retry-conflicts.ts';
import type { SaveTools } from '../../workflow/save-work.ts';
import { loadPortfolioStates } from '../load-portfolio-states.ts';
import { checkRows } from '../save-checks.ts';
import { saveFlagChanges } from './save-flag-changes.ts';

export interface BatchDone {
  readonly portfolios: number;
  readonly checks: number;
  readonly opened: number;
  readonly closed: number;
}

/**
 * Runs the rules over some portfolios and keeps results, flags and alerts, all in one transaction. With the service's rights.
 * @param known Securities of the day, shared by the batches of a run.
 */
export async function checkBatch(em: EntityManager, db: ScopedReader, { portfolioIds, known }: { readonly portfolioIds: readonly string[]; readonly known: Map<string, StateSecurity> }, tools: SaveTools): Promise<BatchDone> {
  const states = await loadPortfolioStates(db, portfolioIds, tools.clock.today(), known);
  const judged = states.map((state) => {
    const subject: ComplianceSubject = { state, trades: [], securities: [] };
    return { subject, results: checkCompliance(subject) };
  });
  const clientIds = [...new Set(states.map(({ client }) => client.id))];
  const standing = await db.find(RegulatoryFlag, { client: { $in: clientIds }, status: { $ne: 'closed' } }, { fields: ['id', 'kind', 'client', 'portfolio', 'complianceCheck'] });
  const checked = judged.map(({ subject: { state }, results }): CheckedPortfolio => ({ clientId: state.client.id, portfolioId: state.portfolio.id, portfolioName: state.portfolio.name, asOf: state.asOf, results }));
  const changes = flagChanges(checked, standing.map(({ id, kind, client, portfolio, complianceCheck }) => ({
    id, kind, clientId: client.id, portfolioId: portfolio?.id ?? null, isFromCheck: complianceCheck !== null && complianceCheck !== undefined,
  })), CURRENT_RULE_SET);
  const rows = judged.flatMap((each) => checkRows({ ...each, trigger: 'nightly' }, { now: tools.clock.now(), newId: tools.newId }));
  await retriedTransaction(em, async (tx) => {
    if (rows.length > 0) await tx.insertMany(ComplianceCheck, rows.map((row) => ({ ...row, version: 1 })));
    await saveFlagChanges(tx, { changes, checkIdOf: (ruleId, portfolioId) => rows.find((row) => row.ruleId === ruleId && row.portfolio === portfolioId)?.id }, tools);
  });
  return { portfolios: states.length, checks: rows.length, opened: changes.open.length, closed: changes.close.length };
}
