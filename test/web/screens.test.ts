import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolvePrincipal } from '../../src/access/resolve-principal.ts';
import { hashPassword } from '../../src/access/password.ts';
import { SCREENS, screensOf, type Role } from '../../web/console/screens/screens.ts';
import { buildWeb } from '../../web/build.ts';
import { TOOLS } from '../../tools/registry.ts';
import { givenServer, PASSWORD } from '../support/given-server.ts';
import { givenUser } from '../support/given-user.ts';
import { canBrowse, signedInPage, startBrowser } from './given-browser.ts';

const hasChromium = canBrowse("the console's screens");

test('every card and action of a screen is a tool that each of its readers may use, with arguments and filters that the tool takes', () => {
  const accepts = (name: string): ReadonlySet<string> => {
    const input = TOOLS.find((tool) => tool.name === name)!.input as unknown as { readonly shape?: object; readonly _zod?: { readonly def: { readonly innerType?: { readonly shape: object } } } }; // zod's own object types
    return new Set(Object.keys(input.shape ?? input._zod?.def.innerType?.shape ?? {}));
  };
  for (const screen of SCREENS) {
    for (const { tool: name, args = {}, filters = [] } of screen.queries) {
      const tool = TOOLS.find((candidate) => candidate.name === name);
      expect(tool?.roles, `${name} of ${screen.id}`).toEqual(expect.arrayContaining([...screen.roles]));
      for (const argument of [...Object.keys(args), ...filters, ...(screen.about ? [screen.about.name] : [])]) expect(accepts(name), `${argument} of ${name}`).toContain(argument);
    }
    for (const { tool: name } of screen.actions ?? []) expect(TOOLS.find((candidate) => candidate.name === name)).toMatchObject({ effect: 'write' });
    for (const { screen: target } of screen.links ?? []) expect(SCREENS.map(({ id }) => id)).toContain(target);
  }
  for (const role of ['client', 'advisor', 'auditor', 'admin'] satisfies Role[]) expect(screensOf(role).length).toBeGreaterThan(0);
});

describe.skipIf(!hasChromium)('in headless Chromium, on the real server', () => {
  let browser: Browser;
  let given: Awaited<ReturnType<typeof givenServer>>;
  let address: string;
  let auditorEmail: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    await buildWeb();
    given = await givenServer();
    auditorEmail = (await givenUser(given.database.orm.em.fork(), { role: 'auditor', passwordHash: await hashPassword(PASSWORD) })).email;
    address = await given.server.listen({ host: '127.0.0.1', port: 0 });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await given.close();
  });

  const signIn = async (email: string, hash = ''): Promise<Page> => signedInPage(browser, `${address}/${hash}`, email, complaints);

  test('an auditor walks from screen to screen by the list, the address and the back button, and what was viewed is on record', async () => {
    const page = await signIn(auditorEmail);
    await page.getByRole('button', { name: 'Audit log', exact: true }).click();
    await page.getByRole('region', { name: 'Integrity of the audit log' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Audit log');
    expect(page.url()).toContain('#s=audit');
    await page.getByText('session.started').first().waitFor();
    await page.getByRole('button', { name: 'Compliance', exact: true }).click();
    await page.getByRole('heading', { name: /^Compliance checks/ }).waitFor();
    await page.goBack();
    await page.getByRole('region', { name: 'Integrity of the audit log' }).waitFor();
    await page.reload();
    await page.getByRole('region', { name: 'Integrity of the audit log' }).waitFor();
    await page.getByLabel('Event').fill('tool.called');
    await page.getByLabel('Event').press('Enter');
    await expect.poll(() => page.locator('table', { hasText: 'Audit entries' }).getByText('session.started').count()).toBe(0);
    expect(await page.locator('table', { hasText: 'Audit entries' }).getByText('tool.called').count()).toBeGreaterThan(2);
    await page.context().close();
  });

  test('an auditor opens the record of an answer from the list of decisions and reads what the model was sent, word for word', async () => {
    const { app, database, anna } = given;
    const client = await resolvePrincipal(database.orm.em.fork(), anna.id, app.clock.today());
    const { turnId } = await app.turns.start(client!, { clientMessageId: app.newId(), text: 'Who is my advisor, by the way?' }, 'console');
    await app.turns.finished(turnId);
    const page = await signIn(auditorEmail);
    await page.getByRole('button', { name: 'AI decisions', exact: true }).click();
    await page.getByRole('button', { name: `Open ${turnId}` }).first().click();
    await page.getByRole('heading', { name: 'Record of a turn' }).first().waitFor();
    await page.getByText('Who is my advisor, by the way?').first().waitFor();
    await page.getByText('each round has the hash taken when it was sent').first().waitFor();
    await page.getByText(app.turns.deps.prompt.text.slice(0, 50)).first().waitFor();
    expect(page.url()).toContain('#s=turn');
    await page.context().close();
  });

  test('a client is offered none of the staff screens, also not by their address', async () => {
    const page = await signIn(given.anna.email, '#s=audit');
    await page.getByLabel('Your question').waitFor();
    expect(await page.getByRole('button', { name: 'Audit log', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Recommendations', exact: true }).click();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
