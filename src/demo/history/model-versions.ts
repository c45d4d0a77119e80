import { ENGINE_VERSION } from '../../domain/advice/engine-version.ts';
import { addDays } from '../../shared/calendar.ts';
import { AiModelVersion } from '../../entities/analytics/ai-model-version.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { sha256 } from './audit-history.ts';

export interface ModelFact {
  readonly id: string;
  readonly label: string;
  readonly releasedDaysAgo: number;
}

export interface Models {
  readonly retired: ModelFact;
  readonly active: ModelFact;
}

/** Version 1.0 took over from 0.9 so many days ago. */
export const MODEL_CHANGE_DAYS_AGO = 215;

export function addModels({ writer, newId, today }: DemoContext): Models {
  const add = (label: string, release: string, status: 'candidate' | 'active' | 'retired', released: number | null, retired: number | null, notes: string): ModelFact => {
    const id = newId();
    const on = (daysAgo: number | null) => (daysAgo === null ? null : at(addDays(today, -daysAgo), '08:00'));
    writer.add(AiModelVersion, {
      id, label, provider: 'offline', modelId: 'steward-offline', promptName: `advisor-assistant/${release}`, promptHash: sha256(`demo prompt ${release}`), catalogueHash: sha256(`demo catalogue ${release}`),
      // The version in production runs the engine of this code: what it made last night can be computed again.
      engineVersion: status === 'active' ? ENGINE_VERSION : release, status, releasedOn: on(released), retiredOn: on(retired), parameters: { temperature: 0, maxRounds: 8 },
      // Not measured until `npm run calibrate` does: a figure that nobody computed is no figure.
      calibration: null,
      notes, createdAt: at(addDays(today, -((released ?? 20) + 10))),
    });
    return { id, label, releasedDaysAgo: released ?? 0 };
  };
  const retired = add('steward-advisor 0.9', '0.9.4', 'retired', 560, MODEL_CHANGE_DAYS_AGO, 'First version in production.');
  const active = add('steward-advisor 1.0', '1.0.2', 'active', MODEL_CHANGE_DAYS_AGO, null, 'Tax lots and wash sales in every sale; confidence calibrated by strategy.');
  add('steward-advisor 1.1-rc1', '1.1.0-rc1', 'candidate', null, null, 'Candidate: goal funding over several portfolios.');
  return { retired, active };
}
