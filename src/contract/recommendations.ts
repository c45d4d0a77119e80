import { z } from 'zod';

/** HTTP shapes of recommendations, their review and their decision. Fractions: 0.05 is 5 %; decimals are strings. */

const Json = z.record(z.string(), z.unknown());

export const RecommendationSummary = z.object({
  number: z.number(), title: z.string(), summary: z.string(), client: z.string(), portfolio: z.string(), strategy: z.string(), status: z.string(), confidence: z.number(), modelVersion: z.string(),
  createdOn: z.string().nullable(), decidedBy: z.string().nullable(), decidedOn: z.string().nullable(), reason: z.string().nullable(), override: z.boolean(),
});
export type RecommendationSummary = z.infer<typeof RecommendationSummary>;

/** GET /api/recommendations: what the signed-in person may see, newest first; `pending` = waits for somebody. */
export const RecommendationsQuery = z.strictObject({ status: z.string().regex(/^[a-z_]{3,20}$/).optional(), period: z.string().max(40).optional(), overridesOnly: z.enum(['true', 'false']).default('false'), limit: z.coerce.number().int().min(1).max(200).default(50) });
export const RecommendationList = z.object({ total: z.number(), rows: z.array(RecommendationSummary) });

export const RecommendationTrade = z.object({ side: z.enum(['buy', 'sell']), ticker: z.string(), quantity: z.string(), price: z.string(), priceDate: z.string(), currency: z.string(), amountBase: z.string() });

/** GET /api/recommendations/:number. `tradesHash` and `version` go back with every act: whoever decides, decides on what they saw. */
export const RecommendationDetail = RecommendationSummary.extend({
  rationale: z.string(), statusReason: z.string().nullable(), baseCurrency: z.string(), trades: z.array(RecommendationTrade), tradesHash: z.string(), version: z.number(), confidenceParts: Json, before: Json, after: Json,
  reasons: z.array(z.unknown()), alternatives: z.array(z.unknown()), warnings: z.array(z.string()), engineVersion: z.string(), dataAsOf: z.string(), validUntil: z.string(), releasedAt: z.string().nullable(), releasedBy: z.string().nullable(),
  executedAt: z.string().nullable(), outcome: Json.nullable(), conversationId: z.string().nullable(),
  /** For staff alone: a client sees that the rules were asked by seeing the recommendation at all. */
  checks: z.array(z.object({ rule: z.string(), result: z.string(), severity: z.string(), message: z.string().nullable(), overridden: z.boolean() })),
  /** What the signed-in person may do with it now. */
  acts: z.array(z.enum(['release', 'reject', 'accept', 'decline', 'defer', 'execute'])),
});
export type RecommendationDetail = z.infer<typeof RecommendationDetail>;

const Seen = { tradesHash: z.string().regex(/^[0-9a-f]{64}$/), version: z.number().int().min(1) } as const;
const reason = z.string().trim().min(1).max(400);

/** POST /api/recommendations/:number/review (advisor) */
export const ReviewRequest = z.strictObject({ ...Seen, decision: z.enum(['release', 'reject']), reason });
/** POST /api/recommendations/:number/decision (client; an advisor in the client's place, with a reason) */
export const DecisionRequest = z.strictObject({ ...Seen, decision: z.enum(['accept', 'decline', 'defer']), reason: reason.optional() });
/** POST /api/recommendations/:number/execution (advisor): simulated at the stated prices */
export const ExecutionRequest = z.strictObject(Seen);

export const ActedRecommendation = z.object({ number: z.number(), status: z.string(), version: z.number() });
export const ExecutedRecommendation = z.object({ number: z.number(), status: z.literal('executed'), isSimulated: z.literal(true), transactionIds: z.array(z.string()) });
