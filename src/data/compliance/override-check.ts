import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb, ScopedReader } from '../../access/scoped-db.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { AppError } from '../../shared/errors.ts';
import type { SaveTools } from '../workflow/save-work.ts';

export interface OverrideAct {
  readonly checkId: string;
  readonly act: 'override' | 'consent';
  readonly reason: string | undefined;
}

/**
 * The check that an override is about. The first person overrides with a reason; where the rule asks for two, a second person within whose
 * reach the client is consents, and only then it counts.
 * @throws AppError not-found out of reach; conflict when the rule allows no override, nothing needs one, or the same person would act twice.
 */
export async function findOverridable(db: ScopedReader, { checkId, act }: Pick<OverrideAct, 'checkId' | 'act'>) {
  const check = await db.findOneOrNotFound(ComplianceCheck, { id: checkId }, 'compliance check', { populate: ['client', 'portfolio'] });
  const needs = check.evidence['override'];
  if (check.result === 'passed') throw new AppError('conflict', 'The check was passed: there is nothing to override.');
  if (needs !== 'release' && needs !== 'two_persons') throw new AppError('conflict', 'Nothing releases this rule.', { hint: 'What it found has to be put right.' });
  const isOverridden = check.overriddenAt !== null && check.overriddenAt !== undefined;
  if (act === 'override' && isOverridden) throw new AppError('conflict', 'The check was overridden already.', needs === 'two_persons' && !check.secondConsentAt ? { hint: 'A second person may consent.' } : {});
  if (act === 'consent') {
    if (!isOverridden) throw new AppError('conflict', 'Nobody has overridden the check yet.', { hint: 'Override it with a reason first.' });
    if (needs !== 'two_persons' || check.secondConsentAt) throw new AppError('conflict', 'The override needs no further consent.');
    if (check.overriddenBy?.id === db.principal.userId) throw new AppError('not-permitted', 'The consent must be another person\'s than the override.');
  }
  return { ...check, needs } as const;
}

/** Puts an override or the second consent on record in the person's name; the service writes it, because nobody may change a check otherwise. */
export async function overrideCheck(db: ScopedDb, { checkId, act, reason }: OverrideAct, { clock }: SaveTools): Promise<{ readonly counts: boolean }> {
  return db.transaction(async (writer) => {
    const { version, needs } = await findOverridable(writer, { checkId, act });
    const { userId } = db.principal;
    const change = act === 'override' ? { overriddenBy: userId, overriddenAt: clock.now(), overrideReason: reason?.slice(0, 500) ?? null } : { secondConsentBy: userId, secondConsentAt: clock.now() };
    await actAsService(writer).update(ComplianceCheck, { id: checkId }, change, { expectedVersion: version, what: 'compliance check' });
    return { counts: needs === 'release' || act === 'consent' };
  });
}
