import { z } from 'zod';

/** Wire shapes of one turn, the same over socket.io and server-sent events. */

export const FigureSource = z.object({
  /** Id of the tool call that produced the figure; opens tool, arguments, method and as-of. */
  invocationId: z.string(),
  toolName: z.string(),
  label: z.string(),
  value: z.union([z.string(), z.number(), z.null()]),
  unit: z.string(),
  currency: z.string().optional(),
  asOf: z.string(),
  method: z.string(),
});
export type FigureSource = z.infer<typeof FigureSource>;

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const TableBlock = z.object({
  key: z.string(),
  title: z.string(),
  columns: z.array(z.object({ key: z.string(), label: z.string(), kind: z.string(), currency: z.string().optional(), untrusted: z.boolean().optional() })),
  rows: z.array(z.array(Cell)),
  total: z.number(),
  method: z.string(),
});

export const ChartBlock = z.object({
  key: z.string(),
  title: z.string(),
  kind: z.enum(['line', 'bar', 'doughnut']),
  unit: z.string(),
  currency: z.string().optional(),
  labels: z.array(z.string()),
  series: z.array(z.object({ label: z.string(), values: z.array(z.union([z.number(), z.null()])) })),
});

export const ApprovalCard = z.object({
  invocationId: z.string(),
  toolName: z.string(),
  title: z.string(),
  /** The exact arguments that the approval binds to, as label and value. */
  arguments: z.array(z.object({ label: z.string(), value: z.string() })),
  argumentsHash: z.string(),
  expiresAt: z.string(),
});
export type ApprovalCard = z.infer<typeof ApprovalCard>;

const base = { turnId: z.string(), seq: z.number().int().nonnegative() };

export const TurnEvent = z.discriminatedUnion('type', [
  /** Always the first event of a turn. `messageId` is the stored question's id; the answer's own comes with 'completed'. */
  z.object({ ...base, type: z.literal('accepted'), conversationId: z.string(), messageId: z.string(), model: z.string(), offline: z.boolean() }),
  z.object({ ...base, type: z.literal('status'), text: z.string() }),
  z.object({ ...base, type: z.literal('tool-started'), invocationId: z.string(), toolName: z.string(), label: z.string() }),
  z.object({ ...base, type: z.literal('tool-finished'), invocationId: z.string(), toolName: z.string(), outcome: z.string(), summary: z.string(), durationMs: z.number() }),
  /** A released piece of the answer (Markdown). Only grounded, filtered text is ever sent. */
  z.object({ ...base, type: z.literal('text'), text: z.string() }),
  /** Where the figure that stands at `start` (character offset in the whole answer) comes from. */
  z.object({ ...base, type: z.literal('figure'), start: z.number().int(), end: z.number().int(), source: FigureSource }),
  z.object({ ...base, type: z.literal('chart'), chart: ChartBlock }),
  z.object({ ...base, type: z.literal('table'), table: TableBlock, invocationId: z.string() }),
  z.object({ ...base, type: z.literal('approval-needed'), approval: ApprovalCard }),
  /** The person's decision, or the end of its time: a reload shows the card as settled. */
  z.object({ ...base, type: z.literal('approval-decided'), invocationId: z.string(), outcome: z.enum(['approved', 'declined', 'expired']), summary: z.string() }),
  z.object({ ...base, type: z.literal('suggestion'), suggestions: z.array(z.string()) }),
  z.object({ ...base, type: z.literal('completed'), messageId: z.string(), status: z.enum(['completed', 'stopped', 'withheld']), latencyMs: z.number() }),
  z.object({ ...base, type: z.literal('failed'), code: z.string(), message: z.string(), hint: z.string().optional(), retryable: z.boolean() }),
]);
export type TurnEvent = z.infer<typeof TurnEvent>;

/** One question. `clientMessageId` makes a repeat harmless; `parentMessageId` branches (edit and resend, regenerate): null starts at the top, absent continues. */
export const TurnRequest = z.strictObject({
  conversationId: z.string().optional(),
  clientMessageId: z.string().min(8).max(64),
  text: z.string().overwrite((text) => text.toWellFormed().replaceAll('\u0000', '')).trim().min(1).max(8_000),
  parentMessageId: z.string().nullable().optional(),
});
export type TurnRequest = z.infer<typeof TurnRequest>;

/** Socket messages: client to server. Answers arrive as `turn-event` messages and as the call's acknowledgement. */
export const SocketRequest = {
  'turn:start': TurnRequest,
  'turn:stop': z.strictObject({ turnId: z.string() }),
  'turn:resume': z.strictObject({ turnId: z.string(), afterSeq: z.number().int().min(-1) }),
  'approval:decide': z.strictObject({ invocationId: z.string(), argumentsHash: z.string(), decision: z.enum(['approve', 'decline']) }),
} as const;
