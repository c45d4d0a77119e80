import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { scopedDbs, type ScopedDbs } from './access/scoped-dbs.ts';
import { ModelChain } from './agent/model-chain.ts';
import { offlineEndpoint, type ModelEndpoint } from './agent/model-endpoint.ts';
import { catalogueHash, definitionOf } from './agent/tool-call.ts';
import { recordAudit } from './audit/record.ts';
import { trailHook } from './audit/record-trail.ts';
import { apiServices } from './compose-api.ts';
import type { Settings } from './config.ts';
import type { TurnEvent } from './contract/turn-event.ts';
import { createSentenceGate } from './conversation/grounding/sentence-gate.ts';
import { DEFAULT_LIMITS } from './conversation/turn-limits.ts';
import { TurnService } from './conversation/turn-service.ts';
import { ApprovalStore } from './data/conversations/approval-store.ts';
import { ConversationStore } from './data/conversations/conversation-store.ts';
import { fileExporter } from './data/records/file-exporter.ts';
import type { Database } from './db/open-database.ts';
import { ENGINE_VERSION } from './domain/advice/engine-version.ts';
import type { ApiServices } from './http/api-services.ts';
import type { Clock } from './shared/clock.ts';
import { idSource, type NewId } from './shared/ids.ts';
import { loadPrompt, type Prompt } from './shared/released-prompt.ts';
import { coreTools, TOOLS } from '../tools/registry.ts';

export interface App {
  readonly database: Database;
  readonly openScope: ScopedDbs;
  readonly turns: TurnService;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly api: ApiServices;
}

export interface ComposeOptions {
  readonly settings: Settings;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly publish: (turnId: string, events: readonly TurnEvent[]) => void;
  /** Models in order of preference; the offline one alone when left out. */
  readonly endpoints?: readonly ModelEndpoint[];
  /** Instead of the released prompt: attacks plant a mark in it and look for it in what comes out. */
  readonly prompt?: Prompt;
}

/** Puts the application together from its settings: the one place that knows every part. */
export function composeApp({ settings, database, clock, log, publish, endpoints, prompt = loadPrompt('advisor-assistant', 'v1') }: ComposeOptions): App {
  const newId = idSource(() => clock.now().getTime());
  const auditTools = { clock, newId };
  const fork = () => database.orm.em.fork();
  const openScope = scopedDbs({
    em: database.orm.em,
    hooks: [trailHook(auditTools)],
    onDenied: async (denial) => {
      const em = fork();
      recordAudit(em, { actorId: denial.userId, actorRole: denial.role, event: 'authz.denied', decision: 'denied', objectType: denial.entity, reasonCode: denial.reason, detail: { operation: denial.operation } }, auditTools);
      await em.flush();
    },
  });
  const tools = new Map(TOOLS.map((tool) => [tool.name, tool]));
  const privateText = [prompt.text, ...TOOLS.map((tool) => JSON.stringify(definitionOf(tool)))].join('\n');
  const turns = new TurnService({
    store: new ConversationStore(fork, auditTools),
    approvals: new ApprovalStore(fork, auditTools),
    chain: new ModelChain(endpoints ?? [offlineEndpoint()], {
      idleTimeoutMs: 30_000, attemptsPerEndpoint: 3, retryBudgetMs: Math.min(settings.TURN_TIMEOUT_MS / 2, 60_000), pause, random: jitter, nowMs: () => performance.now(),
    }),
    prompt, tools, coreTools, openScope, publish, clock, newId, log,
    createGate: () => createSentenceGate({ allowedHosts: settings.LINK_HOSTS, privateText }),
    limits: { ...DEFAULT_LIMITS, turnTimeoutMs: settings.TURN_TIMEOUT_MS, dailyTokens: settings.DAILY_TOKEN_LIMIT, dailyCostMicros: settings.DAILY_COST_LIMIT_MICROS },
    saveExport: fileExporter(join(settings.DATA_DIR, 'exports')),
    engineVersion: ENGINE_VERSION, catalogueHash: catalogueHash(TOOLS), serverId: randomUUID(),
  });
  return { database, openScope, turns, clock, newId, api: apiServices({ settings, database, openScope, turns, auditTools }) };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason as Error); }, { once: true });
  });
}

function jitter(): number {
  return randomBytes(4).readUInt32BE() / 2 ** 32;
}
