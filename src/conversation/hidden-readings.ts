/** Letters, digits and the characters that encodings are written with. */
const RUN = /[A-Za-z\d+/_=-]{12,}/g;

/**
 * A text as it stands and as somebody could read it with little effort: without separators, backwards, rotated, and with addresses,
 * base64 and hexadecimal runs decoded. For looking for what must not be in it; never for showing.
 */
export function hiddenReadings(text: string): readonly string[] {
  const plain = text.normalize('NFKC').replace(/[\p{Cf}\p{Mn}]/gu, '');
  const turned = [plain, Array.from(plain).toReversed().join(''), rotated(plain), percentDecoded(plain)];
  const decoded = (plain.match(RUN) ?? []).flatMap((run) => [Buffer.from(run, 'base64').toString('utf8'), ...(/^[\da-f]+$/i.test(run) ? [Buffer.from(run, 'hex').toString('utf8')] : [])]);
  return [...turned, ...decoded].flatMap((reading) => [reading, reading.replace(/[\s,'’_-]/g, '')]);
}

function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}
