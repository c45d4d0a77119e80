import { expect, test } from 'vitest';
import { ENGINE_VERSION, STEERED_BY_RULE_SET } from '../../../src/domain/advice/engine-version.ts';
import { CURRENT_RULE_SET } from '../../../src/domain/compliance/check-compliance.ts';

test('a new rule set needs a new engine version: advice depends on both, and a replay tells the engines apart', () => {
  expect([ENGINE_VERSION, STEERED_BY_RULE_SET]).toEqual(['advice-3', CURRENT_RULE_SET.version]);
});
