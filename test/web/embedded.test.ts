import type { Browser, Page } from 'playwright-core';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SESSION_COOKIE } from '../../src/contract/http-api.ts';
import { buildWeb } from '../../web/build.ts';
import { PASSWORD } from '../support/given-server.ts';
import { canBrowse, startBrowser } from './given-browser.ts';
import { givenPages } from './given-pages.ts';

const hasChromium = canBrowse('the widget on another site');

let given: Awaited<ReturnType<typeof givenPages>>;
beforeAll(async () => {
  if (hasChromium) await buildWeb();
  given = await givenPages();
});
afterAll(() => given.close());

describe.skipIf(!hasChromium)('the widget on a site of another origin', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  async function embed(token: string, origin = given.site.origin): Promise<Page> {
    given.site.serve(`<!doctype html><title>A firm</title><script src="${given.address}/widget.js" defer></script><steward-chat token="${token}"></steward-chat>`);
    const page = await (await browser.newContext()).newPage();
    await page.goto(origin);
    return page;
  }

  test('answers there, with its sources, and takes feedback', async () => {
    const page = await embed(await given.widgetToken());
    await page.getByText('You are talking to an AI').waitFor();
    await page.getByLabel('Your question').fill('What can you do?');
    await page.getByLabel('Your question').press('Enter');
    await page.getByRole('button', { name: 'Good answer' }).click();
    await page.getByRole('textbox', { name: 'Why? Optional' }).waitFor();
    expect(await page.locator('.prose').first().textContent()).not.toBe('');
    await page.context().close();
  });

  test('shows nothing on a site that is not listed', async () => {
    // The same page server by its number is another origin, which nobody has listed.
    const page = await embed(await given.widgetToken(), given.site.origin.replace('localhost', '127.0.0.1'));
    expect(await page.getByRole('alert').textContent()).toContain('cannot be reached');
    expect(await page.getByLabel('Your question').count()).toBe(0);
    await page.context().close();
  });

  test('asks the page for a new token when its own is of no use, and goes on with it', async () => {
    const page = await embed('lapsed');
    const fresh = await given.widgetToken();
    await page.getByRole('alert').waitFor();
    await page.locator('steward-chat').evaluate((element, token) => element.setAttribute('token', token), fresh);
    await page.getByLabel('Your question').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  });
});

describe('other sites', () => {
  const preflight = async (origin: string) => given.server.inject({ method: 'OPTIONS', url: '/api/session', headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' } });

  test('may call the API when they are listed, without the cookie of our own pages', async () => {
    const allowed = await preflight(given.site.origin);
    expect([allowed.statusCode, allowed.headers['access-control-allow-origin'], allowed.headers['vary']]).toEqual([204, given.site.origin, 'Origin']);
    expect(allowed.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await preflight('https://elsewhere.example')).headers['access-control-allow-origin']).toBeUndefined();
  });

  test('open no socket with a cookie that the browser sends along, and with a token only when they are listed', async () => {
    const { cookies } = await given.server.inject({ method: 'POST', url: '/api/session', payload: { email: given.user.email, password: PASSWORD } });
    const cookie = `${SESSION_COOKIE}=${cookies.find(({ name }) => name === SESSION_COOKIE)?.value}`;
    const token = await given.widgetToken();
    expect(await opens({ cookie }, undefined)).toBe(true);
    expect(await opens({ cookie, origin: given.address }, undefined)).toBe(true);
    expect(await opens({ cookie, origin: given.site.origin }, undefined)).toBe(false);
    expect(await opens({ origin: given.site.origin }, token)).toBe(true);
    expect(await opens({ origin: 'https://elsewhere.example' }, token)).toBe(false);
  });

  async function opens(extraHeaders: Record<string, string>, token: string | undefined): Promise<boolean> {
    const socket = io(given.address, { transports: ['websocket'], reconnection: false, extraHeaders, auth: token === undefined ? {} : { token }, forceNew: true });
    try {
      return await new Promise((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('connect_error', () => resolve(false));
      });
    } finally {
      socket.disconnect();
    }
  }
});
