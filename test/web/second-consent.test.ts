import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/access/password.ts';
import { AuditLog } from '../../src/entities/compliance/audit-log.entity.ts';
import { ComplianceCheck } from '../../src/entities/compliance/compliance-check.entity.ts';
import { isoDate } from '../../src/shared/calendar.ts';
import { buildWeb } from '../../web/build.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { givenAdvisor, givenAssignment } from '../support/given-advisor.ts';
import { givenRow } from '../support/given-row.ts';
import { givenServer, PASSWORD } from '../support/given-server.ts';
import { givenUser } from '../support/given-user.ts';
import { canBrowse, signedInPage, startBrowser } from './given-browser.ts';

const hasChromium = canBrowse('the second consent');

describe.skipIf(!hasChromium)('in headless Chromium, on the real server', () => {
  let browser: Browser;
  let given: Awaited<ReturnType<typeof givenServer>>;
  let address: string;
  const emails = { advisor: '', officer: '', auditor: '' };
  const complaints: string[] = [];

  beforeAll(async () => {
    await buildWeb();
    given = await givenServer();
    const em = given.database.orm.em.fork();
    const passwordHash = await hashPassword(PASSWORD);
    const client = given.clients[0]!;
    const advisor = await givenAdvisor(em);
    await givenAssignment(em, advisor, client);
    await em.nativeUpdate(User, { id: advisor.user!.id }, { passwordHash });
    emails.advisor = advisor.user!.email;
    emails.officer = (await givenUser(em, { role: 'admin', passwordHash })).email;
    emails.auditor = (await givenUser(em, { role: 'auditor', passwordHash })).email;
    await givenRow(em, ComplianceCheck, {
      id: 'waiting-check', client: client.id, ruleId: 'concentration', ruleVersion: '2', ruleSetVersion: '2026.4', result: 'failed', severity: 'high', message: 'ACME is 40 % of the value; the limit is 25 %.', evidence: { security: { label: 'ACME', weightFraction: 0.4 }, override: 'two_persons' },
      triggerKind: 'nightly', checkedOn: isoDate('2026-11-23'),
    });
    address = await given.server.listen({ host: '127.0.0.1', port: 0 });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await given?.close();
  });

  const signIn = async (email: string, hash: string): Promise<Page> => signedInPage(browser, `${address}/${hash}`, email, complaints);
  const check = async () => given.database.orm.em.fork().findOneOrFail(ComplianceCheck, { id: 'waiting-check' });

  test('an advisor overrides with a reason, a compliance officer finds it in the queue, sees what it rests on and consents; an auditor sees both', async () => {
    const advisor = await signIn(emails.advisor, '#s=compliance');
    await advisor.locator('table', { hasText: 'Compliance checks' }).locator('tbody button').first().click();
    await advisor.getByLabel('Reason, goes on record').fill('The client is leaving the company and sells in January.');
    await advisor.getByRole('button', { name: 'Override', exact: true }).click();
    expect((await check()).overriddenBy ?? null).toBeNull(); // the card alone changes nothing
    await advisor.getByRole('button', { name: 'Approve' }).click();
    await advisor.getByText('waits for a second consent').first().waitFor();
    expect(await advisor.getByRole('button', { name: 'Consent as the second person' }).count()).toBe(0);
    await advisor.context().close();

    const officer = await signIn(emails.officer, '#s=consents');
    await officer.getByText('The client is leaving the company').waitFor();
    await officer.locator('table').locator('tbody button').first().click();
    await officer.getByText('security weight fraction').waitFor();
    await officer.getByRole('button', { name: 'Consent as the second person' }).click();
    expect((await check()).secondConsentBy ?? null).toBeNull();
    await officer.getByRole('button', { name: 'Approve' }).click();
    await officer.getByText('overridden', { exact: true }).first().waitFor();
    expect(await check()).toMatchObject({ overrideReason: 'The client is leaving the company and sells in January.' });
    expect((await check()).secondConsentAt).not.toBeNull();
    await officer.getByRole('button', { name: 'Second consents', exact: true }).click();
    await officer.getByText('No rows').waitFor();
    await officer.context().close();

    const auditor = await signIn(emails.auditor, '#s=check&a=waiting-check');
    await auditor.getByText('The client is leaving the company').waitFor();
    expect(await auditor.getByRole('button', { name: /Override|Consent as/ }).count()).toBe(0);
    await auditor.context().close();
    const log = await given.database.orm.em.fork().find(AuditLog, { event: { $like: '%approv%' } });
    expect(log.length).toBeGreaterThanOrEqual(2); // both approvals, whoever gave them
    expect(complaints).toEqual([]);
  });
});
