import { InstantChatModel } from './instant-chat-model.ts';
import { bareTurn, stewardOn } from './turn-subjects.ts';

/**
 * How long after the model's own piece the first text is sent: once the piece that ends the first sentence has arrived, so that the gate
 * may release it, the rest is grounding, storing the event and handing it to the sockets. The bare loop, in the same run, shows what the
 * model's library takes by itself.
 */
const TURNS = 150;
const PIECE_MS = 4;

let lastPieceMs = 0;
const pacedModel = () => new InstantChatModel(async () => {
  await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
  lastPieceMs = performance.now();
});

async function delays(turnOf: (first: () => void) => Promise<void>): Promise<string> {
  const late: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    let seen = false;
    await turnOf(() => {
      if (!seen && turn >= 20) late.push(performance.now() - lastPieceMs);
      seen = true;
    });
  }
  late.sort((a, b) => a - b);
  return `p50 ${late[late.length >> 1]?.toFixed(2)} ms, p95 ${late[Math.floor(late.length * 0.95)]?.toFixed(2)} ms after the piece that it waited for`;
}

console.log(`bare loop, first piece: ${await delays((first) => bareTurn(pacedModel(), first))}`);
let onText = (): void => undefined;
const steward = await stewardOn('sqlite', { model: pacedModel(), onEvent: (event) => { if (event.type === 'text') onText(); } });
console.log(`Steward, first sentence stored and sent: ${await delays((first) => { onText = first; return steward.turn(); })}`);
await steward.close();
