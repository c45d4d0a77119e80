import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../../access/scoped-db.ts';
import { CURRENT_RULE_SET } from '../../../domain/compliance/check-compliance.ts';
import { flagChanges, type CheckedPortfolio } from '../../../domain/compliance/flag-changes.ts';
import type { PortfolioState } from '../../../domain/portfolio-state/portfolio-state.ts';
import { stampOf } from '../../derived/rebuild.ts';
import { SqlRows } from '../../derived/sql-rows.ts';
import { retriedTransaction } from '../../retry-conflicts.ts';
import type { SaveTools } from '../../workflow/save-work.ts';
import { checkRows } from '../save-checks.ts';
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
  'id', 'client_id', 'portfolio_id', 'rule_id', 'rule_version', 'rule_set_version', 'result', 'severity', 'message', 'evidence', 'inputs_hash', 'trigger_kind', 'checked_at', 'checked_on', 'version',
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
  const rows = states.flatMap((state, index) => checkRows({ results: judged[index]?.results ?? [], subject: { state, trades: [], securities: [] }, trigger: 'nightly' }, { now: clock.now(), newId, inputsHash: judged[index]?.inputsHash }));
  const ids = new Map(rows.map((row) => [`${row.ruleId} ${row.portfolio}`, row.id]));
  await retriedTransaction(em, async (tx) => {
    await insertChecks(tx, rows, stampOf(tx, { now: clock.now(), today: clock.today() }));
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
