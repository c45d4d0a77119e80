import { z } from 'zod';

/** HTTP shapes that the web pages use. All paths are below /api. */

export const SESSION_COOKIE = 'steward_session';

/** POST /api/session (sign in), GET /api/session, DELETE /api/session. The cookie is HttpOnly; `csrfToken` goes into the x-csrf-token header of every change. */
export const SignIn = z.strictObject({ email: z.string().trim().toLowerCase().email().max(254), password: z.string().min(1).max(256) });
export const SessionInfo = z.object({
  user: z.object({ id: z.string(), name: z.string(), role: z.enum(['client', 'advisor', 'auditor', 'admin', 'service']) }),
  csrfToken: z.string(),
  /** The model that answers, and whether it is the built-in offline one: shown before the first reply. */
  model: z.object({ label: z.string(), offline: z.boolean() }),
  firmName: z.string(),
  suggestions: z.array(z.string()),
  /** Hosts other than our own that an answer may link to. */
  linkHosts: z.array(z.string()).optional(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;

/** GET /api/conversations?query=&archived=, PATCH and DELETE (archive) /api/conversations/:id. */
export const ConversationSummary = z.object({ id: z.string(), title: z.string(), lastMessageAt: z.string(), archived: z.boolean() });
export type ConversationSummary = z.infer<typeof ConversationSummary>;

/** GET /api/conversations/:id/messages: the branch that ends at the newest message, oldest first; `events` replays a turn's blocks. */
export const StoredMessage = z.object({
  id: z.string(),
  turnId: z.string(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  status: z.string(),
  parentMessageId: z.string().nullable(),
  createdAt: z.string(),
  events: z.array(z.unknown()),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

/** POST /api/messages/:id/feedback */
export const Feedback = z.strictObject({ thumbs: z.enum(['up', 'down']), reason: z.string().max(1_000).optional() });

/** GET /api/invocations/:id: what one tool call did; opened from a figure's source. */
export const InvocationDetail = z.object({
  id: z.string(), toolName: z.string(), outcome: z.string(), effect: z.string(), startedAt: z.string(), durationMs: z.number(),
  arguments: z.unknown(), result: z.unknown(), argumentsHash: z.string(), resultHash: z.string().nullable(),
});
export type InvocationDetail = z.infer<typeof InvocationDetail>;

/** POST /api/widget-token: a firm's back end, holding its widget key, gets a short-lived token for one of its signed-in clients. */
export const WidgetTokenRequest = z.strictObject({ clientEmail: z.string().email() });
export const WidgetToken = z.object({ token: z.string(), expiresAt: z.string() });

/** RFC 9457; every error has this shape. */
export const ProblemDetails = z.object({
  type: z.string(), title: z.string(), status: z.number(), code: z.string(), detail: z.string().optional(), hint: z.string().optional(), requestId: z.string(),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;
