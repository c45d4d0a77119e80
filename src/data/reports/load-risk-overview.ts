import type { ScopedDb } from '../../access/scoped-db.ts';
import { AiInsight } from '../../entities/analytics/ai-insight.entity.ts';
import { RegulatoryFlag } from '../../entities/compliance/regulatory-flag.entity.ts';
import { dayText } from '../records/listed.ts';

/** Gravest first: a severity is a word, so a database cannot sort by it. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

export interface RiskLine {
  readonly source: 'insight' | 'flag';
  readonly severity: string;
  readonly kind: string;
  readonly client: string;
  readonly portfolio: string | null;
  readonly title: string;
  readonly status: string;
  readonly openedOn: string | null;
  readonly id: string;
}

export interface RiskOverview {
  readonly lines: readonly RiskLine[];
  readonly total: number;
  readonly counts: readonly { readonly source: 'insight' | 'flag'; readonly severity: string; readonly count: number }[];
}

const OPEN_INSIGHT = { status: { $in: ['open', 'acknowledged'] } } as const;
const OPEN_FLAG = { status: { $in: ['open', 'in_review'] } } as const;

/** Open insights and regulatory flags within reach, gravest first, then newest. Same as sql/views/report_risk_overview.sql. */
export async function loadRiskOverview(db: ScopedDb, limit: number): Promise<RiskOverview> {
  const insights = await db.aggregate({ entity: AiInsight, where: OPEN_INSIGHT, groupBy: ['severity'], aggregates: { count: { fn: 'count' } } });
  const flags = await db.aggregate({ entity: RegulatoryFlag, where: OPEN_FLAG, groupBy: ['severity'], aggregates: { count: { fn: 'count' } } });
  const counts = [
    ...insights.map((row) => ({ source: 'insight' as const, severity: String(row['severity']), count: Number(row['count']) })),
    ...flags.map((row) => ({ source: 'flag' as const, severity: String(row['severity']), count: Number(row['count']) })),
  ].toSorted((left, right) => rankOf(left.severity) - rankOf(right.severity) || left.source.localeCompare(right.source, 'en'));
  const lines: RiskLine[] = [];
  for (const severity of SEVERITIES) {
    if (lines.length >= limit) break;
    if (!counts.some((count) => count.severity === severity)) continue;
    lines.push(...await linesOf(db, severity, limit - lines.length));
  }
  return { lines, counts, total: counts.reduce((sum, { count }) => sum + count, 0) };
}

function rankOf(severity: string): number {
  return SEVERITIES.findIndex((known) => known === severity);
}

async function linesOf(db: ScopedDb, severity: (typeof SEVERITIES)[number], limit: number): Promise<RiskLine[]> {
  const insights = await db.find(AiInsight, { ...OPEN_INSIGHT, severity }, { populate: ['client', 'portfolio'], orderBy: [{ detectedAt: 'desc' }, { id: 'desc' }], limit });
  const flags = severity === 'info' ? [] : await db.find(RegulatoryFlag, { ...OPEN_FLAG, severity }, { populate: ['client', 'portfolio'], orderBy: [{ openedAt: 'desc' }, { id: 'desc' }], limit });
  const lines = [
    ...insights.map(({ id, kind, client, portfolio, title, status, detectedAt }): RiskLine => ({ source: 'insight', severity, kind, client: client.fullName, portfolio: portfolio?.name ?? null, title, status, openedOn: dayText(detectedAt), id })),
    ...flags.map(({ id, kind, client, portfolio, title, status, openedAt }): RiskLine => ({ source: 'flag', severity, kind, client: client.fullName, portfolio: portfolio?.name ?? null, title, status, openedOn: dayText(openedAt), id })),
  ];
  return lines.toSorted((left, right) => (right.openedOn ?? '').localeCompare(left.openedOn ?? '') || left.id.localeCompare(right.id)).slice(0, limit);
}
