import { createHash } from 'node:crypto';
import type { RoundReply } from '../agent/model-chain.ts';
import type { TurnDeps } from './turn-deps.ts';

type Registering = Pick<TurnDeps, 'store' | 'prompt' | 'catalogueHash' | 'engineVersion'>;

/** The registered version of a reply: model, prompt, tools and advice engine together. */
export async function answeringVersion(deps: Registering, reply: Pick<RoundReply, 'endpoint' | 'modelReported'>) {
  return deps.store.modelVersion({
    label: `${reply.endpoint.label} · ${deps.prompt.version}`, provider: reply.endpoint.provider, modelId: reply.modelReported, promptName: `${deps.prompt.name}/${deps.prompt.version}`,
    promptHash: deps.prompt.hash, catalogueHash: deps.catalogueHash, engineVersion: deps.engineVersion,
  });
}

/** The version in whose name a call without any model is recorded: the advice engine alone, asked by a person's program. */
export async function engineAlone(deps: Registering) {
  return deps.store.modelVersion({
    label: `Advice engine ${deps.engineVersion}`, provider: 'steward', modelId: 'none', promptName: 'none', promptHash: createHash('sha256').update('').digest('hex'), catalogueHash: deps.catalogueHash, engineVersion: deps.engineVersion,
  });
}
