import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { resolve } from 'node:path';
import { Server, type Socket } from 'socket.io';
import type { ConversationSummary, SessionInfo, StoredMessage } from '../../src/contract/http-api.ts';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import { chartsTurn, demoTurn, failingTurn } from './scripted-turns.ts';

/** Speaks the contract with scripted turns, so that the pages can be tested without the product's own server. */
export interface MockServer {
  readonly address: string;
  /** What the pages sent, by socket message or HTTP path. */
  readonly seen: { readonly name: string; readonly body: unknown }[];
  /** Cuts every socket after this many further events, once. */
  cutAfter: number | null;
  /** The widget token that is valid now. Setting another one and cutting the sockets makes the old one expire. */
  token: string;
  cutSockets(): void;
  close(): Promise<void>;
}

const CSP = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const SESSION: Omit<SessionInfo, 'now'> = {
  user: { id: 'user-1', name: 'Elena Marsh', role: 'client' }, csrfToken: 'csrf-1', model: { label: 'Steward offline 1.0', offline: true }, firmName: 'Whitfield & Partners',
  suggestions: ['How is my retirement portfolio doing this year?', 'What did I pay in fees in the last quarter?', 'Am I on track for the house in 2031?', 'Which positions pay dividends next month?'],
};
const TITLES = ['Fees in the third quarter', 'House in 2031', 'Dividends next month', 'What a fall of 20% would do', 'Documents for the tax office'];

interface World extends Omit<MockServer, 'close' | 'address' | 'cutSockets'> {
  readonly turns: Map<string, TurnEvent[]>;
  readonly stopped: Set<string>;
  readonly conversations: ConversationSummary[];
  readonly messages: StoredMessage[];
  readonly paceMs: number;
  failNext: boolean;
  /** Turns do not end by themselves, however slow the page is to stop them. */
  endsWhenStopped: boolean;
}

export async function startMockServer(options: { readonly paceMs: number; readonly port?: number }): Promise<MockServer & Pick<World, 'failNext' | 'endsWhenStopped'>> {
  const app = Fastify();
  const now = Date.now();
  const conversations = TITLES.map((title, index) => ({ id: `old-${index}`, title, lastMessageAt: new Date(now - (index * index + 0.1) * 20 * 3_600_000).toISOString(), archived: false }));
  const world: World = { seen: [], turns: new Map(), stopped: new Set(), conversations, messages: [], cutAfter: null, paceMs: options.paceMs, failNext: false, endsWhenStopped: false, token: 'widget-token-1' };
  addRoutes(app, world);
  await app.register(fastifyStatic, { root: resolve(import.meta.dirname, '../../dist/web') });
  app.get('/embed-demo', async (_request, reply) => reply.header('content-security-policy', CSP).sendFile('embed-demo.html'));
  app.addHook('onSend', async (_request, reply) => void reply.header('content-security-policy', CSP));
  const io = new Server(app.server);
  io.use((socket, next) => {
    const token = (socket.handshake.auth as { token?: string }).token;
    const isKnown = token === undefined ? socket.handshake.headers.cookie?.includes('session=1') : token === world.token;
    next(isKnown ? undefined : new Error('unauthenticated'));
  });
  io.on('connection', (socket) => addSocket(socket, world));
  const address = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  return Object.assign(world, {
    address,
    cutSockets: () => io.disconnectSockets(true),
    close: async () => {
      await io.close();
      await app.close();
    },
  });
}

function addRoutes(app: FastifyInstance, world: World): void {
  const problem = (status: number, code: string, title: string) => ({ type: `/problems/${code}`, title, status, code, requestId: 'r-1' });
  app.addHook('preHandler', async (request, reply) => {
    const open = !request.url.startsWith('/api/') || (request.url === '/api/session' && request.method === 'POST') || request.url.startsWith('/api/embed-demo');
    const known = request.headers.cookie?.includes('session=1') || request.headers.authorization === `Bearer ${world.token}`;
    if (request.method !== 'GET') world.seen.push({ name: `${request.method} ${request.url}`, body: request.body });
    if (!open && !known) return reply.status(401).type('application/problem+json').send(JSON.stringify(problem(401, 'unauthenticated', 'Please sign in')));
  });
  app.post('/api/session', async (request, reply) => {
    if ((request.body as { password: string }).password !== 'correct horse') return reply.status(401).type('application/problem+json').send(JSON.stringify(problem(401, 'unauthenticated', 'Please sign in')));
    return reply.header('set-cookie', 'session=1; HttpOnly; SameSite=Strict; Path=/').send({ ...SESSION, now: new Date().toISOString() });
  });
  app.get('/api/session', async () => ({ ...SESSION, now: new Date().toISOString() }));
  app.delete('/api/session', async (_request, reply) => reply.header('set-cookie', 'session=0; Path=/').status(204).send());
  app.get('/api/conversations', async (request) => {
    const { query = '', archived = 'false' } = request.query as { query?: string; archived?: string };
    return world.conversations.filter((found) => String(found.archived) === archived && found.title.toLowerCase().includes(query.toLowerCase()));
  });
  app.patch('/api/conversations/:id', async (request, reply) => {
    const found = world.conversations.find((conversation) => conversation.id === (request.params as { id: string }).id);
    if (found) Object.assign(found, request.body);
    return reply.status(204).send();
  });
  app.get('/api/conversations/:id/messages', async (request) => ((request.params as { id: string }).id === 'new-1' ? world.messages : []));
  app.post('/api/messages/:id/feedback', async (_request, reply) => reply.status(204).send());
  app.post('/api/embed-demo/token', async () => ({ token: world.token, expiresAt: new Date(Date.now() + 600_000).toISOString() }));
  app.get('/api/invocations/:id', async (request) => ({
    id: (request.params as { id: string }).id, toolName: 'get_holdings', outcome: 'ok', effect: 'read', startedAt: '2026-11-23T10:14:05.120Z', durationMs: 41,
    arguments: { portfolio: 'Retirement', asOf: '2026-11-20', top: 5 }, result: { title: 'Holdings of Retirement', total: 23 }, argumentsHash: 'sha256:91ce', resultHash: 'sha256:0d3bd1c2a7e94f',
  }));
}

function addSocket(socket: Socket, world: World): void {
  const record = (name: string, body: unknown): void => void world.seen.push({ name, body });
  socket.on('turn:start', (request: { clientMessageId: string; text: string }, ack: (answer: unknown) => void) => {
    record('turn:start', request);
    const turnId = `turn-${request.clientMessageId}`;
    const isRepeat = world.turns.has(turnId);
    const events = world.failNext ? failingTurn(turnId, 'new-1') : request.text.includes('allocated') ? chartsTurn(turnId, 'new-1') : demoTurn(turnId, 'new-1', new Date(Date.now() + 900_000).toISOString());
    world.failNext = false;
    world.turns.set(turnId, events);
    ack({ turnId, conversationId: 'new-1' });
    if (!isRepeat) keep(world, request.text, turnId, events);
    void send(socket, world, events);
  });
  socket.on('turn:stop', ({ turnId }: { turnId: string }, ack: (answer: unknown) => void) => {
    record('turn:stop', { turnId });
    world.stopped.add(turnId);
    ack({});
  });
  socket.on('turn:resume', (request: { turnId: string; afterSeq: number }, ack: (answer: unknown) => void) => {
    record('turn:resume', request);
    ack({ turnId: request.turnId });
    void send(socket, world, (world.turns.get(request.turnId) ?? []).filter((event) => event.seq > request.afterSeq));
  });
  socket.on('approval:decide', (request: { invocationId: string; decision: string }, ack: (answer: unknown) => void) => {
    record('approval:decide', request);
    const approved = request.decision === 'approve';
    ack({ invocationId: request.invocationId, outcome: approved ? 'approved' : 'declined', summary: approved ? 'The task is on Dana Whitfield’s list, due 30 Nov 2026.' : 'Nothing was done.' });
  });
}

async function send(socket: Socket, world: World, events: readonly TurnEvent[]): Promise<void> {
  for (const event of events) {
    await new Promise((resume) => setTimeout(resume, world.paceMs));
    while (world.endsWhenStopped && event.type === 'completed' && socket.connected && !world.stopped.has(event.turnId)) await new Promise((resume) => setTimeout(resume, 10));
    if (!socket.connected) return;
    if (world.cutAfter !== null && world.cutAfter-- === 0) {
      world.cutAfter = null;
      socket.conn.close();
      return;
    }
    if (world.stopped.has(event.turnId)) {
      socket.emit('turn-event', { turnId: event.turnId, seq: event.seq, type: 'completed', messageId: `answer-${event.turnId}`, status: 'stopped', latencyMs: 300 });
      return;
    }
    socket.emit('turn-event', event);
  }
}

function keep(world: World, text: string, turnId: string, events: readonly TurnEvent[]): void {
  const base = { turnId, status: 'completed', createdAt: new Date().toISOString() };
  world.messages.splice(0, world.messages.length,
    { ...base, id: `question-${turnId}`, role: 'user', content: text, parentMessageId: null, events: [] },
    { ...base, id: `answer-${turnId}`, role: 'assistant', content: '', parentMessageId: `question-${turnId}`, events: [...events] });
  if (!world.conversations.some((conversation) => conversation.id === 'new-1')) world.conversations.unshift({ id: 'new-1', title: 'Retirement this year', lastMessageAt: new Date().toISOString(), archived: false });
}

if (import.meta.main) console.log((await startMockServer({ paceMs: 40, port: 4010 })).address);
