import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ConversationSummary, Feedback, InvocationDetail, StoredMessage } from '../contract/http-api.ts';
import { listConversations, listMessages, loadInvocation } from '../data/conversations/conversation-list.ts';
import { saveFeedback } from '../data/conversations/save-feedback.ts';
import type { ApiServices } from './api-services.ts';
import { exportMarkdown } from './export-conversation.ts';
import { requirePrincipal } from './request-principal.ts';

const Id = z.strictObject({ id: z.string().min(1).max(36) });
const LISTED = 200;
const tags = ['conversations'];

/** A person's own conversations: list, search, rename, archive, read, export, give feedback. */
export function conversationRoutes(instance: FastifyInstance, services: ApiServices): void {
  const app = instance.withTypeProvider<ZodTypeProvider>();

  app.get('/api/conversations', {
    schema: { summary: 'My conversations, newest first', tags, querystring: z.object({ query: z.string().max(200).optional(), archived: z.enum(['true', 'false']).default('false') }), response: { 200: z.array(ConversationSummary) } },
  }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    const { query, archived } = request.query;
    const found = query?.trim() ? { ids: await services.turns.deps.store.search(principal, query, LISTED) } : {};
    return listConversations(services.openScope(principal), { archived: archived === 'true', limit: LISTED, ...found });
  });

  app.patch('/api/conversations/:id', {
    schema: { summary: 'Rename, archive, or turn to another version of a question', tags, params: Id, body: z.strictObject({ title: z.string().trim().min(1).max(160).optional(), archived: z.boolean().optional(), shownMessageId: z.string().max(36).optional() }), response: { 204: z.null() } },
  }, async (request, reply) => {
    const { principal } = await requirePrincipal(services, request);
    await services.changeConversation(principal, request.params.id, request.body);
    return reply.status(204).send(null);
  });

  app.get('/api/conversations/:id/messages', { schema: { summary: 'The shown branch, oldest first', tags, params: Id, response: { 200: z.array(StoredMessage) } } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    return (await listMessages(services.openScope(principal), request.params.id)).messages;
  });

  app.get('/api/conversations/:id/export', { schema: { summary: 'Export as Markdown or JSON', tags, params: Id, querystring: z.object({ format: z.enum(['md', 'json']).default('md') }) } }, async (request, reply) => {
    const { principal } = await requirePrincipal(services, request);
    const { title, messages } = await listMessages(services.openScope(principal), request.params.id);
    const { format } = request.query;
    void reply.header('content-disposition', `attachment; filename="conversation.${format}"`).type(format === 'md' ? 'text/markdown; charset=utf-8' : 'application/json; charset=utf-8');
    return format === 'md' ? exportMarkdown(title, messages) : JSON.stringify({ title, messages }, null, 2);
  });

  app.post('/api/messages/:id/feedback', { schema: { summary: 'Thumbs up or down, with a reason', tags, params: Id, body: Feedback, response: { 204: z.null() } } }, async (request, reply) => {
    const { principal } = await requirePrincipal(services, request);
    const { clock, newId } = services.turns.deps;
    await saveFeedback(services.openScope(principal, { requestId: request.id }), request.params.id, request.body, { clock, newId });
    return reply.status(204).send(null);
  });

  app.get('/api/invocations/:id', { schema: { summary: 'What one tool call did: the source of a figure', tags, params: Id, response: { 200: InvocationDetail } } }, async (request) => {
    const { principal } = await requirePrincipal(services, request);
    return loadInvocation(services.openScope(principal), request.params.id);
  });
}
