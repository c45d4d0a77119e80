import type { ScopedDb, ScopedReader } from '../../access/scoped-db.ts';
import { RegulatoryFlag } from '../../entities/compliance/regulatory-flag.entity.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';

export interface FlagAct {
  readonly flagId: string;
  readonly act: 'take' | 'close';
  readonly reason: string | undefined;
}

/** The flag that an act is about, with whether the act is possible. @throws AppError not-found out of reach; conflict when it is closed already. */
export async function findFlag(db: ScopedReader, { flagId, act }: Pick<FlagAct, 'flagId' | 'act'>) {
  const flag = await db.findOneOrNotFound(RegulatoryFlag, { id: flagId }, 'flag', { populate: ['client', 'portfolio'] });
  if (flag.status === 'closed') throw new AppError('conflict', 'The flag is closed already.');
  if (act === 'take' && flag.status === 'in_review' && flag.assignedTo?.id === db.principal.userId) throw new AppError('conflict', 'You are dealing with this flag already.');
  return flag;
}

/** Takes a flag into review in the person's own name, or closes it with a reason. The trail keeps before and after. */
export async function handleFlag(db: ScopedDb, { flagId, act, reason }: FlagAct, clock: Clock): Promise<void> {
  await db.transaction(async (writer) => {
    const { version } = await findFlag(writer, { flagId, act });
    const change = act === 'take' ? { status: 'in_review' as const, assignedTo: db.principal.userId }
      : { status: 'closed' as const, closedAt: clock.now(), closedBy: db.principal.userId, closeReason: reason ?? null };
    await writer.update(RegulatoryFlag, { id: flagId }, change, { expectedVersion: version, what: 'flag' });
  });
}
