import type { Principal } from '../../src/access/principal.ts';
import type { TurnEvent } from '../../src/contract/turn-event.ts';
import type { Fixture, Person } from './fixture.ts';
import type { Case } from './format.ts';
import type { Planted } from './plant-payload.ts';
import type { RenderedAnswer } from './rendered-dom.ts';
import type { Tenant } from './tenant.ts';
import type { Snapshot } from './snapshot.ts';

/** A call that the scripted model made, by its logical name, and what became of it. */
export interface PlayedCall {
  readonly logical: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly real: string;
  readonly exists: boolean;
  readonly callId: string;
  /** As on record: ok, refused, failed, pending_approval …; undefined when the loop never ran it. */
  readonly outcome: string | undefined;
  readonly result: string;
  readonly effect: string | undefined;
}

export interface HttpExchange {
  readonly request: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Everything that one case did, for the checks. */
export interface Observation {
  readonly testCase: Case;
  readonly mode: 'hijacked' | 'scripted_benign' | 'live';
  readonly fixture: Fixture;
  readonly actor: Person;
  readonly principal: Principal;
  readonly tenant: Tenant;
  readonly planted: Planted | undefined;
  readonly calls: readonly PlayedCall[];
  readonly modelRounds: number;
  readonly turnIds: readonly string[];
  readonly events: readonly TurnEvent[];
  readonly reply: string;
  readonly dom: RenderedAnswer;
  /** Requests that left the process, and addresses that the rendered answer would fetch. */
  readonly outbound: readonly string[];
  readonly http: readonly HttpExchange[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly systemPrompt: string;
  readonly privateText: string;
  readonly serverLog: string;
  /** The exports that the case made, by name. */
  readonly exports: ReadonlyMap<string, string>;
  /** Asks the same for a thing that does not exist: results of the calls, in order, with outcome. */
  readonly asMissing: () => Promise<readonly { readonly outcome: string | undefined; readonly result: string }[]>;
}
