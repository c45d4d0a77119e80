import { ENGINES } from '../test/support/databases.ts';
import { InstantChatModel } from './instant-chat-model.ts';
import { agentTurn, bareTurn, stewardOn } from './turn-subjects.ts';

/**
 * What Steward adds to a turn: one tool, two model calls that take no time, limits, grounding, events, record and audit on; against the
 * same loop bare and against LangChain's createAgent, all streamed. `npx node --expose-gc bench/turn.bench.ts`; MariaDB too when
 * TEST_MARIADB_URL names a server. Processor time stands beside the times by the clock, which other work on the machine lengthens.
 */
const TURNS = 1_000;
const AIMS = 'Aims on 2 idle cores: p50 5 ms on SQLite and 10 ms on MariaDB one at a time, 300 turns a second, 40 KB a turn';
const IN_FLIGHT = 200;

interface Measured {
  readonly name: string;
  readonly concurrent: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly perSecond: number;
  readonly cpuMs: number;
  /** Heap that stays for each turn that has ended. */
  readonly retainedKb: number;
}

async function measure(name: string, concurrent: number, turn: () => Promise<void>): Promise<Measured> {
  const took: number[] = [];
  let left = TURNS;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const startMs = performance.now();
      await turn();
      took.push(performance.now() - startMs);
    }
  };
  for (let warm = 0; warm < 100; warm += 1) await turn();
  await settle();
  const [heap, cpu, startMs] = [process.memoryUsage().heapUsed, process.cpuUsage(), performance.now()];
  await Promise.all(Array.from({ length: concurrent }, worker));
  const [seconds, used] = [(performance.now() - startMs) / 1_000, process.cpuUsage(cpu)];
  await settle();
  took.sort((a, b) => a - b);
  const at = (share: number) => Number((took[Math.floor(took.length * share)] ?? 0).toFixed(2));
  return {
    name, concurrent, p50Ms: at(0.5), p95Ms: at(0.95), perSecond: Math.round(TURNS / seconds), cpuMs: Number(((used.user + used.system) / 1_000 / TURNS).toFixed(2)),
    retainedKb: Number(((process.memoryUsage().heapUsed - heap) / 1_024 / TURNS).toFixed(1)),
  };
}

/** One subject must not pay for what another has left: timers run out, then everything unused goes. */
async function settle(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    globalThis.gc?.();
  }
}

/** Heap of one turn that waits for its tool. */
async function inFlightKb(): Promise<number> {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => { release = resolve; });
  let waiting = 0;
  let holding = false;
  const steward = await stewardOn('sqlite', { duringTool: async () => { if (holding) { waiting += 1; await held; } } });
  for (let warm = 0; warm < 100; warm += 1) await steward.turn();
  holding = true;
  await settle();
  const before = process.memoryUsage().heapUsed;
  const turns = Array.from({ length: IN_FLIGHT }, () => steward.turn());
  while (waiting < IN_FLIGHT) await new Promise((resolve) => setTimeout(resolve, 10));
  await settle();
  const kb = (process.memoryUsage().heapUsed - before) / 1_024 / IN_FLIGHT;
  release();
  await Promise.all(turns);
  await steward.close();
  return Number(kb.toFixed(1));
}

const heapKb = await inFlightKb();
const rows: Measured[] = [];
for (const concurrent of [1, 50]) {
  rows.push(await measure('bare loop', concurrent, () => bareTurn(new InstantChatModel())), await measure('createAgent', concurrent, agentTurn()));
  for (const engine of ENGINES) {
    const steward = await stewardOn(engine);
    rows.push(await measure(`Steward, ${engine}`, concurrent, () => steward.turn()));
    await steward.close();
  }
}
console.table(rows);
console.log(AIMS);
for (const { name, concurrent, p50Ms, cpuMs } of rows.filter((row) => row.name.startsWith('Steward'))) {
  const ratios = ['bare loop', 'createAgent'].map((other) => {
    const base = rows.find((row) => row.name === other && row.concurrent === concurrent);
    return base ? `${(p50Ms / base.p50Ms).toFixed(1)} times the time and ${(cpuMs / base.cpuMs).toFixed(1)} times the processor time of ${other}` : '';
  });
  console.log(`${name}, ${concurrent} at once: ${ratios.join('; ')}`);
}
console.log(`Heap of one turn in flight: ${heapKb} KB`);
