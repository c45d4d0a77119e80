import { defineEntity, p } from '@mikro-orm/core';
import { controlled, day, float, id, oneOf, price, text } from '../columns.ts';
import { describeTable, REFERENCE } from '../table.ts';
import { Security } from './security.entity.ts';

export const RATING_KINDS = ['credit', 'analyst', 'fund'] as const;
export const RATING_OUTLOOKS = ['negative', 'stable', 'positive'] as const;
export const RATING_ACTIONS = ['new', 'upgrade', 'downgrade', 'affirm'] as const;

const SecurityRatingSchema = defineEntity({
  name: 'SecurityRating',
  tableName: 'SecurityRatings',
  comment: 'A rating of a security by an agency on a day. The newest by rated_on counts.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    security: () => p.manyToOne(Security).index(false).deleteRule('cascade').comment('What is rated'),
    agency: text(80).comment('Who issued the rating'),
    kind: controlled(RATING_KINDS).comment('Credit, analyst or fund rating'),
    rating: text(24).comment('The rating in the scale of the agency, e.g. AA- or Buy'),
    score: float().nullable().comment('The rating on a common scale from 0 to 100, 100 best'),
    outlook: controlled(RATING_OUTLOOKS).nullable().comment('Expected direction'),
    action: controlled(RATING_ACTIONS).comment('What this rating did to the one before'),
    targetPrice: price().nullable().comment('Price target of an analyst in the currency of the security'),
    ratedOn: day().comment('Day of issue'),
  },
  indexes: [{ name: 'security_ratings_rated_on', properties: ['ratedOn'] }],
  uniques: [{ name: 'security_ratings_unique', properties: ['security', 'agency', 'kind', 'ratedOn'] }],
  checks: [
    oneOf('SecurityRatings', 'kind', RATING_KINDS),
    oneOf('SecurityRatings', 'outlook', RATING_OUTLOOKS),
    oneOf('SecurityRatings', 'action', RATING_ACTIONS),
  ],
});

export class SecurityRating extends SecurityRatingSchema.class {}
SecurityRatingSchema.setClass(SecurityRating);

export const securityRatings = describeTable(SecurityRating, SecurityRatingSchema, { access: REFERENCE });
