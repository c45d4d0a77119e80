import { io, type Socket } from 'socket.io-client';
import type { DecideAck, ResumeAck, StartAck } from '../../src/contract/socket-acks.ts';
import type { TurnEvent, TurnRequest } from '../../src/contract/turn-event.ts';
import type { z } from 'zod';

export type Connection = 'connecting' | 'online' | 'offline' | 'signed-out';
export type Question = z.infer<typeof TurnRequest>;

export interface TurnClientOptions {
  readonly origin: string;
  /** The widget's token, read anew for each connection; absent where the cookie speaks. */
  readonly token?: () => string;
  readonly onEvent: (event: TurnEvent) => void;
  /** Called on every change; 'online' also after a reconnect, when open turns must be resumed. */
  readonly onConnection: (connection: Connection) => void;
}

const ACK_MS = 15_000;
const ATTEMPTS = 3;

/** Turns over one socket. Every message may be repeated safely, so each is tried again until the server has acknowledged it. */
export class TurnClient {
  private readonly socket: Socket;

  constructor(options: TurnClientOptions) {
    this.socket = io(options.origin || undefined, {
      transports: ['websocket', 'polling'],
      withCredentials: options.token === undefined,
      reconnectionDelayMax: 10_000,
      auth: (send) => send(options.token ? { token: options.token() } : {}),
    });
    this.socket.on('connect', () => options.onConnection('online'));
    this.socket.on('disconnect', (reason) => {
      options.onConnection('offline');
      // The server closed it on purpose (a restart, a lapsed session): socket.io waits to be told.
      if (reason === 'io server disconnect') this.socket.connect();
    });
    this.socket.on('connect_error', (error) => {
      const refused = (error as Error & { data?: { code?: string } }).data?.code === 'unauthenticated' || error.message === 'unauthenticated';
      options.onConnection(refused ? 'signed-out' : 'offline');
    });
    this.socket.on('turn-event', options.onEvent);
  }

  start(question: Question): Promise<StartAck> {
    return this.ask<StartAck>('turn:start', question);
  }

  stop(turnId: string): Promise<unknown> {
    return this.ask('turn:stop', { turnId });
  }

  /** Asks for everything after `afterSeq` again; it arrives as ordinary events. */
  resume(turnId: string, afterSeq: number): Promise<ResumeAck | null> {
    return this.ask<ResumeAck | null>('turn:resume', { turnId, afterSeq });
  }

  decide(invocationId: string, argumentsHash: string, decision: 'approve' | 'decline'): Promise<DecideAck> {
    return this.ask<DecideAck>('approval:decide', { invocationId, argumentsHash, decision });
  }

  /** With a fresh token, or after a network change. */
  reconnect(): void {
    this.socket.disconnect().connect();
  }

  close(): void {
    this.socket.removeAllListeners();
    this.socket.disconnect();
  }

  private async ask<T>(name: string, message: unknown): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        // The server answers in the contract's shapes.
        return (await this.socket.timeout(ACK_MS).emitWithAck(name, message)) as T;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
      }
    }
  }
}
