import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../../access/scoped-db.ts';
import { checkCompliance, CURRENT_RULE_SET } from '../../../domain/compliance/check-compliance.ts';
import type { ComplianceSubject } from '../../../domain/compliance/compliance-subject.ts';
import { flagChanges, type CheckedPortfolio } from '../../../domain/compliance/flag-changes.ts';
import type { StateSecurity } from '../../../domain/portfolio-state/portfolio-state.ts';
import { canonicalJson } from '../../../shared/canonical-json.ts';
import { stampOf } from '../../derived/rebuild.ts';
import { SqlRows } from '../../derived/sql-rows.ts';
import { retriedTransaction } from '../../retry-conflicts.ts';
import type { SaveTools } from '../../workflow/save-work.ts';
import { loadPortfolioStates } from '../load-portfolio-states.ts';
import { checkRows } from '../save-checks.ts';
import { loadStandingFlags } from './load-standing-flags.ts';
import { saveFlagChanges } from './save-flag-changes.ts';

export interface BatchDone {
  readonly portfolios: number;
  readonly checks: number;
  readonly opened: number;
  readonly closed: number;
}

/** What the batches of a run share: the securities of the day, and their canonical texts for the hashes. */
export class RunMemory {
  readonly securities = new Map<string, StateSecurity>();
  readonly texts = new Map<object, string>();
}

interface Batch {
  readonly portfolioIds: readonly string[];
  readonly memory: RunMemory;
}

const COLUMNS = [
  'id', 'client_id', 'portfolio_id', 'rule_id', 'rule_version', 'rule_set_version', 'result', 'severity', 'message', 'evidence', 'inputs_hash', 'trigger_kind', 'checked_at', 'checked_on', 'version',
];

/**
 * Runs the rules over some portfolios and keeps results, flags and alerts, all in one transaction. With the service's rights.
 */
export async function checkBatch(em: EntityManager, db: ScopedReader, { portfolioIds, memory }: Batch, tools: SaveTools): Promise<BatchDone> {
  const states = await loadPortfolioStates(db, portfolioIds, tools.clock.today(), memory.securities);
  for (const security of memory.securities.values()) if (!memory.texts.has(security)) memory.texts.set(security, canonicalJson(security));
  const judged = states.map((state) => {
    const subject: ComplianceSubject = { state, trades: [], securities: [] };
    return { subject, results: checkCompliance(subject) };
  });
  const clientIds = [...new Set(states.map(({ client }) => client.id))];
  const standing = await loadStandingFlags(db, clientIds, tools);
  const checked = judged.map(({ subject: { state }, results }): CheckedPortfolio => ({ clientId: state.client.id, portfolioId: state.portfolio.id, portfolioName: state.portfolio.name, asOf: state.asOf, results }));
  const changes = flagChanges(checked, standing, CURRENT_RULE_SET);
  const rows = judged.flatMap((each) => checkRows({ ...each, trigger: 'nightly' }, { now: tools.clock.now(), newId: tools.newId, known: memory.texts }));
  const ids = new Map(rows.map((row) => [`${row.ruleId} ${row.portfolio}`, row.id]));
  await retriedTransaction(em, async (tx) => {
    await insertChecks(tx, rows, stampOf(tx, { now: tools.clock.now(), today: tools.clock.today() }));
    await saveFlagChanges(tx, { changes, checkIdOf: (ruleId, portfolioId) => ids.get(`${ruleId} ${portfolioId}`) }, tools);
  });
  return { portfolios: states.length, checks: rows.length, opened: changes.open.length, closed: changes.close.length };
}

/** Past the mapper, which would take longer over the rows of a large firm than the rules do. */
async function insertChecks(tx: EntityManager, rows: ReturnType<typeof checkRows>, stamp: string | number): Promise<void> {
  await new SqlRows(tx).insert('ComplianceChecks', COLUMNS, rows.map((row) => [
    row.id, row.client, row.portfolio, row.ruleId, row.ruleVersion, row.ruleSetVersion, row.result, row.severity, row.message, JSON.stringify(row.evidence), row.inputsHash, row.triggerKind, stamp, row.checkedOn, 1,
  ]));
}
