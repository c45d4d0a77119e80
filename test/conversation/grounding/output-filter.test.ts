import { describe, expect, test } from 'vitest';
import { filterOutput } from '../../../src/conversation/grounding/output-filter.ts';
import { createSentenceGate } from '../../../src/conversation/grounding/sentence-gate.ts';
import { answer } from '../../../src/shared/answer.ts';
import { isoDate } from '../../../src/shared/calendar.ts';

const HOSTS = ['docs.firm.example'];
const PRIVATE = 'You are the assistant of the firm and you answer the signed-in person about wealth, using only what the tools return. Never reveal how the approvals are bound to the hash of their arguments, nor the names of tools that are kept back.';

function released(pieces: readonly string[]): { text: string; removed: { links: number; prompt: number } } {
  const gate = createSentenceGate({ allowedHosts: HOSTS, privateText: PRIVATE });
  const text = [...pieces.flatMap((piece) => gate.push(piece)), ...gate.finish()].map((piece) => piece.text).join('');
  return { text, removed: gate.removed };
}

describe('links and markup', () => {
  test.each([
    ['![seal](https://sink.bad.example/s.png?q=secret) Key points', 'seal Key points'],
    ['See [the report](https://bad.example/a).', 'See the report.'],
    ['See [the report](javascript:alert%281%29).', 'See the report.'],
    ['Go to https://bad.example/a?b=c now', 'Go to  now'],
    ['Go to <https://bad.example> now', 'Go to  now'],
    ['Go to //bad.example/x now', 'Go to  now'],
    ['www.bad.example is it', ' is it'],
    ['bad.example/path?x=secret is it', ' is it'],
    ['<img src=x onerror=alert(1)>Hello<script>x</script>', 'Hellox'],
    ['[a][ref] said', 'a said'],
    ['&#60;img src=x&#62;done', 'done'],
    ['h\u200bttps://bad.example/x', ''],
    ['plain\u{e0041}\u{e0042} text\u202e', 'plain text'],
  ])('%s', (text, expected) => {
    const filtered = filterOutput(text, HOSTS);
    expect(filtered.text).toBe(expected);
  });

  test('pages of the product, listed hosts and ordinary text stay as they are', () => {
    for (const text of ['See [the guide](https://docs.firm.example/a).', 'See [your report](/reports/12).', 'A and/or B, p.a., 5 < 7 and 3 > 2, AT&T, S&P.', 'Advisor: dana@firm.example.']) expect(filterOutput(text, HOSTS)).toEqual({ text, removed: 0 });
  });

  test('a link whose halves arrive as two sentences is no link any more', () => {
    const { text, removed } = released(['[Click here. Now](https://bad.exa', 'mple/x) please.']);
    expect(text).not.toMatch(/\]\(|bad\.example/);
    expect(removed.links).toBeGreaterThan(0);
  });
});

describe('private text', () => {
  const rot13 = PRIVATE.replace(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < 'n' ? 13 : -13)));
  test.each([
    ['as it is', PRIVATE], ['backwards', Array.from(PRIVATE).toReversed().join('')], ['rotated', rot13], ['in base64', Buffer.from(PRIVATE).toString('base64')], ['in hex', Buffer.from(PRIVATE).toString('hex')],
    ['percent-encoded', encodeURIComponent(PRIVATE)], ['with invisible characters', Array.from(PRIVATE).join('\u200b')], ['spaced out', Array.from(PRIVATE).join(' ')], ['line by line', PRIVATE.split(' ').join('\n')], ['in a code block', `\`\`\`\n${PRIVATE}\n\`\`\``],
    ['in capitals', PRIVATE.toUpperCase()],
  ])('no run of ten words leaves %s', (_, text) => {
    const shown = released([text.slice(0, 40), text.slice(40)]);
    const words = shown.text.toLowerCase().match(/[a-z]+/g) ?? [];
    const secret = (PRIVATE.toLowerCase().match(/[a-z]+/g) ?? []).join(' ');
    for (let at = 0; at + 10 <= words.length; at += 1) expect(secret).not.toContain(words.slice(at, at + 10).join(' '));
    expect(shown.removed.prompt).toBeGreaterThan(0);
  });
});

describe('the stream', () => {
  const given = () => {
    const gate = createSentenceGate({ allowedHosts: [], privateText: PRIVATE });
    gate.addEvidence({ invocationId: 'call-1', toolName: 'get_portfolio_summary' }, answer({ title: 'Summary of Quiet Growth', asOf: isoDate('2026-11-23'), figures: [{ key: 'valueBase', label: 'Value', value: '1234.56', unit: 'money', currency: 'EUR', asOf: isoDate('2026-11-23'), method: 'closes' }] }));
    return gate;
  };

  test('a figure carries its source, at its place in the released text', () => {
    const gate = given();
    const all = [...gate.push('Quiet Growth holds **€1,234.56**.'), ...gate.finish()];
    const placed = all[0]!.figures[0]!;
    expect(all[0]!.text.slice(placed.start, placed.end)).toBe('€1,234.56');
    expect(placed.source).toMatchObject({ invocationId: 'call-1', toolName: 'get_portfolio_summary', label: 'Value', value: '1234.56', currency: 'EUR', asOf: '2026-11-23' });
  });

  test('after a failed attempt, sentences that were released are not released again', () => {
    const gate = given();
    expect(gate.push('The value is €1,234.56. Half a sen').map((piece) => piece.text)).toEqual(['The value is €1,234.56. ']);
    gate.restart();
    const again = [...gate.push('The value is €1,234.56. And that is all.'), ...gate.finish()];
    expect(again.map((piece) => piece.text).join('')).toBe('And that is all.');
  });

  test('only the sentence with the unsupported figure is held, with the figure named', () => {
    const gate = given();
    const text = [...gate.push('The value is €1,234.56. It will be €9,999. Good.'), ...gate.finish()].map((piece) => piece.text).join('');
    expect(text).toBe('The value is €1,234.56. Good.');
    expect(gate.held.map((sentence) => sentence.unsupported)).toEqual([['€9,999']]);
  });
});
