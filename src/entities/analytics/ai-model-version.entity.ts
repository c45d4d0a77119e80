import { defineEntity } from '@mikro-orm/core';
import { controlled, hash, id, instant, json, oneOf, text } from '../columns.ts';
import { describeTable, REFERENCE } from '../table.ts';

export const MODEL_STATUSES = ['candidate', 'active', 'retired'] as const;

/** How stated confidence compared with what happened, measured by backtest. Fractions; `observed` is the share that came true. */
export interface ModelCalibration {
  readonly method: string;
  readonly measuredOn: string;
  readonly sampleCount: number;
  readonly brierScore: number;
  readonly reliability: readonly { readonly from: number; readonly to: number; readonly stated: number; readonly observed: number; readonly count: number }[];
  readonly byStrategy?: Readonly<Record<string, { readonly count: number; readonly hitFraction: number; readonly brierScore: number }>>;
}

const AiModelVersionSchema = defineEntity({
  name: 'AiModelVersion',
  tableName: 'AIModelVersions',
  comment: 'One combination of model, prompt, tool catalogue and advice engine that ever answered. A retired one writes nothing new.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    label: text(80).unique().comment('Name that people use'),
    provider: text(60).comment('Who runs the model; offline for the built-in one'),
    modelId: text(120).comment('Model identifier at the provider'),
    promptName: text(80).comment('Prompt and its version, e.g. advisor/v1'),
    promptHash: hash().comment('SHA-256 of the prompt text'),
    catalogueHash: hash().comment('SHA-256 of the tool catalogue'),
    engineVersion: text(40).comment('Version of the advice engine'),
    status: controlled(MODEL_STATUSES).comment('Candidate, active or retired'),
    releasedOn: instant().nullable().comment('When it went into production, UTC'),
    retiredOn: instant().nullable().comment('When it was taken out, UTC'),
    parameters: json<Readonly<Record<string, unknown>>>().comment('Sampling and limits: temperature, seed, rounds'),
    calibration: json<ModelCalibration>().nullable().comment('Backtested confidence against outcome; empty = not measured'),
    notes: text(400).nullable().comment('What changed with this version'),
    createdAt: instant().comment('When the row was made, UTC'),
  },
  indexes: [{ name: 'ai_model_versions_status', properties: ['status', 'releasedOn'] }],
  uniques: [{ name: 'ai_model_versions_parts_unique', properties: ['modelId', 'promptHash', 'catalogueHash', 'engineVersion'] }],
  checks: [oneOf('AIModelVersions', 'status', MODEL_STATUSES)],
});

export class AiModelVersion extends AiModelVersionSchema.class {}
AiModelVersionSchema.setClass(AiModelVersion);

export const aiModelVersions = describeTable(AiModelVersion, AiModelVersionSchema, { access: REFERENCE });
