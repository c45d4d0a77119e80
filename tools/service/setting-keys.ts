import { z } from 'zod';

/** What people call settings, by the keys on record. */
const SAME: Readonly<Record<string, string>> = { currency: 'display_currency', timezone: 'time_zone' };

/** Key of a personal setting such as language or display_currency. */
export const settingKey = z.string().trim().toLowerCase().regex(/^[a-z][a-z_]{1,40}$/).overwrite((key) => SAME[key] ?? key);
