import { defineEntity, p } from '@mikro-orm/core';
import { count, day, float, text } from '../columns.ts';
import { describeTable, REFERENCE } from '../table.ts';
import { Security } from './security.entity.ts';

const EsgRatingSchema = defineEntity({
  name: 'EsgRating',
  tableName: 'ESGRatings',
  comment: 'Environmental, social and governance scores of a security by an agency on a day. The newest counts.',
  properties: {
    security: () => p.manyToOne(Security).index(false).primary().deleteRule('cascade').comment('What is rated'),
    agency: text(80).primary().comment('Who issued the scores'),
    ratedOn: day().primary().comment('Day of issue'),
    score: float().comment('Total score, 0 to 100, 100 best'),
    environmentScore: float().nullable().comment('Environmental score, 0 to 100'),
    socialScore: float().nullable().comment('Social score, 0 to 100'),
    governanceScore: float().nullable().comment('Governance score, 0 to 100'),
    grade: text(8).nullable().comment('Grade in the scale of the agency, e.g. AAA to CCC'),
    controversyLevel: count().nullable().comment('Controversy, 0 none to 5 severe'),
    carbonIntensity: float().nullable().comment('Tonnes of CO2 equivalent for one million USD of sales'),
  },
  indexes: [{ name: 'esg_ratings_rated_on', properties: ['ratedOn'] }],
});

export class EsgRating extends EsgRatingSchema.class {}
EsgRatingSchema.setClass(EsgRating);

export const esgRatings = describeTable(EsgRating, EsgRatingSchema, { access: REFERENCE });
