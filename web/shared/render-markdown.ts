import createDOMPurify, { type DOMPurify, type WindowLike } from 'dompurify';
import { Marked } from 'marked';
import type { PlacedFigure } from './turn-state.ts';

/**
 * Markdown of a model to HTML that can neither run, load, style, hide nor lead away. The model counts as hostile: a remote image
 * or a link would carry data out in its address, hidden text would say to a reader's tools what the reader doesn't see.
 */

const TAGS = ['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'h3', 'h4', 'h5', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'a', 'hr'];

/** Zero-width, bidirectional and tag characters, which hide or reorder text, and our own figure marks. */
const INVISIBLE = /\u034F|[\uFE00-\uFE0F]|[\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uE000-\uE002\uFEFF\uFFA0\u{E0000}-\u{E0FFF}]/gu;
const MARK_OPEN = '\uE000';
const MARK_MIDDLE = '\uE001';
const MARK_CLOSE = '\uE002';

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const markdown = new Marked({
  gfm: true,
  breaks: false,
  renderer: {
    // The alternative text is all that is left of an image: nothing is loaded.
    image: ({ text }) => escapeHtml(text),
    // Headings of an answer stand below those of the page.
    heading({ tokens, depth }) {
      const level = Math.min(5, depth + 2);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
  },
});

export interface RenderOptions {
  /** Origin of our own pages, for a widget on another site: "https://advisor.example". */
  readonly productOrigin?: string;
  readonly figures?: readonly PlacedFigure[];
}

const purifiers = new WeakMap<object, DOMPurify>();

/** One purifier for each window, so that its hooks never reach another user of DOMPurify on the embedding page. */
function purifierOf(window: WindowLike): DOMPurify {
  const known = purifiers.get(window);
  if (known) return known;
  const made = createDOMPurify(window);
  purifiers.set(window, made);
  return made;
}

/**
 * @param text Markdown, as far as it has arrived.
 * @param allowedHosts Host names other than our own that may be linked to, over https only.
 * @returns HTML safe to insert. Needs a `window` (a browser or jsdom).
 */
export function renderMarkdown(text: string, allowedHosts: readonly string[] = [], options: RenderOptions = {}): string {
  const figures = options.figures ?? [];
  const html = markdown.parse(markFigures(text, figures), { async: false });
  const purifier = purifierOf(globalThis.window);
  const fragment = purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ['href', 'align'], ALLOW_DATA_ATTR: false, ALLOW_ARIA_ATTR: false, RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll('a')) settleLink(link, allowedHosts, options.productOrigin);
  placeFigures(fragment, figures);
  for (const table of fragment.querySelectorAll('table')) settleTable(table);
  const holder = fragment.ownerDocument.createElement('div');
  holder.append(fragment);
  return holder.innerHTML;
}

/** A wide table scrolls in a frame of its own, also by keyboard; cells with a sentence keep room for it. */
function settleTable(table: HTMLTableElement): void {
  alignNumbers(table);
  for (const cell of table.querySelectorAll('td')) if ((cell.textContent ?? '').length > LONG_CELL) cell.className = 'long';
  const frame = table.ownerDocument.createElement('div');
  frame.className = 'scroll';
  frame.tabIndex = 0;
  table.replaceWith(frame);
  frame.append(table);
}

/** A column of figures lines up on the right, as in every other table; a model rarely says so itself. */
function alignNumbers(table: HTMLTableElement): void {
  const body = [...table.querySelectorAll('tbody tr')].map((row) => [...row.children]);
  table.querySelectorAll('thead th').forEach((head, column) => {
    const cells = body.flatMap((row) => row[column] ?? []);
    const texts = cells.map((cell) => (cell.textContent ?? '').trim()).filter((text) => !MISSING.test(text));
    if (texts.length === 0 || !texts.every((text) => NUMBER.test(text))) return;
    for (const cell of [head, ...cells]) cell.setAttribute('align', 'right');
  });
}

/** Characters above which a cell is a sentence. */
const LONG_CELL = 40;
const MISSING = /^(|[-–—]|n\/a|none|unavailable)$/i;
/** An amount, a rate, a count; not a year, a date or a code. */
const NUMBER = /^[A-Z]{0,3}[$€£¥]? ?[-−+]?[A-Z]{0,3}[$€£¥]? ?\d[\d,. ]*( ?(%|bp|bps|days?|years?|points?))?$/;

/** Keeps the address only when it leads to our own pages or an allowed host; else the words stay, without the link. */
function settleLink(link: HTMLAnchorElement, allowedHosts: readonly string[], productOrigin: string | undefined): void {
  const address = safeAddress(stripMarks(decodeMarks(link.getAttribute('href') ?? '')), allowedHosts, productOrigin);
  if (address === null) {
    link.replaceWith(...link.childNodes);
    return;
  }
  link.setAttribute('href', address);
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer');
}

function safeAddress(href: string, allowedHosts: readonly string[], productOrigin: string | undefined): string | null {
  if (/^\/(?![/\\])/.test(href) && !/[\\\s]/.test(href)) return (productOrigin ?? '') + href;
  if (!/^https:\/\//i.test(href) || !URL.canParse(href)) return null;
  const url = new URL(href);
  if (url.username !== '' || url.password !== '') return null;
  const own = productOrigin ?? globalThis.window.location.origin;
  if (url.origin === own) return url.href;
  return url.port === '' && allowedHosts.includes(url.hostname) ? url.href : null;
}

/** Wraps each figure in private marks that survive Markdown, and drops invisible characters; offsets are those of the given text. */
function markFigures(text: string, figures: readonly PlacedFigure[]): string {
  let marked = '';
  let from = 0;
  figures.forEach((figure, index) => {
    if (figure.start < from || figure.end <= figure.start || figure.end > text.length) return;
    marked += visible(text.slice(from, figure.start));
    marked += `${MARK_OPEN}${index}${MARK_MIDDLE}${visible(text.slice(figure.start, figure.end))}${MARK_CLOSE}`;
    from = figure.end;
  });
  return marked + visible(text.slice(from));
}

const visible = (text: string): string => text.replace(INVISIBLE, '');

const MARKED_FIGURE = new RegExp(`${MARK_OPEN}(\\d+)${MARK_MIDDLE}([^${MARK_OPEN}${MARK_CLOSE}]*)${MARK_CLOSE}`);

/** Turns marks inside a text node into buttons; what Markdown tore apart (a mark across two nodes) loses its mark and keeps its words. */
function placeFigures(fragment: DocumentFragment, figures: readonly PlacedFigure[]): void {
  const walker = fragment.ownerDocument.createTreeWalker(fragment, 4);
  const nodes: Text[] = [];
  // Text nodes only are asked for (4 = SHOW_TEXT).
  while (walker.nextNode()) nodes.push(walker.currentNode as Text);
  for (const node of nodes) {
    let rest = node;
    for (let match = MARKED_FIGURE.exec(rest.data); match; match = MARKED_FIGURE.exec(rest.data)) {
      const tail = rest.splitText(match.index).splitText(match[0].length);
      const own = tail.previousSibling;
      own?.parentNode?.replaceChild(figureButton(fragment.ownerDocument, Number(match[1]), match[2] ?? '', figures), own);
      rest.data = stripMarks(rest.data);
      rest = tail;
    }
    rest.data = stripMarks(rest.data);
  }
}

const stripMarks = (text: string): string => text.replace(/\uE000\d+\uE001|[\uE000-\uE002]/g, '');
const decodeMarks = (address: string): string => address.replace(/%EE%80%8([0-2])/gi, (_all, digit: string) => String.fromCharCode(0xe000 + Number(digit)));

function figureButton(document: Document, index: number, words: string, figures: readonly PlacedFigure[]): HTMLElement {
  const button = document.createElement('button');
  const source = figures[index]?.source;
  button.type = 'button';
  button.className = 'figure';
  button.dataset['figure'] = String(index);
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-label', `${words}, show source${source ? `: ${source.label}` : ''}`);
  button.textContent = words;
  return button;
}
