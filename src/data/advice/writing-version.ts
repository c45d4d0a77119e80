import type { ScopedReader } from '../../access/scoped-db.ts';
import { AiModelVersion } from '../../entities/analytics/ai-model-version.entity.ts';
import { AppError } from '../../shared/errors.ts';

/**
 * The model version in whose name advice is about to be written, looked at inside the writing transaction.
 * @throws AppError conflict for one that is not registered, retired or not released yet, or was registered with another engine.
 */
export async function requireWritingVersion(service: ScopedReader, id: string, engineVersion: string) {
  const version = await service.findOne(AiModelVersion, { id }, { fields: ['id', 'label', 'status', 'releasedOn', 'engineVersion', 'promptHash', 'catalogueHash', 'modelId'] });
  if (!version) throw refused('The model version that asks is not registered.');
  if (version.status !== 'active' || !version.releasedOn) throw refused(`Model version ${version.label} is ${version.status === 'retired' ? 'retired' : 'not in production'}.`);
  if (version.engineVersion !== engineVersion) throw refused(`Model version ${version.label} was registered with another advice engine.`);
  return version;
}

function refused(message: string): AppError {
  return new AppError('conflict', `${message} It may not write recommendations.`, { hint: 'An administrator has to put a version into production.' });
}
