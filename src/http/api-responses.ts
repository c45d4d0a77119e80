import { z } from 'zod';
import { ApprovalCard, TurnEvent } from '../contract/turn-event.ts';
import { ProblemDetails, StoredMessage, ToolAnswer, ToolProblem } from '../contract/http-api.ts';

interface Operation {
  security?: readonly object[];
  responses?: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

interface Documented {
  paths?: Record<string, Record<string, unknown> | undefined>;
  components?: { schemas?: Record<string, unknown> };
}

const schemaOf = (schema: z.ZodType): object => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

/** What routes answer that write past the serialiser (streams, files, the answers of tools), by the beginning of method and path. */
const BODIES: ReadonlyArray<readonly [begins: string, content: Record<string, object>, description: string]> = [
  ['post /api/turns', { 'text/event-stream': ref('TurnEvent') }, 'One event after another until `completed` or `failed`; `id` is the sequence number, `data` the event.'],
  ['get /api/turns/', { 'text/event-stream': ref('TurnEvent') }, 'The stored events after the number, then those that come. `Last-Event-ID` does the same as `after`.'],
  ['get /api/conversations/{id}/export', { 'text/markdown': { type: 'string' }, 'application/json': ref('ConversationExport') }, 'The shown branch as a file.'],
  ['post /api/tools/', { 'application/json': ref('ToolReply') }, 'The answer; the problem in our words with `ok: false`; or, of a write, the card that waits for approval at `POST /api/approvals/{id}`.'],
  ['get /api/reports/', { 'application/json': ref('ToolAnswer') }, 'The report within the reader\'s reach.'],
  ['get /api/reports', { 'application/json': schemaOf(z.array(z.object({ name: z.string(), purpose: z.string(), path: z.string() }))) }, 'Reports by name.'],
  ['post /mcp', { 'application/json': { type: 'object', description: 'JSON-RPC 2.0' } }, 'The protocol\'s own messages.'],
];

const PROBLEMS = { 400: 'The request is not valid', 401: 'Nobody is signed in', 403: 'Not permitted, or the anti-forgery token is missing', 404: 'Not there, or not within reach: the two cannot be told apart', 429: 'Too many requests', default: 'Any other problem' } as const;

/** Adds what every route answers besides its own schema: problems, streams, files. */
export function documentResponses<Document extends object>(document: Document): Document {
  const described = document as Documented; // OpenAPI's own type has many forms that this API does not use
  described.components ??= {};
  described.components.schemas = {
    ...described.components.schemas,
    ProblemDetails: schemaOf(ProblemDetails), TurnEvent: schemaOf(TurnEvent), ToolAnswer: schemaOf(ToolAnswer), ToolProblem: schemaOf(ToolProblem), ApprovalCard: schemaOf(ApprovalCard),
    ToolReply: { type: 'object', required: ['ok', 'result'], properties: { ok: { type: 'boolean' }, result: { anyOf: [ref('ToolAnswer'), ref('ToolProblem'), { type: 'object', description: 'What a write says that it would do' }] }, approval: ref('ApprovalCard') } },
    ConversationExport: schemaOf(z.object({ title: z.string(), messages: z.array(StoredMessage) })),
  };
  for (const [path, methods] of Object.entries(described.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods ?? {})) describe(`${method} ${path}`, operation as Operation); // every key of a path here is a method
  }
  return document;
}

function describe(name: string, operation: Operation): void {
  const responses = { ...operation.responses };
  const body = BODIES.find(([begins]) => name.startsWith(begins) && !(name.endsWith('/stop') && begins === 'post /api/turns'));
  if (body) responses['200'] = { description: body[2], content: Object.fromEntries(Object.entries(body[1]).map(([type, schema]) => [type, { schema }])) };
  for (const response of Object.values(responses)) if (response.description === 'Default Response') response.description = 'Done';
  for (const [status, description] of Object.entries(PROBLEMS)) {
    const isOpen = operation.security?.length === 0;
    if (isOpen && (status === '403' || status === '404')) continue;
    responses[status] ??= { description, content: { 'application/problem+json': { schema: ref('ProblemDetails') } } };
  }
  operation.responses = responses;
}
