import { JSDOM } from 'jsdom';

/** The element tree that the pages make of an answer, as a browser would hold it. */
export interface RenderedAnswer {
  readonly html: string;
  /** Whatever fetches or navigates to a place off the list, or runs. */
  readonly externalReferences: readonly string[];
  readonly scripts: readonly string[];
}

const ORIGIN = 'https://steward.example';
const ADDRESSES = ['src', 'srcset', 'href', 'xlink:href', 'action', 'formaction', 'data', 'poster', 'background', 'ping', 'cite', 'longdesc', 'manifest', 'codebase', 'archive', 'classid', 'profile', 'content', 'lowsrc', 'dynsrc', 'imagesrcset', 'srcdoc', 'style'];

let render: Promise<typeof import('../../web/shared/render-markdown.ts').renderMarkdown> | undefined;

/** Renders with the pages' own code, in a window of its own. */
export async function renderAnswer(markdown: string, allowedHosts: readonly string[] = []): Promise<RenderedAnswer> {
  const { window } = new JSDOM('<!doctype html><body></body>', { url: `${ORIGIN}/` });
  const holder = globalThis as { window?: unknown }; // the page's code asks for the browser's global
  const before = holder.window;
  holder.window = window;
  try {
    render ??= import('../../web/shared/render-markdown.ts').then((module) => module.renderMarkdown);
    const html = (await render)(markdown, [...allowedHosts]);
    window.document.body.innerHTML = html;
    const elements = [...window.document.querySelectorAll('*')];
    return { html, externalReferences: elements.flatMap((element) => externalIn(element, allowedHosts)), scripts: elements.flatMap(scriptsIn) };
  } finally {
    if (before === undefined) delete holder.window;
    else holder.window = before;
  }
}

function externalIn(element: Element, allowedHosts: readonly string[]): string[] {
  const found = element.getAttributeNames().filter((name) => ADDRESSES.includes(name.toLowerCase())).flatMap((name) => addressesOf(name, element.getAttribute(name) ?? '')).filter((address) => !isAllowed(address, allowedHosts));
  const style = element.tagName === 'STYLE' || element.tagName === 'BASE' || (element.tagName === 'META' && element.hasAttribute('http-equiv')) ? [`<${element.tagName.toLowerCase()}>`] : [];
  return [...found, ...style];
}

function addressesOf(name: string, value: string): string[] {
  if (name === 'style') return [...value.matchAll(/url\(\s*['"]?([^'")]*)|@import\s+['"]?([^'"\s;]*)/gi)].map((match) => match[1] ?? match[2] ?? '');
  if (name === 'content') return /url\s*=/i.test(value) ? [value] : [];
  if (name === 'srcset' || name === 'imagesrcset') return value.split(',').map((part) => part.trim().split(/\s+/)[0] ?? '');
  return [value];
}

function isAllowed(address: string, allowedHosts: readonly string[]): boolean {
  if (!URL.canParse(address, ORIGIN)) return false;
  const url = new URL(address, ORIGIN);
  return url.origin === ORIGIN || (url.protocol === 'https:' && allowedHosts.includes(url.hostname));
}

function scriptsIn(element: Element): string[] {
  const handlers = element.getAttributeNames().filter((name) => /^on/i.test(name));
  const runnable = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'].flatMap((name) => element.getAttribute(name) ?? []).filter((value) => /^[\s\u0000-\u0020]*(?:javascript|vbscript|data|file)\s*:/i.test(value)); // oxlint-disable-line no-control-regex -- browsers skip control characters before a scheme
  return [...(element.tagName === 'SCRIPT' || element.hasAttribute('srcdoc') ? [`<${element.tagName.toLowerCase()}>`] : []), ...handlers, ...runnable];
}
