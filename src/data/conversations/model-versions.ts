import type { EntityManager } from '@mikro-orm/core';
import type { AuditTools } from '../../audit/record.ts';
import { AiModelVersion } from '../../entities/analytics/ai-model-version.entity.ts';
import { isDuplicate } from '../retry-conflicts.ts';

export interface ModelVersionParts {
  readonly label: string;
  readonly provider: string;
  readonly modelId: string;
  readonly promptName: string;
  readonly promptHash: string;
  readonly catalogueHash: string;
  readonly engineVersion: string;
}

export interface RegisteredVersion {
  readonly id: string;
  readonly label: string;
}

/** The combinations of model, prompt, tools and engine that ever answered. Each is registered once and never changed, so that one look a process is enough. */
export class ModelVersions {
  readonly #fork: () => EntityManager;
  readonly #tools: AuditTools;
  readonly #known = new Map<string, Promise<RegisteredVersion>>();

  constructor(fork: () => EntityManager, tools: AuditTools) {
    this.#fork = fork;
    this.#tools = tools;
  }

  async of(parts: ModelVersionParts): Promise<RegisteredVersion> {
    const key = JSON.stringify([parts.modelId, parts.promptHash, parts.catalogueHash, parts.engineVersion]);
    const known = this.#known.get(key);
    if (known) return known;
    const registered = this.#register(parts).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
      return this.#register(parts); // another process has just registered it: it is found now
    });
    this.#known.set(key, registered);
    registered.catch(() => this.#known.delete(key)); // the caller hears of it; the next turn tries again
    return registered;
  }

  async #register(parts: ModelVersionParts): Promise<RegisteredVersion> {
    return this.#fork().transactional(async (em) => {
      const where = { modelId: parts.modelId, promptHash: parts.promptHash, catalogueHash: parts.catalogueHash, engineVersion: parts.engineVersion };
      const known = await em.findOne(AiModelVersion, where);
      if (known) return { id: known.id, label: known.label };
      const taken = await em.count(AiModelVersion, { label: { $like: `${parts.label}%` } });
      const now = this.#tools.clock.now();
      const made = em.create(AiModelVersion, { id: this.#tools.newId(), ...parts, label: taken === 0 ? parts.label : `${parts.label} (${taken + 1})`, status: 'active', releasedOn: now, parameters: {}, createdAt: now });
      await em.flush();
      return { id: made.id, label: made.label };
    });
  }
}
