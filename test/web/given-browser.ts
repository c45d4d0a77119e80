import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { PASSWORD } from '../support/given-server.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Whether there is a browser. Where there is none, it is said what goes untested. */
export function canBrowse(what: string): boolean {
  const isThere = existsSync(CHROMIUM);
  if (!isThere) console.warn(`NOT TESTED: ${what} in a real browser, because ${CHROMIUM} is missing.`);
  return isThere;
}

export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

/** Fills in the sign-in page that is shown. */
export async function enterAs(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** A page of its own, signed in, at a place of the console. @param complaints Gets what goes wrong in the page. */
export async function signedInPage(browser: Browser, at: string, email: string, complaints: string[]): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(at);
  await enterAs(page, email);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  return page;
}
