import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWeb } from '../../web/build.ts';
import { canBrowse, startBrowser } from './given-browser.ts';
import { startMockServer } from './mock-server.ts';

const SHOTS = process.env['STEWARD_SHOTS'];
const hasChromium = canBrowse('the pages');

test('the build gives pages without inline scripts, and the widget as one script of at most 160 KB gzip, charts inside', async () => {
  await buildWeb();
  const dist = join(import.meta.dirname, '../../dist/web');
  for (const page of ['index.html', 'embed-demo.html']) expect(readFileSync(join(dist, page), 'utf8')).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|<style/);
  expect(gzipSync(readFileSync(join(dist, 'widget.js')), { level: 9 }).length).toBeLessThanOrEqual(160 * 1024);
});

describe.skipIf(!hasChromium)('in headless Chromium', () => {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof startMockServer>>;
  const complaints: string[] = [];

  beforeAll(async () => {
    [browser, server] = await Promise.all([startBrowser(), startMockServer({ paceMs: 12 })]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options })).newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The refused session before signing in is logged by the browser itself.
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.address) && !request.url().startsWith('ws://127.0.0.1') && !request.url().startsWith('data:')) complaints.push(`foreign request: ${request.url()}`);
    });
    await page.goto(server.address + path);
    return page;
  }

  async function signIn(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await open('/', options);
    await page.getByLabel('Email').fill('elena@example.com');
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Your question').waitFor();
    return page;
  }

  async function ask(page: Page, text = 'How is my retirement portfolio doing this year?'): Promise<void> {
    await page.getByLabel('Your question').fill(text);
    await page.getByLabel('Your question').press('Enter');
  }

  async function shoot(page: Page, name: string): Promise<void> {
    if (!SHOTS) return;
    mkdirSync(SHOTS, { recursive: true });
    await page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }

  const answered = (page: Page): Promise<void> => page.getByRole('button', { name: 'Good answer' }).last().waitFor();

  test('a wrong password says so and stays', async () => {
    const page = await open('/');
    await shoot(page, 'sign-in');
    await page.getByLabel('Email').fill('elena@example.com');
    await page.getByLabel('Password').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Email and password do not match.').waitFor();
    expect(await page.getByLabel('Password').isVisible()).toBe(true);
    await page.context().close();
  });

  test('discloses the AI first, streams, and shows table, chart and sourced figures', async () => {
    const page = await signIn();
    await page.getByText('You are talking to an AI').waitFor();
    await shoot(page, 'welcome');
    await ask(page);
    await page.getByRole('button', { name: 'Stop the answer' }).waitFor();
    await page.locator('.prose').first().waitFor();
    expect(await page.getByRole('button', { name: 'Good answer' }).count()).toBe(0);
    await answered(page);
    await page.locator('.scroller').evaluate((element) => element.scrollTo(0, 0));
    await shoot(page, 'answer-light');
    expect(await page.getByRole('row').count()).toBeGreaterThanOrEqual(6);
    await page.getByText('Showing 5 of 23').waitFor();
    expect(await page.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value !== 0))).toBe(true);
    await page.getByRole('button', { name: /^\$1,284,310\.52/ }).click();
    const source = page.getByRole('dialog', { name: 'Source' });
    await source.getByText('Holdings at last close, FX at ECB reference rates').waitFor();
    await source.getByRole('button', { name: 'Show the tool call' }).click();
    await source.getByText('"portfolio": "Retirement"').waitFor();
    await shoot(page, 'source');
    await page.keyboard.press('Escape');
    await expect.poll(() => source.count()).toBe(0);
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('figure');
    await page.locator('.scroller').evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await shoot(page, 'answer-end');
    await page.context().close();
  });

  test('an approval is sent once with the hash it was shown for, and shows as settled; also after a reload', async () => {
    const page = await signIn();
    await ask(page);
    await answered(page);
    const before = server.seen.length;
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.locator('.scroller').evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.getByText('The task is on Dana Whitfield’s list').waitFor();
    await shoot(page, 'approved');
    expect(server.seen.slice(before).filter((message) => message.name === 'approval:decide')).toEqual([{ name: 'approval:decide', body: { invocationId: 'call-3', argumentsHash: 'sha256:5b1f', decision: 'approve' } }]);
    await page.reload();
    await answered(page);
    expect(await page.getByRole('button', { name: /^7\.42%/ }).count()).toBe(1);
    await page.context().close();
  });

  test('Esc stops; a failed turn says why and can be tried again', async () => {
    const page = await signIn();
    server.endsWhenStopped = true;
    await ask(page);
    await page.locator('.prose').first().waitFor();
    await page.getByLabel('Your question').press('Escape');
    await page.getByText('Stopped.').waitFor();
    server.endsWhenStopped = false;
    expect(server.seen.at(-1)?.name).toBe('turn:stop');
    server.failNext = true;
    await ask(page, 'And the year before?');
    await page.getByText('The model did not answer in time.').waitFor();
    await shoot(page, 'failed');
    await page.getByRole('button', { name: 'Try again' }).click();
    await answered(page);
    await page.context().close();
  });

  test('ring and bar charts stand below the words, each with its values as a table where missing is not zero', async () => {
    const page = await signIn();
    await ask(page, 'How is my money allocated?');
    await answered(page);
    await page.getByText('Values').last().click();
    await expect.poll(() => page.getByRole('row', { name: 'Cash 5.00% –' }).count()).toBe(1);
    expect(await page.locator('.answer > *').evaluateAll((parts) => parts.map((part) => part.className).slice(0, 3))).toEqual(['prose', 'card chart doughnut', 'card chart bar']);
    await page.waitForTimeout(100);
    await shoot(page, 'charts');
    await page.context().close();
  });

  test('a connection that breaks in mid-answer is resumed with nothing lost or doubled', async () => {
    const page = await signIn();
    server.cutAfter = 14;
    await ask(page);
    await answered(page);
    expect(server.seen.some((message) => message.name === 'turn:resume')).toBe(true);
    expect((await page.locator('.prose').first().textContent())?.trim()).toMatch(/^Your portfolio Retirement is worth \$1,284,310\.52, up 7\.42% since/);
    expect(await page.locator('.prose').allTextContents().then((parts) => parts.join('').match(/Two prices/g)?.length)).toBe(1);
    await page.context().close();
  });

  test('feedback carries its reason, conversations are renamed and searched', async () => {
    const page = await signIn();
    await ask(page);
    await answered(page);
    await page.getByRole('button', { name: 'Bad answer' }).click();
    await page.getByLabel('Why? Optional').fill('Too long');
    await page.getByRole('button', { name: 'Send', exact: true }).first().click();
    await page.getByText('Thank you, noted.').waitFor();
    expect(server.seen.at(-1)?.body).toEqual({ thumbs: 'down', reason: 'Too long' });
    await page.getByRole('button', { name: 'House in 2031' }).first().hover();
    await page.getByRole('button', { name: 'Rename: House in 2031' }).click();
    await page.getByLabel('New title').fill('The house');
    await page.getByLabel('New title').press('Enter');
    await page.getByRole('button', { name: 'The house', exact: true }).waitFor();
    await page.getByLabel('Search conversations').fill('fees');
    await expect.poll(() => page.locator('.entry').count()).toBe(1);
    await page.context().close();
  });

  test('dark and phone widths hold the whole page without sideways scrolling', async () => {
    const dark = await signIn({ colorScheme: 'dark' });
    await ask(dark);
    await answered(dark);
    await dark.locator('.scroller').evaluate((element) => element.scrollTo(0, 0));
    await shoot(dark, 'answer-dark');
    await dark.context().close();
    const phone = await signIn({ viewport: { width: 375, height: 760 }, deviceScaleFactor: 2, hasTouch: true });
    await shoot(phone, 'phone-welcome');
    await ask(phone);
    await answered(phone);
    await shoot(phone, 'phone-end');
    await phone.locator('.scroller').evaluate((element) => element.scrollTo(0, 0));
    await shoot(phone, 'phone-answer');
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    await phone.getByRole('button', { name: /^\$1,284,310\.52/ }).click();
    await shoot(phone, 'phone-source');
    await phone.keyboard.press('Escape');
    await phone.getByRole('button', { name: 'Conversations' }).click();
    await phone.waitForTimeout(250);
    await shoot(phone, 'phone-menu');
    await phone.context().close();
  });

  test('the widget runs from one script tag in a shadow root under a strict policy, chart included, and goes on with a renewed token', async () => {
    const cookie = { name: 'session', value: '1', domain: '127.0.0.1', path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Strict' as const };
    const page = await open('/embed-demo', { storageState: { cookies: [cookie], origins: [] } });
    await ask(page);
    await answered(page);
    await expect.poll(() => page.locator('canvas').count()).toBe(1);
    await page.getByText('You are talking to an AI').waitFor();
    await page.locator('.scroller').evaluate((element) => element.scrollTo(0, 0));
    await page.getByRole('button', { name: /^\$1,284,310\.52/ }).click();
    await page.getByRole('dialog', { name: 'Source' }).waitFor();
    await page.waitForTimeout(200);
    await shoot(page, 'widget');
    await page.keyboard.press('Escape');
    server.token = 'widget-token-2';
    server.cutSockets();
    await expect.poll(() => page.locator('steward-chat').getAttribute('token')).toBe('widget-token-2');
    await ask(page, 'And the year before?');
    await expect.poll(() => page.getByRole('button', { name: 'Good answer' }).count(), { timeout: 10_000 }).toBe(2);
    await page.context().close();
  });

  test('no page logged an error, broke its own policy or called another host', () => {
    expect(complaints).toEqual([]);
  });
});
