import type { ScopedDb } from '../../access/scoped-db.ts';
import { ClientFeedback } from '../../entities/behavior/client-feedback.entity.ts';
import { ClientSentiment } from '../../entities/behavior/client-sentiment.entity.ts';
import { ClientSurvey } from '../../entities/behavior/client-survey.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { dayText, daysIn, wanted } from '../records/listed.ts';

/** Below this change between halves of a period a mood counts as steady. */
const STEADY = 0.1;

export interface SentimentPoint {
  readonly date: IsoDate;
  readonly score: number;
}

/** Scores of a client over a period, oldest first, from -1 to 1. */
export async function loadSentiment(db: ScopedDb, clientId: string, period: string, today: IsoDate): Promise<readonly SentimentPoint[]> {
  const rows = await db.find(ClientSentiment, wanted<ClientSentiment>({ client: clientId, measuredOn: daysIn(period, today) }), { fields: ['measuredOn', 'score'], orderBy: [{ measuredOn: 'asc' }, { id: 'asc' }] });
  return rows.map(({ measuredOn, score }) => ({ date: measuredOn, score }));
}

/** Where a mood goes: the mean of the later half against that of the earlier one; undefined below two scores. */
export function trendOf(points: readonly SentimentPoint[]): 'improving' | 'worsening' | 'steady' | undefined {
  if (points.length < 2) return undefined;
  const half = Math.floor(points.length / 2);
  const mean = (part: readonly SentimentPoint[]) => part.reduce((sum, { score }) => sum + score, 0) / part.length;
  const change = mean(points.slice(-half)) - mean(points.slice(0, half));
  return change > STEADY ? 'improving' : change < -STEADY ? 'worsening' : 'steady';
}

/** The newest survey on satisfaction and the newest feedback in words. */
export async function loadOpinions(db: ScopedDb, clientId: string) {
  const survey = await db.findOne(ClientSurvey, { client: clientId, kind: { $in: ['satisfaction', 'nps'] } }, { fields: ['kind', 'score', 'maxScore', 'completedOn'], orderBy: [{ completedOn: 'desc' }, { id: 'desc' }] });
  const feedback = await db.findOne(ClientFeedback, { client: clientId, comment: { $ne: null } }, { fields: ['comment', 'rating', 'thumb', 'createdAt'], orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
  return {
    survey: survey ? { kind: survey.kind, score: survey.score, maxScore: survey.maxScore ?? null, on: survey.completedOn } : undefined,
    feedback: feedback ? { comment: feedback.comment ?? null, on: dayText(feedback.createdAt) } : undefined,
  };
}

/** The newest score of every client within reach, or of those measured in a period. */
export async function loadLatestSentiments(db: ScopedDb, period: string | undefined, today: IsoDate): Promise<ReadonlyMap<string, SentimentPoint>> {
  const rows = await db.find(ClientSentiment, wanted<ClientSentiment>({ measuredOn: daysIn(period, today) }), { fields: ['client', 'measuredOn', 'score'], orderBy: [{ measuredOn: 'asc' }, { id: 'asc' }] });
  return new Map(rows.map((row) => [row.client.id, { date: row.measuredOn, score: row.score }]));
}
