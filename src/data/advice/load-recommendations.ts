import type { Where } from '../../access/row.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { AiInsight } from '../../entities/analytics/ai-insight.entity.ts';
import { AiModelVersion } from '../../entities/analytics/ai-model-version.entity.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { AdvisorAssignment } from '../../entities/clients/advisor-assignment.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { loadPeople } from '../clients/load-people.ts';
import { dayText, instantsIn, listed, minute, wanted } from '../records/listed.ts';

/** What people call the states of a recommendation, by the statuses on record. */
export const STATUSES: Readonly<Record<string, readonly string[]>> = {
  pending: ['drafted', 'checked', 'in_review', 'released'], accepted: ['accepted', 'executed', 'measured'], approved: ['released', 'accepted', 'executed', 'measured'], rejected: ['declined'], deferred: ['in_review'],
};

export interface RecommendationsQuery {
  readonly clientId?: string | undefined;
  readonly portfolioId?: string | undefined;
  readonly advisorId?: string | undefined;
  readonly status?: string | undefined;
  readonly period?: string | undefined;
  readonly minConfidence?: number | undefined;
  readonly maxConfidence?: number | undefined;
  readonly strategy?: string | undefined;
  readonly modelVersion?: string | undefined;
  readonly overridesOnly?: boolean | undefined;
  readonly orderBy?: 'date' | 'confidence' | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
  readonly limit?: number | undefined;
}

const LISTED = ['id', 'number', 'client', 'portfolio', 'strategy', 'title', 'summary', 'trades', 'confidence', 'modelVersion', 'status', 'statusReason', 'createdAt', 'decidedAt', 'decidedBy', 'decisionReason', 'isOverride'] as const;

/** Recommendations, newest first, or the surest first. Confidence bounds: at least the minimum, under the maximum. Overrides are dated by their decision. */
export async function loadRecommendations(db: ScopedDb, query: RecommendationsQuery, today: IsoDate) {
  const { limit = 50, direction = 'desc' } = query;
  const byConfidence = query.orderBy === 'confidence' ? [{ confidence: direction }] : [];
  const where = await conditionOf(db, query, today);
  // Why it stands where it does is for staff: a client who named the column would be refused.
  const fields = db.principal.role === 'client' ? LISTED.filter((name) => name !== 'statusReason') : LISTED;
  const rows = await db.find(AiRecommendation, where, { fields, populate: ['client', 'portfolio', 'modelVersion'], orderBy: [...byConfidence, { createdAt: query.orderBy === 'confidence' ? 'desc' : direction }, { number: 'desc' }], limit });
  const people = await loadPeople(db, rows.map((row) => row.decidedBy?.id));
  return listed(rows, limit, () => db.count(AiRecommendation, where), (row) => ({
    number: row.number, title: row.title, summary: row.summary, client: row.client.fullName, portfolio: row.portfolio.name, strategy: row.strategy, status: row.status, confidence: row.confidence, modelVersion: row.modelVersion.label,
    createdOn: dayText(row.createdAt), decidedBy: people(row.decidedBy?.id), decidedOn: dayText(row.decidedAt), reason: row.decisionReason ?? row.statusReason ?? null, override: row.isOverride,
    securities: tickersOf(row.trades).join(', '),
  }));
}

/** What a recommendation trades, each once. Money that only changes its currency names no security. */
function tickersOf(trades: readonly unknown[]): string[] {
  return [...new Set(trades.flatMap((trade) => (typeof trade === 'object' && trade !== null && 'ticker' in trade && typeof trade.ticker === 'string' ? [trade.ticker] : [])))];
}

async function conditionOf(db: ScopedDb, query: RecommendationsQuery, today: IsoDate): Promise<Where<AiRecommendation>> {
  const { minConfidence, maxConfidence, status } = query;
  const confidence = { ...(minConfidence === undefined ? {} : { $gte: minConfidence }), ...(maxConfidence === undefined ? {} : { $lt: maxConfidence }) };
  const span = instantsIn(query.period, today);
  return wanted<AiRecommendation>({
    client: query.clientId ?? (query.advisorId ? { $in: await clientsOf(db, query.advisorId, today) } : undefined), portfolio: query.portfolioId, strategy: query.strategy,
    status: status === undefined ? undefined : { $in: STATUSES[status] ?? [status] }, confidence: Object.keys(confidence).length > 0 ? confidence : undefined,
    ...(query.overridesOnly ? { isOverride: true, decidedAt: span } : { createdAt: span }),
    modelVersion: query.modelVersion === undefined ? undefined : (await findModelVersion(db, query.modelVersion)).id,
  });
}

async function clientsOf(db: ScopedDb, advisorId: string, today: IsoDate): Promise<string[]> {
  const rows = await db.find(AdvisorAssignment, { advisor: advisorId, startsOn: { $lte: today }, $or: [{ endsOn: null }, { endsOn: { $gte: today } }] }, { fields: ['client'] });
  return rows.map(({ client }) => client.id);
}

/** A model version by its label, whole or in part. @throws AppError invalid-input with the labels there are. */
async function findModelVersion(db: ScopedDb, label: string) {
  const versions = await db.find(AiModelVersion, {}, { fields: ['id', 'label'], orderBy: { label: 'asc' } });
  const asked = label.trim().toLowerCase();
  const same = versions.filter((version) => version.label.toLowerCase() === asked);
  const found = same.length > 0 ? same : versions.filter((version) => version.label.toLowerCase().includes(asked));
  if (found.length === 1) return found[0]!;
  throw invalidInput(`"${label.slice(0, 80)}" is not one model version.`, { hint: `There are: ${versions.map((version) => version.label).join(', ')}.` });
}

/** One recommendation by its number, or the newest of a client or portfolio. Who asks must be in reach; a client sees released ones alone. */
export async function loadRecommendation(db: ScopedDb, query: { readonly number?: number | undefined; readonly clientId?: string | undefined; readonly portfolioId?: string | undefined }) {
  const where = wanted<AiRecommendation>({ number: query.number, ...(query.number === undefined ? { client: query.clientId, portfolio: query.portfolioId } : {}) });
  const row = await db.findOneOrNotFound(AiRecommendation, where, 'recommendation', { populate: ['client', 'portfolio', 'modelVersion'], orderBy: [{ createdAt: 'desc' }, { number: 'desc' }] });
  const people = await loadPeople(db, [row.decidedBy?.id, row.releasedBy?.id, row.createdBy?.id]);
  return { ...row, decider: people(row.decidedBy?.id), releaser: people(row.releasedBy?.id), creator: people(row.createdBy?.id) };
}

export type RecommendationRecord = Awaited<ReturnType<typeof loadRecommendation>>;

/** Every model version, newest release first; the current one is the newest that is active. */
export async function loadModelVersions(db: ScopedDb, { label, status }: { readonly label?: string | undefined; readonly status?: string | undefined }) {
  const where = label === undefined ? {} : { id: (await findModelVersion(db, label)).id };
  const rows = await db.find(AiModelVersion, wanted<AiModelVersion>({ ...where, status }), { orderBy: [{ releasedOn: 'desc' }, { label: 'asc' }] });
  const active = await db.findOne(AiModelVersion, { status: 'active', releasedOn: { $ne: null } }, { fields: ['label', 'releasedOn'], orderBy: { releasedOn: 'desc' } });
  return {
    current: active?.label ?? null, total: rows.length,
    rows: rows.map((row) => ({
      label: row.label, status: row.status, releasedOn: dayText(row.releasedOn), retiredOn: dayText(row.retiredOn), provider: row.provider, modelId: row.modelId, prompt: row.promptName, promptHash: row.promptHash, catalogueHash: row.catalogueHash,
      engineVersion: row.engineVersion, notes: row.notes ?? null, isCurrent: row.label === active?.label,
    })),
  };
}

export interface InsightsQuery {
  readonly clientId?: string | undefined;
  readonly portfolioId?: string | undefined;
  readonly kind?: string | undefined;
  readonly severity?: string | undefined;
  readonly period?: string | undefined;
  readonly limit?: number | undefined;
}

const RISKS = ['risk_spike', 'concentration', 'drift'];
const GRAVITY = ['info', 'low', 'medium', 'high', 'critical'];

/** What the engine noticed: open findings gravest first, or everything found in a period. A severity means that or worse; kind `risk` every finding about risk. */
export async function loadInsights(db: ScopedDb, { clientId, portfolioId, kind, severity, period, limit = 50 }: InsightsQuery, today: IsoDate) {
  const where = wanted<AiInsight>({
    client: clientId, portfolio: portfolioId, kind: kind === 'risk' ? { $in: RISKS } : kind, severity: severity === undefined ? undefined : { $in: GRAVITY.slice(GRAVITY.indexOf(severity)) },
    ...(period === undefined ? { status: { $in: ['open', 'acknowledged'] } } : { detectedAt: instantsIn(period, today) }),
  });
  const all = await db.find(AiInsight, where, { populate: ['client', 'portfolio'], orderBy: [{ detectedAt: 'desc' }, { id: 'desc' }] });
  const ordered = all.toSorted((left, right) => GRAVITY.indexOf(right.severity) - GRAVITY.indexOf(left.severity)).slice(0, limit);
  return listed(ordered, limit, async () => all.length, (row) => ({
    title: row.title, client: row.client.fullName, portfolio: row.portfolio?.name ?? null, kind: row.kind, severity: row.severity, status: row.status, detail: row.detail, detectedAt: minute(row.detectedAt), confidence: row.confidence, id: row.id,
  }));
}
