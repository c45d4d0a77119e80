import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SupportTicket } from '../../src/entities/communication/support-ticket.entity.ts';
import { buildWeb } from '../../web/build.ts';
import { canBrowse, enterAs, startBrowser } from './given-browser.ts';
import { givenPages } from './given-pages.ts';

const hasChromium = canBrowse('sessions that end, second tabs and the like');

describe.skipIf(!hasChromium)('when things go differently, in headless Chromium on the real server', () => {
  let browser: Browser;
  let given: Awaited<ReturnType<typeof givenPages>>;
  beforeAll(async () => {
    await buildWeb();
    [given, browser] = await Promise.all([givenPages(), startBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await given.close();
  });

  async function enter(page: Page): Promise<void> {
    await enterAs(page, given.user.email);
    await page.getByLabel('Your question').waitFor();
  }

  async function signIn(context?: BrowserContext): Promise<Page> {
    const page = await (context ?? (await browser.newContext({ viewport: { width: 1000, height: 600 } }))).newPage();
    await page.goto(given.address);
    await enter(page);
    return page;
  }

  async function ask(page: Page, text: string): Promise<void> {
    const before = await page.locator('.exchange').count();
    await page.getByLabel('Your question').fill(text);
    await page.getByLabel('Your question').press('Enter');
    await expect.poll(() => page.locator('.exchange').count()).toBe(before + 1);
    await expect.poll(() => page.locator('.answer').last().getAttribute('data-status')).toMatch(/completed|failed/);
  }

  test("a write can be approved on a server whose day is not the browser's, and is done once", async () => {
    const page = await signIn();
    await ask(page, 'Please create a support ticket: my October statement is missing');
    expect(await page.getByRole('timer').textContent()).toMatch(/^1[45]:\d\d$/);
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved', { exact: true }).waitFor();
    expect(await given.database.orm.em.fork().count(SupportTicket, {})).toBe(1);
    // What the card holds is not listed a second time below it.
    expect(await page.locator('.prose li').count()).toBe(0);
    await page.context().close();
  });

  test('a question that meets the end of the session waits in the field for the same person, in the same conversation', async () => {
    const page = await signIn();
    await ask(page, 'What can you do?');
    const second = await page.context().newPage();
    await second.goto(given.address);
    await second.getByRole('button', { name: 'Sign out' }).click();
    await second.getByText('You are signed out.').waitFor();
    await page.getByLabel('Your question').fill('Which portfolios do I have?');
    await page.getByLabel('Your question').press('Enter');
    await page.getByText('Your session has ended.').waitFor();
    await enter(page);
    expect(await page.getByLabel('Your question').inputValue()).toBe('Which portfolios do I have?');
    await page.locator('.exchange').first().waitFor();
    await page.context().close();
  });

  test('a text that is too long is kept whole, says by how much, and is not sent', async () => {
    const page = await signIn();
    await page.getByLabel('Your question').fill('x'.repeat(10_000));
    await page.getByText('Too long by 2,000 characters').waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await page.getByLabel('Your question').press('Enter');
    expect([await page.locator('.exchange').count(), (await page.getByLabel('Your question').inputValue()).length]).toEqual([0, 10_000]);
    await page.context().close();
  });

  test('a second tab shows what the first one added when one turns to it', async () => {
    const page = await signIn();
    await ask(page, 'What can you do?');
    const second = await page.context().newPage();
    await second.goto(page.url());
    await second.locator('.exchange').waitFor();
    await ask(page, 'Which portfolios do I have?');
    expect(await second.locator('.exchange').count()).toBe(1);
    await second.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect.poll(() => second.locator('.exchange').count()).toBe(2);
    await page.context().close();
  });

  test('a long answer is read from its question on, not from its end', async () => {
    const page = await signIn();
    await page.setViewportSize({ width: 1000, height: 360 });
    await ask(page, 'What can you do?');
    const [question, scroller] = [await page.locator('.question').first().boundingBox(), await page.locator('.scroller').boundingBox()];
    expect(question!.y).toBeGreaterThanOrEqual(scroller!.y);
    expect(question!.y).toBeLessThan(scroller!.y + 100);
    await page.context().close();
  });

  test("the widget finds its conversation again on the firm's next page, until a new one is begun", async () => {
    given.site.serve(`<!doctype html><title>A firm</title><script src="${given.address}/widget.js" defer></script><steward-chat token="${await given.widgetToken()}"></steward-chat>`);
    const page = await (await browser.newContext()).newPage();
    await page.goto(given.site.origin);
    await page.getByLabel('Your question').waitFor();
    await ask(page, 'What can you do?');
    await page.goto(`${given.site.origin}/accounts`);
    await expect.poll(() => page.locator('.exchange').count()).toBe(1);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.reload();
    await page.getByText('Good to see you').waitFor();
    expect(await page.locator('.exchange').count()).toBe(0);
    await page.context().close();
  });
});
