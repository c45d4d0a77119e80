import { z } from 'zod';
import { ApprovalCard, ChartBlock, TableBlock } from './turn-event.ts';

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
  /** The server's clock, whose day may be fixed: times that expire are measured by it. */
  now: z.string(),
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
  /** Of an edited question: a message for each wording; of an answer made again: each answer. The shown one is among them, oldest first; absent when it is the only one. PATCH the conversation's shownMessageId to turn to another. */
  versions: z.array(z.string()).optional(),
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

/** POST /api/tools/:name: the answer of a tool as the pages show it, or the card of a write that waits for approval, or the problem in our words. */
const AnswerFigure = z.object({
  key: z.string(), label: z.string(), value: z.union([z.string(), z.number(), z.null()]), unit: z.string(), currency: z.string().optional(), asOf: z.string(), method: z.string(), reason: z.string().optional(),
});
const AnswerFact = z.object({ key: z.string(), label: z.string(), value: z.union([z.string(), z.boolean(), z.null()]), kind: z.string(), untrusted: z.boolean().optional() });
export const ToolAnswer = z.object({
  title: z.string(), asOf: z.string(), figures: z.array(AnswerFigure), facts: z.array(AnswerFact), tables: z.array(TableBlock), charts: z.array(ChartBlock), caveats: z.array(z.string()),
});
export type ToolAnswer = z.infer<typeof ToolAnswer>;
export const ToolProblem = z.object({ error: z.string(), message: z.string(), hint: z.string().optional() });
export type ToolProblem = z.infer<typeof ToolProblem>;
export const ToolReply = z.object({ ok: z.boolean(), result: z.unknown(), approval: ApprovalCard.optional() });
export type ToolReply = z.infer<typeof ToolReply>;
export const ApprovalResult = z.object({ invocationId: z.string(), outcome: z.enum(['approved', 'declined']), summary: z.string() });
export type ApprovalResult = z.infer<typeof ApprovalResult>;
