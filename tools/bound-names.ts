import { resolveAdvisor, resolveClient, resolvePortfolio } from '../src/data/names/resolve.ts';
import type { ToolContext } from './define-tool.ts';

interface Named {
  readonly client?: string | undefined;
  readonly portfolio?: string | undefined;
  readonly assignee?: string | undefined;
}

/**
 * The arguments with ids in the place of loose names. An approval holds for whom the card showed: a word may mean somebody else by the time it is
 * approved, when clients have come, gone or changed their names. The card still shows the name.
 * @throws AppError as the resolving of names.
 */
export async function withIds<T extends Named>(asked: T, { db }: ToolContext): Promise<T> {
  const clientId = asked.client === undefined ? undefined : await resolveClient(db, asked.client);
  const ownId = db.principal.role === 'client' ? db.principal.clientId : undefined;
  return {
    ...asked,
    ...(clientId === undefined ? {} : { client: clientId }),
    ...(asked.portfolio === undefined ? {} : { portfolio: await resolvePortfolio(db, asked.portfolio, { clientId: clientId ?? ownId }) }),
    ...(asked.assignee === undefined ? {} : { assignee: await resolveAdvisor(db, asked.assignee) }),
  };
}
