import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../../access/scoped-db.ts';
import { CURRENT_RULE_SET } from '../../../domain/compliance/check-compliance.ts';
import { flagChanges, type CheckedPortfolio } from '../../../domain/compliance/flag-changes.ts';
import type { PortfolioState } from '../../../domain/portfolio-state/portfolio-state.ts';
import { stampOf } from '../../derived/rebuild.ts';
import { SqlRows } from '../../derived/sql-rows.ts';
import { retriedTransaction } from '../../retry-conflicts.ts';
import type { SaveTools } from '../../workflow/save-work.ts';
import { judgeStates, type JudgedState } from './judge-states.ts';
import { loadStandingFlags } from './load-standing-flags.ts';
import { saveFlagChanges } from './save-flag-changes.ts';

export interface BatchDone {
  readonly portfolios: number;
  readonly checks: number;
  readonly opened: number;
  readonly closed: number;
}

const COLUMNS = [
  'id', 'client_id', 'portfolio_id', 'rule_id', 'rule_version', 'rule_set_version', 'result', 'severity', 'message', 'evidence', 'inputs_hash', 'trigger_kind', 'checked_at', 'checked_on', 'due_again_on', 'version',
];

/** Judges and keeps some portfolios at once. */
export async function checkBatch(em: EntityManager, db: ScopedReader, states: readonly PortfolioState[], tools: SaveTools): Promise<BatchDone> {
  return saveBatch(em, db, { states, judged: judgeStates(states) }, tools);
}

export interface JudgedBatch {
  readonly states: readonly PortfolioState[];
  /** One for each state. */
  readonly judged: readonly JudgedState[];
}

/** Keeps what the rules said of some portfolios, with flags and alerts, all in one transaction. With the service's rights. */
export async function saveBatch(em: EntityManager, db: ScopedReader, { states, judged }: JudgedBatch, tools: SaveTools): Promise<BatchDone> {
  const { clock, newId } = tools;
  const checked = states.map((state, index): CheckedPortfolio => ({ clientId: state.client.id, portfolioId: state.portfolio.id, portfolioName: state.portfolio.name, asOf: state.asOf, results: judged[index]?.results ?? [] }));
  const standing = await loadStandingFlags(db, [...new Set(states.map(({ client }) => client.id))], tools);
  const changes = flagChanges(checked, standing, CURRENT_RULE_SET);
  const stamp = stampOf(em, { now: clock.now(), today: clock.today() });
  const ids = new Map<string, string>();
  const rows = states.flatMap(({ client, portfolio, asOf }, index) => (judged[index]?.results ?? []).map(({ ruleId, ruleVersion, result, severity, message, evidenceText, turnsOn }) => {
    const id = newId();
    ids.set(`${ruleId} ${portfolio.id}`, id);
    return [id, client.id, portfolio.id, ruleId, ruleVersion, CURRENT_RULE_SET.version, result, severity, message, evidenceText, judged[index]?.inputsHash ?? null, 'nightly', stamp, asOf, turnsOn ?? null, 1];
  }));
  await retriedTransaction(em, async (tx) => {
    // Past the mapper, which would take longer over the rows of a large firm than the rules do.
    await new SqlRows(tx).insert('ComplianceChecks', COLUMNS, rows);
    await saveFlagChanges(tx, { changes, checkIdOf: (ruleId, portfolioId) => ids.get(`${ruleId} ${portfolioId}`) }, tools);
  });
  return { portfolios: states.length, checks: rows.length, opened: changes.open.length, closed: changes.close.length };
}
