import type { TableDescription } from '../table.ts';
import { clientFeedback } from './client-feedback.entity.ts';
import { clientSentiment } from './client-sentiment.entity.ts';
import { clientSurveys } from './client-survey.entity.ts';
import { userPreferences } from './user-preference.entity.ts';
import { userSessions } from './user-session.entity.ts';

export * from './client-feedback.entity.ts';
export * from './client-sentiment.entity.ts';
export * from './client-survey.entity.ts';
export * from './user-preference.entity.ts';
export * from './user-session.entity.ts';

export const behaviorTables: readonly TableDescription[] = [
  userPreferences,
  clientSentiment,
  clientSurveys,
  clientFeedback,
  userSessions,
];
