import { resolvePrincipal } from '../access/resolve-principal.ts';
import { SERVICE_PRINCIPAL } from '../access/scoped-dbs.ts';
import { answerForModel } from '../agent/answer-text.ts';
import { hashOf } from '../agent/tool-call.ts';
import type { App } from '../compose.ts';
import { differencesOf, type Difference } from '../domain/advice-life/compare-values.ts';
import { ChatMessage } from '../entities/communication/chat-message.entity.ts';
import { ToolInvocation } from '../entities/communication/tool-invocation.entity.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';

export interface ReplayedCall {
  readonly tool: string;
  readonly outcome: 'same' | 'differs' | 'not run again';
  readonly why?: string;
  readonly differences: readonly Difference[];
}

export interface TurnReplay {
  readonly turnId: string;
  readonly askedAt: Date;
  readonly person: string;
  /** Whether prompt and tools are still those of the turn. */
  readonly prompt: 'unchanged' | 'changed since' | 'not on record';
  readonly catalogue: 'unchanged' | 'changed since' | 'not on record';
  readonly calls: readonly ReplayedCall[];
}

/** Read tools that keep what they found: running them again would add to the record. */
const KEEPERS = new Set(['check_compliance']);

/**
 * Runs the read tools of a turn again with the recorded arguments, in the name of the person who asked, with the clock on the moment of the
 * question. Tools read what is on record now: a result that differs shows what has changed since. Writes, and tools that put something on
 * record, are never run again.
 * @throws AppError not-found for a turn without an answer; conflict when the person can no longer sign in.
 */
export async function replayTurn(app: App, turnId: string): Promise<TurnReplay> {
  const db = app.openScope(SERVICE_PRINCIPAL);
  const reply = await db.findOneOrNotFound(ChatMessage, { turnId, role: 'assistant' }, 'turn', { populate: ['conversation', 'modelVersion'] });
  const calls = await db.find(ToolInvocation, { turnId }, { orderBy: [{ round: 'asc' }, { callIndex: 'asc' }] });
  const principal = await resolvePrincipal(app.database.orm.em.fork(), reply.conversation.user.id, app.clock.today());
  if (!principal) throw new AppError('conflict', 'Whoever asked can no longer sign in: their reach is gone, and the tools with it.');
  const clock = systemClock(() => reply.createdAt);
  const replayed: ReplayedCall[] = [];
  for (const call of calls) {
    const tool = app.turns.deps.tools.get(call.toolName);
    const why = !tool ? 'there is no such tool any more' : tool.effect === 'write' ? 'a write' : KEEPERS.has(tool.name) ? 'it keeps what it finds' : tool.effect === 'draft' ? 'it puts a draft on record: replay the recommendation instead' : String(tool.version) !== call.toolVersion ? `version ${call.toolVersion} of the tool, now ${tool.version}` : call.outcome !== 'ok' || !call.result ? `it ended as ${call.outcome}` : undefined;
    if (!tool || why) {
      replayed.push({ tool: call.toolName, outcome: 'not run again', ...(why ? { why } : {}), differences: [] });
      continue;
    }
    const answer = await tool.run(tool.input.parse(call.arguments ?? {}), { db: app.openScope(principal), principal, clock, newId: app.newId, modelVersionLabel: 'replay' });
    const content = answerForModel(answer);
    const isSame = hashOf(content) === call.resultHash;
    replayed.push({ tool: call.toolName, outcome: isSame ? 'same' : 'differs', ...(isSame ? {} : { why: 'the tool reads what is on record now' }), differences: isSame ? [] : differencesOf(JSON.parse(call.result ?? 'null'), JSON.parse(content)) });
  }
  const { prompt, catalogueHash } = app.turns.deps;
  const version = reply.modelVersion;
  const versionOf = (then: string | undefined, now: string) => (then === undefined ? 'not on record' as const : then === now ? 'unchanged' as const : 'changed since' as const);
  return { turnId, askedAt: reply.createdAt, person: principal.displayName, prompt: versionOf(version?.promptHash, prompt.hash), catalogue: versionOf(version?.catalogueHash, catalogueHash), calls: replayed };
}
