import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  ActedRecommendation, DecisionRequest, ExecutedRecommendation, ExecutionRequest, RecommendationDetail, RecommendationList, RecommendationsQuery, ReviewRequest,
} from '../contract/recommendations.ts';
import { decideRecommendation } from '../data/advice/decide-recommendation.ts';
import { executeRecommendation } from '../data/advice/execute-recommendation.ts';
import { loadRecommendationDetail } from '../data/advice/load-recommendation-detail.ts';
import { loadRecommendations } from '../data/advice/load-recommendations.ts';
import { reviewRecommendation } from '../data/advice/review-recommendation.ts';
import type { ApiServices } from './api-services.ts';
import { requirePrincipal } from './request-principal.ts';

const tags = ['recommendations'];
const params = z.strictObject({ number: z.coerce.number().int().min(1) });

/** The queue of recommendations and what people decide about them. A person's own request with the hash of what they saw is their approval. */
export function recommendationRoutes(instance: FastifyInstance, services: ApiServices): void {
  const app = instance.withTypeProvider<ZodTypeProvider>();
  const { clock, newId } = services.turns.deps;
  const tools = { clock, newId };

  app.get('/api/recommendations', { schema: { summary: 'Recommendations within reach, newest first', tags, querystring: RecommendationsQuery, response: { 200: RecommendationList } } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    const { rows, total } = await loadRecommendations(services.openScope(principal), { ...request.query, overridesOnly: request.query.overridesOnly === 'true' }, clock.today());
    return { rows: [...rows], total };
  });

  app.get('/api/recommendations/:number', { schema: { summary: 'One recommendation with its trades, checks and what may be done with it', tags, params, response: { 200: RecommendationDetail } } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    return loadRecommendationDetail(services.openScope(principal), request.params.number);
  });

  app.post('/api/recommendations/:number/review', { schema: { summary: 'Release a recommendation to the client, or reject it (advisor)', tags, params, body: ReviewRequest, response: { 200: ActedRecommendation } } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    const { version, ...review } = request.body;
    const { number, status, version: now } = await reviewRecommendation(services.openScope(principal, { requestId: request.id }), { ...review, ...request.params, expectedVersion: version }, tools);
    return { number, status, version: now };
  });

  app.post('/api/recommendations/:number/decision', { schema: { summary: 'Accept, decline or defer a recommendation', tags, params, body: DecisionRequest, response: { 200: ActedRecommendation } } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    const { version, ...decision } = request.body;
    const { number, status, version: now } = await decideRecommendation(services.openScope(principal, { requestId: request.id }), { ...decision, ...request.params, expectedVersion: version }, tools);
    return { number, status, version: now };
  });

  app.post('/api/recommendations/:number/execution', { schema: { summary: 'Carry out an accepted recommendation by simulated execution (advisor)', tags, params, body: ExecutionRequest, response: { 200: ExecutedRecommendation } } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    const { version, tradesHash } = request.body;
    const { number, transactionIds } = await executeRecommendation(services.openScope(principal, { requestId: request.id }), { tradesHash, ...request.params, expectedVersion: version }, tools);
    return { number, status: 'executed' as const, isSimulated: true as const, transactionIds: [...transactionIds] };
  });
}
