import fc from '../../support/property.ts';
import { expect, test } from 'vitest';
import { exposureBy, lookThrough, UNCLASSIFIED, type FundCompositions } from '../../../src/domain/allocation/exposure.ts';
import { decimal, sumDecimals } from '../../../src/shared/decimal.ts';
import { definedOrThrow } from '../../../src/shared/undefined-value.ts';

const compositions: FundCompositions = new Map([
  ['WORLD', [{ securityId: 'US', weightFraction: 0.7, labels: { country: 'US' } }, { securityId: 'EM', weightFraction: 0.2, labels: { country: 'CN' } }]],
  ['EM', [{ securityId: 'TSMC', weightFraction: 0.5, labels: { country: 'TW' } }]],
  ['CIRCLE', [{ securityId: 'CIRCLE', weightFraction: 1, labels: {} }]],
]);

test('look-through opens funds of funds, leaves the unknown rest under the fund, and stops at a circle', () => {
  const opened = lookThrough([{ securityId: 'WORLD', valueBase: decimal(1000), labels: { country: undefined } }, { securityId: 'CIRCLE', valueBase: decimal(5), labels: {} }], compositions);
  expect(opened.map(({ securityId, valueBase }) => [securityId, valueBase.toNumber()])).toEqual([['US', 700], ['TSMC', 100], ['EM', 100], ['WORLD', 100], ['CIRCLE', 5]]);
});

test('look-through neither adds nor loses value', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 8 }), (cents) => {
    const positions = cents.map((cent, i) => ({ securityId: i % 2 ? 'WORLD' : 'EM', valueBase: decimal(cent).div(100), labels: {} }));
    const total = sumDecimals(positions.map(({ valueBase }) => valueBase));
    expect(sumDecimals(lookThrough(positions, compositions).map(({ valueBase }) => valueBase)).equals(total)).toBe(true);
  }));
});

test('a label that is missing is a group of its own; several tags count under each', () => {
  const positions = [
    { securityId: 'a', valueBase: decimal(60), labels: { sector: 'energy', tag: ['income', 'core'] } },
    { securityId: 'b', valueBase: decimal(40), labels: { tag: ['core'] } },
  ];
  expect(definedOrThrow(exposureBy(positions, 'sector')).rows.map(({ group, weightFraction }) => [group, weightFraction])).toEqual([['energy', 0.6], [UNCLASSIFIED, 0.4]]);
  expect(definedOrThrow(exposureBy(positions, 'tag')).rows.map(({ group, weightFraction }) => [group, weightFraction])).toEqual([['core', 1], ['income', 0.6]]);
  expect(exposureBy([], 'sector')).toMatchObject({ kind: 'undefined' });
});
