import { z } from 'zod';
import { loadOpinions, loadSentiment, trendOf } from '../../src/data/clients/load-sentiment.ts';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { answer } from '../../src/shared/answer.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { fact, plainFigure, quotedFact } from '../portfolio/figures.ts';
import { client, period } from '../shared-inputs.ts';

export const getSentiment = defineTool({
  name: 'get_sentiment', effect: 'read', version: 1, roles: ['advisor', 'auditor'],
  purpose: 'How a client feels: trend of sentiment over a period, latest score, last survey score, latest feedback.',
  input: z.strictObject({ client, period }),
  async run(input, { db, clock }) {
    const today = clock.today();
    const subject = await loadClientSubject(db, input);
    const points = await loadSentiment(db, subject.clientId, input.period ?? '3M', today);
    const { survey, feedback } = await loadOpinions(db, subject.clientId);
    const none = undefinedBecause('nothing was measured in the period');
    const latest = points.at(-1);
    return answer({
      title: `Sentiment of ${subject.label}`, asOf: today,
      facts: [
        fact('trend', 'Trend', trendOf(points) ?? null), quotedFact('latestFeedback', 'Latest feedback', feedback?.comment ?? null), fact('feedbackDate', 'Feedback of', feedback?.on ?? null, 'date'), fact('surveyDate', 'Last survey', survey?.on ?? null, 'date'),
        fact('surveyKind', 'Survey', survey?.kind ?? null),
      ],
      figures: [
        plainFigure('latestScore', 'Latest sentiment', latest?.score ?? none, 'score', { asOf: latest?.date ?? today, method: 'score from -1 very negative to 1 very positive' }),
        plainFigure('surveyScore', 'Last survey score', survey?.score ?? undefinedBecause('no survey is on record'), 'score', { asOf: survey?.on ?? today, method: survey?.maxScore ? `points out of ${survey.maxScore}` : 'points' }),
        plainFigure('surveyMaxScore', 'Highest survey score possible', survey?.maxScore ?? undefinedBecause('not on record'), 'score', { asOf: survey?.on ?? today, method: 'scale of the survey' }),
      ],
      charts: points.length > 1 ? [{ key: 'sentiment', title: 'Sentiment', kind: 'line', unit: 'score', labels: points.map(({ date }) => date), series: [{ label: subject.label, values: points.map(({ score }) => score) }] }] : [],
      caveats: ['Trend: mean of the later half of the period against that of the earlier half; a change within 0.1 counts as steady.'],
    });
  },
});
