import type { ScopedDb } from '../../../access/scoped-db.ts';
import { actAsService } from '../../../access/act-as-service.ts';
import { AiModelVersion } from '../../../entities/analytics/ai-model-version.entity.ts';
import { ENGINE_VERSION } from '../../../domain/advice/engine-version.ts';
import type { SaveTools } from '../../workflow/save-work.ts';
import { adviceHash } from '../advice-hash.ts';

/** No model, no prompt and no tools stand behind what a job finds: the hash of nothing. */
const NOTHING = adviceHash(null);

/** The registered version in whose name jobs record what the engine finds by itself; made on first use. @returns Its id. */
export async function engineVersionRow(db: ScopedDb, tools: SaveTools): Promise<string> {
  const parts = { modelId: 'none', promptHash: NOTHING, catalogueHash: NOTHING, engineVersion: ENGINE_VERSION };
  return db.transaction(async (writer) => {
    const service = actAsService(writer);
    const known = await service.findOne(AiModelVersion, parts, { fields: ['id'] });
    if (known) return known.id;
    const now = tools.clock.now();
    const made = await service.create(AiModelVersion, {
      id: tools.newId(), ...parts, label: `Advice engine ${ENGINE_VERSION}, nightly`, provider: 'steward', promptName: 'none', status: 'active', releasedOn: null, parameters: {}, notes: 'Findings of jobs and calibration: computed, no language model asked. It answers nobody, so it is never the current version.', createdAt: now,
    });
    return made.id;
  });
}
