export { rebuildDerived, type RebuildOptions } from './rebuild.ts';
