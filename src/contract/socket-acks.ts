import { z } from 'zod';
import { ProblemDetails } from './http-api.ts';

/** What the server passes to the acknowledgement of each socket message: the result, or the same problem shape as HTTP. */

/** 'turn:start'. A repeat with the same clientMessageId gets the same turn. */
export const TurnStarted = z.object({ turnId: z.string(), conversationId: z.string() });
export type TurnStarted = z.infer<typeof TurnStarted>;

/** 'approval:decide'. `turnId` is there when the decision starts a turn of its own: its events follow on the same socket. */
export const ApprovalDecided = z.object({
  invocationId: z.string(),
  outcome: z.enum(['approved', 'declined', 'expired']),
  summary: z.string(),
  turnId: z.string().optional(),
});
export type ApprovalDecided = z.infer<typeof ApprovalDecided>;

export const StartAck = z.union([TurnStarted, ProblemDetails]);
export type StartAck = z.infer<typeof StartAck>;

export const DecideAck = z.union([ApprovalDecided, ProblemDetails]);
export type DecideAck = z.infer<typeof DecideAck>;

/** 'turn:resume'. A turn that no server knows any more is refused with 'not-found': the page offers to ask again. */
export const ResumeAck = z.union([z.object({ turnId: z.string() }), ProblemDetails]);
export type ResumeAck = z.infer<typeof ResumeAck>;
