import type { TableDescription } from '../table.ts';
import { marketingInteractions } from './marketing-interaction.entity.ts';
import { referralPrograms } from './referral-program.entity.ts';

export * from './marketing-interaction.entity.ts';
export * from './referral-program.entity.ts';

export const outreachTables: readonly TableDescription[] = [
  referralPrograms,
  marketingInteractions,
];
