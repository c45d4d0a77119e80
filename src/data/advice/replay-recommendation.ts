import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../access/scoped-db.ts';
import { advise } from '../../domain/advice/advise.ts';
import { ENGINE_VERSION } from '../../domain/advice/engine-version.ts';
import type { AdviceSnapshot } from '../../domain/advice/advice-snapshot.ts';
import { checkCompliance, CURRENT_RULE_SET } from '../../domain/compliance/check-compliance.ts';
import { differencesOf, type Difference } from '../../domain/advice-life/compare-values.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { notFound } from '../../shared/errors.ts';
import { loadPortfolioStates } from '../compliance/load-portfolio-states.ts';
import { adviceHash } from './advice-hash.ts';
import { adviceColumns, complianceSubjectOf, keptCost, type KeptInputs } from './advice-record.ts';
import { withCauses, type CausedDifference } from './cause-of.ts';
import { loadCorrectionsSince } from './corrections-since.ts';
import { keptInputsOf } from './execute-recommendation.ts';
import { loadFxKnownAt, loadPositionsKnownAt, type KnownQuery } from './known-market.ts';
import { snapshotAround } from './load-advice-snapshot.ts';

export interface AdviceReplay {
  readonly number: number;
  readonly decidedAt: Date;
  readonly modelVersion: string;
  readonly engine: { readonly atDecision: string; readonly now: string };
  readonly ruleSet: { readonly atDecision: readonly string[]; readonly now: string };
  /** Whether the kept inputs and trades still have the hashes that were stored with them. */
  readonly hashes: { readonly inputs: boolean; readonly trades: boolean };
  /** The engine's answer on the kept inputs against the stored one; empty = the same to the last digit. */
  readonly advice: readonly CausedDifference[];
  readonly rules: readonly CausedDifference[];
  /** The kept inputs against those rebuilt as they were known at the decision; only what is kept by history is rebuilt. */
  readonly inputsThen: readonly CausedDifference[];
  /** The inputs rebuilt as known then against the same day as known now. */
  readonly correctedSince: readonly CausedDifference[];
}

/**
 * Computes a recommendation again from what it saw, and says figure by figure what is different and why. Reads only; runs with the service's
 * rights. @throws AppError not-found; conflict for one that was recorded without the engine's inputs.
 */
export async function replayRecommendation(em: EntityManager, db: ScopedReader, where: { readonly number: number } | { readonly id: string }, now: Date): Promise<AdviceReplay> {
  const row = await db.findOne(AiRecommendation, where, { populate: ['modelVersion'] });
  if (!row) throw notFound('recommendation');
  const kept = keptInputsOf(row);
  const checks = await db.find(ComplianceCheck, { recommendation: row.id, triggerKind: 'recommendation' }, { orderBy: [{ ruleId: 'asc' }] });
  const query: KnownQuery = { portfolioId: row.portfolio.id, asOf: row.dataAsOf, knownAt: row.createdAt };
  const then = await rebuild(em, db, query);
  const today = await rebuild(em, db, { ...query, knownAt: now });
  const tickers = new Map([...kept.snapshot.candidates, ...kept.snapshot.state.positions].map(({ security }) => [security.id, security.ticker]));
  const corrections = await loadCorrectionsSince(db, { ...query, clientId: row.client.id, securityIds: [...tickers.keys()] });
  return {
    number: row.number, decidedAt: row.createdAt, modelVersion: row.modelVersion.label, engine: { atDecision: row.modelVersion.engineVersion, now: ENGINE_VERSION },
    ruleSet: { atDecision: [...new Set(checks.map(({ ruleSetVersion }) => ruleSetVersion))], now: CURRENT_RULE_SET.version },
    hashes: { inputs: adviceHash(kept) === row.inputHash, trades: adviceHash(row.trades) === row.tradesHash },
    advice: adviceAgain(row, kept), rules: rulesAgain(kept, row, checks),
    // What has no history is there as it stands now: a difference in it is of the second kind.
    inputsThen: withCauses(differencesOf(historic(kept.snapshot), historic(then)), [], tickers).map((difference) => ({ ...difference, cause: 'history does not lead to what was kept: one of the two was tampered with, or the decision was made before the data had settled' })),
    correctedSince: withCauses(differencesOf({ ...then, ...current(kept.snapshot) }, today), corrections, tickers),
  };
}

/** The whole snapshot as known at an instant: what keeps its history as it was, the rest as it stands. */
async function rebuild(em: EntityManager, db: ScopedReader, query: KnownQuery): Promise<AdviceSnapshot> {
  const [state] = await loadPortfolioStates(db, [query.portfolioId], query.asOf);
  if (!state) throw notFound('portfolio');
  const positions = await loadPositionsKnownAt(em, db, query);
  return snapshotAround(db, { ...state, positions }, { at: query.knownAt, fx: await loadFxKnownAt(db, query.asOf, query.knownAt) });
}

/** Positions, prices, rates and returns: corrections of them keep what stood before. */
function historic({ state, candidates, returns }: AdviceSnapshot) {
  const plain = state.positions.map(({ security: { id, ticker }, ...position }) => ({ ...position, security: { id, ticker } }));
  return { state: { positions: plain }, candidates: candidates.map(({ security: { id, ticker }, ...quote }) => ({ ...quote, security: { id, ticker } })), returns };
}

/** The parts without a history of their own, as the decision saw them. */
function current({ state, goals, tax, costs, pastHits }: AdviceSnapshot) {
  return { state, goals, tax, costs, pastHits };
}

type Stored = Pick<AiRecommendation, keyof ReturnType<typeof adviceColumns>> & { readonly modelVersion: { readonly engineVersion: string } };

function adviceAgain(row: Stored, kept: KeptInputs): CausedDifference[] {
  const { inputs: _inputs, ...again } = adviceColumns(advise(kept.snapshot, kept.request), kept);
  const stored = Object.fromEntries(Object.keys(again).map((column) => [column, row[column as keyof typeof again]])); // the same names
  const cause = row.modelVersion.engineVersion === ENGINE_VERSION ? 'same engine version: the record or the engine is not what it was' : `the advice engine changed from ${row.modelVersion.engineVersion} to ${ENGINE_VERSION}`;
  return plainDifferences(stored, again).map((difference) => ({ ...difference, cause }));
}

function rulesAgain(kept: KeptInputs, row: Stored, checks: readonly Pick<ComplianceCheck, 'ruleId' | 'ruleVersion' | 'result' | 'severity' | 'message' | 'evidence' | 'ruleSetVersion'>[]): CausedDifference[] {
  const subject = complianceSubjectOf(kept.snapshot, { trades: row.trades as never, reasons: row.reasons as never, alternatives: row.alternatives as never, confidence: row.confidence, estimatedCostBase: keptCost(row.after) }); // stored as the engine gave them
  const again = checkCompliance(subject).map(({ ruleId, ruleVersion, result, severity, message, evidence, override }) => ({ ruleId, ruleVersion, result, severity, message, evidence: { ...evidence, override } }));
  const stored = checks.map(({ ruleId, ruleVersion, result, severity, message, evidence }) => ({ ruleId, ruleVersion, result, severity, message, evidence }));
  const isSame = checks.every(({ ruleSetVersion }) => ruleSetVersion === CURRENT_RULE_SET.version);
  return plainDifferences(stored, again).map((difference) => ({ ...difference, cause: isSame ? 'same rule set: the record or the rules are not what they were' : `the rule set changed to ${CURRENT_RULE_SET.version}` }));
}

/** Compares what was stored as JSON with what would be stored now: absent and `undefined` are the same there. */
function plainDifferences(stored: unknown, again: unknown): Difference[] {
  return differencesOf(JSON.parse(JSON.stringify(stored)), JSON.parse(JSON.stringify(again)));
}
