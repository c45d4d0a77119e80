import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb, ScopedReader } from '../../access/scoped-db.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { AppError } from '../../shared/errors.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { askForConsent, CONSENT_WORDS, consentAskedOf, loadNames, mayConsent, tellOfConsent } from './second-consent.ts';

export interface OverrideAct {
  readonly checkId: string;
  readonly act: 'override' | 'consent';
  readonly reason: string | undefined;
}

/**
 * The check that an override is about. The first person, an advisor of the client, overrides with a reason; where the rule asks for two, another
 * person with the standing that it asks for consents, and only then it counts.
 * @throws AppError not-found out of reach; not-permitted for who may not act; conflict when the rule allows no override or nothing needs one.
 */
export async function findOverridable(db: ScopedReader, { checkId, act }: Pick<OverrideAct, 'checkId' | 'act'>) {
  const check = await db.findOneOrNotFound(ComplianceCheck, { id: checkId }, 'compliance check');
  const { role, userId } = db.principal;
  const needs = check.evidence['override'];
  const isOverridden = check.overriddenAt !== null && check.overriddenAt !== undefined;
  if (role !== 'advisor' && (role !== 'admin' || act === 'override')) throw new AppError('not-permitted', 'Only an advisor of the client overrides a check.');
  if (check.result === 'passed') throw new AppError('conflict', 'The check was passed: there is nothing to override.');
  if (needs !== 'release' && needs !== 'two_persons') throw new AppError('conflict', 'Nothing releases this rule.', { hint: 'What it found has to be put right.' });
  if (act === 'override' && isOverridden) throw new AppError('conflict', 'The check was overridden already.', needs === 'two_persons' && !check.secondConsentAt ? { hint: 'A second person may consent.' } : {});
  if (act === 'consent') {
    if (!isOverridden) throw new AppError('conflict', 'Nobody has overridden the check yet.', { hint: 'Override it with a reason first.' });
    if (needs !== 'two_persons' || check.secondConsentAt) throw new AppError('conflict', 'The override needs no further consent.');
    if (check.overriddenBy?.id === userId) throw new AppError('not-permitted', 'The consent must be another person\'s than the override.');
    if (!mayConsent(db.principal, check.ruleId)) throw new AppError('not-permitted', `This rule asks for the consent of ${CONSENT_WORDS[consentAskedOf(check.ruleId)]}.`);
  }
  return { ...check, needs } as const;
}

/** The check with the names of those whom it is about and who acted. */
export async function loadOverridable(db: ScopedDb, act: Pick<OverrideAct, 'checkId' | 'act'>) {
  return db.transaction(async (writer) => {
    const check = await findOverridable(writer, act);
    const names = await loadNames(actAsService(writer), [check]);
    return { ...check, clientName: names.client(check.client.id), portfolioName: names.portfolio(check.portfolio?.id), overriddenByName: names.user(check.overriddenBy?.id) };
  });
}

/** Puts an override or the second consent on record in the person's name; the service writes it, because nobody may change a check otherwise. */
export async function overrideCheck(db: ScopedDb, { checkId, act, reason }: OverrideAct, tools: SaveTools): Promise<{ readonly counts: boolean }> {
  const { clock } = tools;
  return db.transaction(async (writer) => {
    const { version, needs, ruleId, client, overriddenBy } = await findOverridable(writer, { checkId, act });
    const { userId } = db.principal;
    const change = act === 'override' ? { overriddenBy: userId, overriddenAt: clock.now(), overrideReason: reason?.slice(0, 500) ?? null } : { secondConsentBy: userId, secondConsentAt: clock.now() };
    const service = actAsService(writer);
    await service.update(ComplianceCheck, { id: checkId }, change, { expectedVersion: version, what: 'compliance check' });
    const about = { checkId, ruleId, clientId: client.id };
    if (act === 'consent' && overriddenBy) await tellOfConsent(service, { ...about, actorId: overriddenBy.id }, tools);
    if (act === 'override' && needs === 'two_persons') await askForConsent(service, { ...about, actorId: userId }, clock.today(), tools);
    return { counts: needs === 'release' || act === 'consent' };
  });
}
