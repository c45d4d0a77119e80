import { serviceManager } from '../../../access/act-as-service.ts';
import type { ScopedDb } from '../../../access/scoped-db.ts';
import { recordAudit } from '../../../audit/record.ts';
import type { VersionCalibration } from '../../../domain/signals/model-calibration.ts';
import { AiModelVersion } from '../../../entities/analytics/ai-model-version.entity.ts';
import type { SaveTools } from '../../workflow/save-work.ts';

/** Puts a measured calibration on every model version that answers with the engine, with an audit entry each. @returns Their labels. */
export async function saveCalibration(db: ScopedDb, engineVersion: string, calibration: VersionCalibration, tools: SaveTools): Promise<string[]> {
  return db.transaction(async (writer) => {
    const versions = await writer.find(AiModelVersion, { engineVersion }, { fields: ['id', 'label'], orderBy: { label: 'asc' } });
    const em = serviceManager(writer);
    for (const { id } of versions) {
      await writer.update(AiModelVersion, { id }, { calibration });
      recordAudit(em, {
        actorId: null, actorRole: writer.principal.role, event: 'model.calibrated', decision: 'done', objectType: 'AIModelVersions', objectId: id,
        detail: { engineVersion, measuredOn: calibration.measuredOn, sampleCount: calibration.sampleCount, brierScore: calibration.brierScore },
      }, tools);
    }
    await em.flush();
    return versions.map(({ label }) => label);
  });
}
