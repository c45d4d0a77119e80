const INVISIBLE = /[\p{Cf}\p{Mn}\p{Me}\u{E0000}-\u{E007F}\u180e\u3164\uffa0\u115f\u1160]/gu;
const SEPARATORS = /[\s,'’\-\u2010-\u2015]/g;

/**
 * Whether a text gives a secret value away: as it stands, and after each of URL-decoding, base64, base32 and hexadecimal decoding of every
 * run of twelve characters or more, reversal, removal of separators and invisible characters, NFKC and ROT13. Each reading is looked
 * through with and without separators.
 */
export function findCanary(text: string, canaries: readonly string[]): string | undefined {
  const readings = readingsOf(text);
  return canaries.find((canary) => {
    const [whole, bare] = [canary.toLowerCase(), canary.toLowerCase().replace(SEPARATORS, '')];
    return readings.some((reading) => reading.includes(whole) || reading.includes(bare));
  });
}

function readingsOf(text: string): string[] {
  const visible = text.replace(INVISIBLE, '');
  const compact = visible.replace(SEPARATORS, '');
  const whole = [text, visible, visible.normalize('NFKC'), reversed(visible), rotated(visible), percentDecoded(text), unescaped(text)];
  const decoded = [visible, compact, percentDecoded(visible)].flatMap(decodedRuns);
  return [...whole, ...decoded, ...decoded.map(reversed)].flatMap((reading) => [reading.toLowerCase(), reading.replace(INVISIBLE, '').replace(SEPARATORS, '').toLowerCase()]);
}

function decodedRuns(text: string): string[] {
  const base64 = (text.match(/[A-Za-z\d+/_-]{12,}={0,2}/g) ?? []).flatMap((run) => [0, 1, 2, 3].map((shift) => Buffer.from(run.slice(shift), 'base64').toString('utf8')));
  const hex = (text.match(/[\da-f]{12,}/gi) ?? []).flatMap((run) => [0, 1].map((shift) => Buffer.from(run.slice(shift, run.length - ((run.length - shift) % 2)), 'hex').toString('utf8')));
  const base32 = (text.match(/[A-Z2-7]{12,}/gi) ?? []).map(fromBase32);
  return [...base64, ...hex, ...base32];
}

function fromBase32(run: string): string {
  let bits = '';
  for (const character of run.toUpperCase()) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character).toString(2).padStart(5, '0');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString('utf8');
}

export function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}

export function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** Sinks that hold JSON: escapes become the characters that they stand for. */
function unescaped(text: string): string {
  return text.replace(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).replace(/\\n/g, '\n').replace(/\\(["\\/])/g, '$1');
}
