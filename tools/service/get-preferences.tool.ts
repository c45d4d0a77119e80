import { z } from 'zod';
import { loadSettings } from '../../src/data/communication/load-service.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable } from './records-table.ts';
import { settingKey } from './setting-keys.ts';
export const getPreferences = defineTool({
  name: 'get_preferences', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'The signed-in person\u2019s own settings: language, display currency, theme, formats.',
  input: z.strictObject({ key: settingKey.optional() }),
  async run({ key }, { db, clock }) {
    const found = await loadSettings(db, key);
    return answer({
      title: 'Your settings', asOf: clock.today(), facts: found.rows.map((row) => quotedFact(row.key, row.key.replaceAll('_', ' '), row.value)), caveats: key && found.total === 0 ? [`${key.replaceAll('_', ' ')} is not set.`] : [],
      tables: [recordsTable('preferences', 'Settings', found, [['key', 'Setting'], ['value', 'Value', 'text', quoted], ['updatedAt', 'Last set', 'date']])],
    });
  },
});
