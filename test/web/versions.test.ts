import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ChatMessage } from '../../src/entities/communication/chat-message.entity.ts';
import { buildWeb } from '../../web/build.ts';
import { canBrowse, enterAs, startBrowser } from './given-browser.ts';
import { givenPages } from './given-pages.ts';

const hasChromium = canBrowse('versions of questions and answers');

describe.skipIf(!hasChromium)('versions of questions and answers, in headless Chromium on the real server', () => {
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

  async function signIn(): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1000, height: 500 } })).newPage();
    await page.goto(given.address);
    await enterAs(page, given.user.email);
    await page.getByLabel('Your question').waitFor();
    return page;
  }

  async function ask(page: Page, text: string): Promise<void> {
    const answers = page.getByRole('button', { name: 'Good answer' });
    const before = await answers.count();
    await page.getByLabel('Your question').fill(text);
    await page.getByLabel('Your question').press('Enter');
    await expect.poll(() => answers.count()).toBe(before + 1);
  }

  async function edit(exchange: Locator, text: string): Promise<void> {
    await exchange.locator('.question').hover();
    await exchange.getByRole('button', { name: 'Edit and ask again' }).click();
    await exchange.getByLabel('Edit the question').fill(text);
    await exchange.getByRole('button', { name: 'Ask again', exact: true }).click();
  }

  const questions = (page: Page): Promise<string[]> => page.locator('.question > p').evaluateAll((all) => all.map((one) => (one.textContent ?? '').replace('You asked: ', '')));
  const versionsOf = (exchange: Locator, what: 'question' | 'answer'): Locator => exchange.getByRole('group', { name: `Versions of this ${what}` });
  const focusedName = (page: Page): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

  test('an edited question turns back to its first wording with all that followed, by keyboard, and stays turned after a reload', async () => {
    const page = await signIn();
    const [first, second] = [page.locator('.exchange').nth(0), page.locator('.exchange').nth(1)];
    await ask(page, 'What can you do?');
    await ask(page, 'Which portfolios do I have?');
    await ask(page, 'Do I have open tasks?');
    expect(await page.getByRole('group', { name: /^Versions/ }).count()).toBe(0);
    await edit(second, 'Which documents do I have?');
    await versionsOf(second, 'question').getByText('2/2').waitFor();
    expect(await questions(page)).toEqual(['What can you do?', 'Which documents do I have?']);
    await expect.poll(() => page.getByRole('button', { name: 'Good answer' }).count()).toBe(2);
    const earlier = versionsOf(second, 'question').getByRole('button', { name: 'Earlier version, this is 2 of 2' });
    await earlier.focus();
    const top = (await earlier.boundingBox())?.y ?? 0;
    await page.keyboard.press('Enter');
    await versionsOf(second, 'question').getByText('1/2').waitFor();
    expect(await questions(page)).toEqual(['What can you do?', 'Which portfolios do I have?', 'Do I have open tasks?']);
    // The first version has no earlier one: the focus is on the button that leads back, where the pressed one was.
    expect(await focusedName(page)).toBe('Later version, this is 1 of 2');
    expect(Math.abs(((await versionsOf(second, 'question').boundingBox())?.y ?? 0) - top)).toBeLessThanOrEqual(2);
    await page.reload();
    await versionsOf(second, 'question').getByText('1/2').waitFor();
    expect(await questions(page)).toHaveLength(3);
    await ask(page, 'What can you do about tax?');
    const asked = await given.database.orm.em.fork().findOneOrFail(ChatMessage, { content: 'What can you do about tax?' });
    const before = await given.database.orm.em.fork().findOneOrFail(ChatMessage, { id: asked.parentMessageId ?? '' });
    expect((await given.database.orm.em.fork().findOneOrFail(ChatMessage, { id: before.parentMessageId ?? '' })).content).toBe('Do I have open tasks?');
    expect(await first.getByRole('group', { name: /^Versions/ }).count()).toBe(0);
    await page.context().close();
  });

  test('an answer made again counts at the answer, a new wording at the question', async () => {
    const page = await signIn();
    const exchange = page.locator('.exchange').first();
    await ask(page, 'What can you do?');
    await exchange.getByRole('button', { name: 'Answer again' }).click();
    await versionsOf(exchange, 'answer').getByText('2/2').waitFor();
    expect(await versionsOf(exchange, 'question').count()).toBe(0);
    await expect.poll(() => exchange.getByRole('button', { name: 'Good answer' }).count()).toBe(1);
    await edit(exchange, 'Who are you?');
    await versionsOf(exchange, 'question').getByText('2/2').waitFor();
    expect(await versionsOf(exchange, 'answer').count()).toBe(0);
    await expect.poll(() => exchange.getByRole('button', { name: 'Good answer' }).count()).toBe(1);
    await versionsOf(exchange, 'question').getByRole('button', { name: /^Earlier/ }).click();
    await versionsOf(exchange, 'answer').getByText('2/2').waitFor();
    await versionsOf(exchange, 'answer').getByRole('button', { name: /^Earlier/ }).click();
    await versionsOf(exchange, 'answer').getByText('1/2').waitFor();
    expect(await questions(page)).toEqual(['What can you do?']);
    await page.context().close();
  });

  test('the widget has the same', async () => {
    given.site.serve(`<!doctype html><title>A firm</title><script src="${given.address}/widget.js" defer></script><steward-chat token="${await given.widgetToken()}"></steward-chat>`);
    const page = await (await browser.newContext()).newPage();
    await page.goto(given.site.origin);
    await ask(page, 'What can you do?');
    const exchange = page.locator('.exchange').first();
    await edit(exchange, 'Who are you?');
    await versionsOf(exchange, 'question').getByRole('button', { name: 'Earlier version, this is 2 of 2' }).click();
    await versionsOf(exchange, 'question').getByText('1/2').waitFor();
    expect(await questions(page)).toEqual(['What can you do?']);
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label'))).toBe('Later version, this is 1 of 2');
    await page.context().close();
  });
});
