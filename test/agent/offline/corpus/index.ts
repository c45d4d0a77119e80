import type { Persona } from '../../../../src/agent/offline/types.ts';
import { ADVISOR } from './advisor.ts';
import { AUDITOR } from './auditor.ts';
import { CLIENT_MONEY } from './client-money.ts';
import { CLIENT_SERVICE } from './client-service.ts';
import { ADVISOR_DECISIONS, AUDITOR_DECISIONS, CLIENT_DECISIONS } from './decisions.ts';
import type { Request } from './request.ts';
import { CLIENT_OTHER } from './client-other.ts';

export interface Case {
  readonly persona: Persona;
  readonly turns: readonly string[];
  readonly expected: string;
  /** Every third request is kept for judging and is not looked at while the model is changed. */
  readonly heldOut: boolean;
}

const cases = (persona: Persona, requests: readonly Request[]): Case[] =>
  requests.map(([text, expected], index) => ({ persona, turns: text.split(' >> '), expected, heldOut: index % 3 === 2 }));

/** Requests that the model was changed for: none of them is held out. */
const learnt = (persona: Persona, requests: readonly Request[]): Case[] => cases(persona, requests).map((one) => ({ ...one, heldOut: false }));

export const CORPUS: readonly Case[] = [
  ...cases('client', CLIENT_MONEY), ...cases('client', CLIENT_SERVICE), ...cases('client', CLIENT_OTHER), ...cases('advisor', ADVISOR), ...cases('auditor', AUDITOR),
  ...learnt('auditor', AUDITOR_DECISIONS), ...learnt('advisor', ADVISOR_DECISIONS), ...learnt('client', CLIENT_DECISIONS),
];
