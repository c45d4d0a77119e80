import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server treats one request. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export interface ModelServer {
  readonly baseUrl: string;
  /** Bodies of the requests so far, in order. */
  readonly requests: readonly ModelRequest[];
  close(): Promise<void>;
}

export interface ModelRequest {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly tools?: readonly unknown[];
}

/** A provider on loopback that speaks chat completions: request n meets behaviour n, and the last one goes on for ever. */
export async function startModelServer(behaviours: readonly Behaviour[]): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const behaviour = behaviours[Math.min(requests.length, behaviours.length - 1)];
      requests.push(JSON.parse(Buffer.concat(parts).toString()) as ModelRequest);
      behaviour?.(response, request);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo; // listens on TCP
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`, requests,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

type Delta = Readonly<Record<string, unknown>>;

export function chunk(delta: Delta, finishReason: string | null = null): string {
  return `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'loopback-1', choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
}

export function callChunk(args: string, start?: { readonly id: string; readonly name: string; readonly index?: number }): string {
  const call = start ? { index: start.index ?? 0, id: start.id, type: 'function', function: { name: start.name, arguments: args } } : { index: 0, function: { arguments: args } };
  return chunk({ tool_calls: [call] });
}

const SSE = { 'content-type': 'text/event-stream' };
const DONE = `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'loopback-1', choices: [], usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } })}\n\ndata: [DONE]\n\n`;

export function says(text: string): Behaviour {
  return (response) => { response.writeHead(200, SSE).end(chunk({ role: 'assistant', content: '' }) + chunk({ content: text }) + chunk({}, 'stop') + DONE); };
}

/** One complete call; the arguments are sent as they stand, in two pieces. */
export function calls(name: string, args: string, id = 'call_1'): Behaviour {
  const half = Math.floor(args.length / 2);
  return (response) => { response.writeHead(200, SSE).end(chunk({ role: 'assistant', content: null }) + callChunk('', { id, name }) + callChunk(args.slice(0, half)) + callChunk(args.slice(half)) + chunk({}, 'tool_calls') + DONE); };
}

export function fails(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return (response) => { response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error: { message, type: 'error', code: null } })); };
}

/** Sends these pieces, then nothing more: the connection stays open. */
export function stallsAfter(...pieces: readonly string[]): Behaviour {
  return (response) => { response.writeHead(200, SSE).flushHeaders(); for (const piece of pieces) response.write(piece); };
}

/** Sends these pieces, then tears the connection down. */
export function disconnectsAfter(...pieces: readonly string[]): Behaviour {
  return (response) => {
    response.writeHead(200, SSE).flushHeaders();
    response.write(pieces.join('') || ':\n\n', () => { setTimeout(() => response.destroy(), 10); });
  };
}
