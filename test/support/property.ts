import fc from 'fast-check';

/** Properties run from one seed, so that two runs of the same code agree; `PROPERTY_SEED=random npm test`, or a number, tries other cases. */
const wished = process.env['PROPERTY_SEED'] ?? '20261126';
const seed = wished === 'random' ? Date.now() % 2 ** 31 : Number(wished);
if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED is "${wished}"; it may be a whole number or "random".`);
fc.configureGlobal({ seed });

export default fc;
