import type { ChatAction, Exchange } from './chat-state.ts';
import type { TurnClient } from './turn-client.ts';
import { hasGap, isOpen } from './turn-state.ts';

/** Follows what is unfinished. A turn that the server no longer knows is over: it says so and can be asked again. */
export function resumeOpen(exchanges: readonly Exchange[], client: TurnClient, dispatch: (action: ChatAction) => void): void {
  for (const { key, turn } of exchanges) {
    if (turn.turnId === null || !(isOpen(turn) || hasGap(turn))) continue;
    client.resume(turn.turnId, turn.lastSeq).then(
      (ack) => ack && 'code' in ack && dispatch({ type: 'refused', key, code: ack.code, message: [ack.detail ?? ack.title, ack.hint].filter(Boolean).join(' ') }),
      // The connection went again: the next 'online' comes back here.
      () => undefined,
    );
  }
}
