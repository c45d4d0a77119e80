import type { ScopedDb } from '../../access/scoped-db.ts';
import { ADVICE_MOVES, type AdviceAct } from '../../domain/advice-life/advice-status.ts';
import { dayText } from '../records/listed.ts';
import { loadChecksOfRecommendation } from './load-decision.ts';
import { loadRecommendation, type RecommendationRecord } from './load-recommendations.ts';

const ACTS = ['release', 'reject', 'accept', 'decline', 'defer', 'execute'] as const;

/** One recommendation as a page shows it. A client gets no checks. @throws AppError not-found. */
export async function loadRecommendationDetail(db: ScopedDb, number: number) {
  const record = await loadRecommendation(db, { number });
  const checks = db.principal.role === 'client' ? [] : (await loadChecksOfRecommendation(db, record.id)).rows;
  return {
    number: record.number, title: record.title, summary: record.summary, client: record.client.fullName, portfolio: record.portfolio.name, strategy: record.strategy, status: record.status, confidence: record.confidence, modelVersion: record.modelVersion.label,
    createdOn: dayText(record.createdAt), decidedBy: record.decider, decidedOn: dayText(record.decidedAt), reason: record.decisionReason ?? record.statusReason ?? null, override: record.isOverride,
    rationale: record.rationale, statusReason: record.statusReason ?? null, baseCurrency: record.portfolio.baseCurrency, tradesHash: record.tradesHash, version: record.version,
    trades: record.trades.map(({ side, ticker, quantity, price, priceDate, currency, amountBase }) => ({ side, ticker, quantity, price, priceDate, currency, amountBase })),
    confidenceParts: { ...record.confidenceParts }, before: { ...record.before }, after: { ...record.after }, reasons: [...record.reasons], alternatives: [...record.alternatives], warnings: record.warnings.flatMap(textOf),
    engineVersion: record.modelVersion.engineVersion, dataAsOf: record.dataAsOf, validUntil: record.validUntil.toISOString(), releasedAt: record.releasedAt?.toISOString() ?? null, releasedBy: record.releaser, executedAt: record.executedAt?.toISOString() ?? null,
    outcome: record.outcome ? { ...record.outcome } : null, conversationId: record.conversationId ?? null,
    checks: checks.map(({ rule, result, severity, message, overridden }) => ({ rule, result, severity, message, overridden })), acts: actsOf(db, record),
  };
}

/** What the signed-in person may try now; the act itself has the last word. */
function actsOf({ principal }: ScopedDb, { status, trades }: RecommendationRecord): (typeof ACTS)[number][] {
  const actor = principal.role === 'client' || principal.role === 'advisor' ? principal.role : undefined;
  if (!actor) return [];
  return ACTS.filter((act: AdviceAct) => {
    const move = ADVICE_MOVES[act];
    // A blocked one can be released once its rules are overridden.
    const from = act === 'release' ? [...move.from, 'blocked'] : move.from;
    return move.by.includes(actor) && from.includes(status) && status !== 'checked' && (act !== 'execute' || trades.length > 0);
  });
}

function textOf(warning: unknown): string[] {
  if (typeof warning === 'string') return [warning];
  return typeof warning === 'object' && warning !== null && 'text' in warning && typeof warning.text === 'string' ? [warning.text] : [];
}
