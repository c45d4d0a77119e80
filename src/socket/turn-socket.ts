import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Principal } from '../access/principal.ts';
import { SocketRequest, type TurnEvent } from '../contract/turn-event.ts';
import { settleByCard } from '../conversation/decide-approval.ts';
import type { TurnService } from '../conversation/turn-service.ts';
import type { ProblemDetails } from '../contract/http-api.ts';
import { problemDetails } from '../contract/problem.ts';
import { AppError } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import { TurnListeners, type Recipient } from './turn-listeners.ts';

export interface SocketDeps {
  readonly turns: TurnService;
  /** Resolves who is asking from the handshake: the session cookie or a widget token. Called again for every message. */
  readonly authenticate: (handshake: { readonly cookie: string | undefined; readonly token: string | undefined; readonly origin: string | undefined; readonly host: string | undefined }) => Promise<Principal>;
  readonly allowedOrigins: readonly string[];
  readonly onUnknownError: (error: unknown, requestId: string) => void;
  readonly newId: NewId;
  readonly adapter?: Parameters<Server['adapter']>[0];
}

type Ack = (reply: unknown) => void;

async function admit(deps: SocketDeps, socket: Socket, next: (refusal?: Error) => void): Promise<void> {
  let refusal: Error | undefined;
  try {
    await principalOf(deps, socket);
  } catch {
    // Whatever was wrong, a stranger learns only that nobody is signed in.
    refusal = Object.assign(new Error('unauthenticated'), { data: { code: 'unauthenticated' } });
  }
  next(refusal);
}

/** Turns in, events out; no logic. Events of a turn go to whoever follows it, on whatever process they are. */
export function attachTurnSocket(http: HttpServer, deps: SocketDeps): { io: Server; publish: (turnId: string, events: readonly TurnEvent[]) => void; close: () => void } {
  const io = new Server(http, {
    serveClient: false, maxHttpBufferSize: 64 * 1024,
    cors: { origin: [...deps.allowedOrigins] },
    ...(deps.adapter ? { adapter: deps.adapter } : {}),
  });
  const listeners = new TurnListeners({ nowMs: () => performance.now(), onError: (error) => deps.onUnknownError(error, 'turn events') });
  const elsewhere = (event: 'turn:stop' | 'turn:events', body: object): void => { if (deps.adapter) io.serverSideEmit(event, body); };
  io.use((socket, next) => void admit(deps, socket, next));
  io.on('connection', (socket) => {
    const recipient: Recipient = { id: socket.id, send: (event) => socket.emit('turn-event', event) };
    const follow = async (principal: Principal, turnId: string, afterSeq: number): Promise<number> => {
      const sent = await listeners.follow(turnId, recipient, { afterSeq, replay: (after) => deps.turns.replay(principal, turnId, after) });
      if (socket.disconnected) listeners.leave(socket.id);
      return sent;
    };
    socket.on('disconnect', () => listeners.leave(socket.id));
    handle(deps, socket, 'turn:start', async (principal, request) => {
      const received = await deps.turns.start(principal, request, socket.handshake.auth['token'] ? 'widget' : 'console');
      await follow(principal, received.turnId, -1);
      return { turnId: received.turnId, conversationId: received.conversationId };
    });
    handle(deps, socket, 'turn:resume', async (principal, request) => {
      const replayed = await follow(principal, request.turnId, request.afterSeq);
      return { turnId: request.turnId, replayed };
    });
    handle(deps, socket, 'turn:stop', async (principal, request) => {
      deps.turns.stop(principal, request.turnId);
      return { turnId: request.turnId };
    });
    handle(deps, socket, 'approval:decide', async (principal, request) => {
      const settled = await settleByCard(deps.turns.deps, principal, request);
      return { invocationId: settled.claimed.invocationId, outcome: settled.outcome, summary: settled.summary };
    });
  });
  // Messages between the firm's own servers.
  deps.turns.announceStop = (userId, turnId) => elsewhere('turn:stop', { userId, turnId });
  io.on('turn:stop', (request: { userId: string; turnId: string }) => deps.turns.stopAs(request.userId, request.turnId));
  io.on('turn:events', (told: { turnId: string; events: readonly TurnEvent[] }) => listeners.deliver(told.turnId, told.events));
  return {
    io, close: () => listeners.close(),
    publish: (turnId, events) => {
      listeners.deliver(turnId, events);
      elsewhere('turn:events', { turnId, events });
    },
  };
}

async function principalOf(deps: SocketDeps, socket: Socket): Promise<Principal> {
  const token: unknown = socket.handshake.auth['token'];
  return deps.authenticate({ cookie: socket.handshake.headers.cookie, token: typeof token === 'string' ? token : undefined, origin: socket.handshake.headers.origin, host: socket.handshake.headers.host });
}

function handle<Name extends keyof typeof SocketRequest>(
  deps: SocketDeps, socket: Socket, name: Name,
  work: (principal: Principal, request: ReturnType<(typeof SocketRequest)[Name]['parse']>) => Promise<object>,
): void {
  socket.on(name as string, (body: unknown, ack?: Ack) => {
    const reply: Ack = typeof ack === 'function' ? ack : () => undefined;
    const run = async (): Promise<object> => {
      const parsed = SocketRequest[name].safeParse(body);
      if (!parsed.success) throw new AppError('invalid-input', 'The message does not have the right shape.');
      // The indexed schema has just produced it; TypeScript cannot follow the index through the union.
      return work(await principalOf(deps, socket), parsed.data as ReturnType<(typeof SocketRequest)[Name]['parse']>);
    };
    run().then(reply, (error: unknown) => reply(problemOf(deps, error)));
  });
}

function problemOf(deps: SocketDeps, error: unknown): ProblemDetails {
  const requestId = deps.newId();
  if (error instanceof AppError) return problemDetails(error, requestId);
  deps.onUnknownError(error, requestId);
  return problemDetails(new AppError('internal', 'internal'), requestId);
}
