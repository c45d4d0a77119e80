import type { TableDescription } from '../table.ts';
import { advisorAssignments } from './advisor-assignment.entity.ts';
import { advisorInteractions } from './advisor-interaction.entity.ts';
import { advisors } from './advisor.entity.ts';
import { clientPreferences } from './client-preference.entity.ts';
import { clients } from './client.entity.ts';
import { kycVerifications } from './kyc-verification.entity.ts';
import { users } from './user.entity.ts';

export * from './advisor-assignment.entity.ts';
export * from './advisor-interaction.entity.ts';
export * from './advisor.entity.ts';
export * from './client-preference.entity.ts';
export * from './client.entity.ts';
export * from './kyc-verification.entity.ts';
export * from './user.entity.ts';

export const clientsTables: readonly TableDescription[] = [
  users,
  clients,
  advisors,
  advisorAssignments,
  advisorInteractions,
  clientPreferences,
  kycVerifications,
];
