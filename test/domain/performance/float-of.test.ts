import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { floatOf } from '../../../src/domain/performance/float-of.ts';
import { decimal } from '../../../src/shared/decimal.ts';

test('the fast conversion gives exactly the number that the slow one does', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 18 }), (digits, places, dropped) => {
    const value = decimal((digits / 10n ** BigInt(dropped)).toString()).times(decimal(10).pow(-places));
    expect(floatOf(value)).toBe(value.toNumber());
  }), { numRuns: 5000, seed: 4 });
  for (const text of ['0', '-0', '1', '0.1', '123.45', '99999999999999', '0.00000000001', '1e20', '12345678.12345678']) {
    expect(floatOf(decimal(text))).toBe(decimal(text).toNumber());
  }
});
