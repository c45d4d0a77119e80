import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SaveExport } from './export-records.ts';

/** Keeps exports as files that only the service's own user may read, in one folder; it is made when the first one comes. */
export function fileExporter(folder: string): SaveExport {
  return async (name, content) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, name.replaceAll(/[^\w.-]/g, '_')), content, { flag: 'wx', mode: 0o600 });
  };
}
