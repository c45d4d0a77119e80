import { says, type Scene } from './scene.ts';

export const MONTHLY = / (?:every|each|a|per) month | monthly | month /;
const ONCE = / (?:lump sum|one off|one time|single payment|once|windfall|bonus|inherit\w*|extra|right away|upfront|up front|immediately|in 1 go) /;

export const DRAWING = / (?:(?:carry|bear|support|sustain|yield|fund|pay|deliver|spare) (?:me |us |him |her |them |out )?(?:[^ ]+ )?\d[^ ]*|(?:taking|drawing|pulling) (?:[^ ]+ )?\d[^ ]*|withdraw\w*|draw\w*|drew|live off|spend\w*|pulling|(?:take|taking|took|pull|pulled|get|getting) (?:[^ ]+ ){0,6}?(?:out|from)|(?:take|taking|took) (?:[^ ]+ ){0,4}(?:a|per|each|every) (?:month|year)) /;

const PUT_IN = / (?:add\w*|put\w*|invest\w*|contribut\w*|deposit\w*|inject\w*|pay|paid|pop\w*|drop\w*|throw|stick|chuck|bung|transfer\w*|move\w*) | (?:into|in|to|towards?) (?:my |the |her |his |their )?@goal /;

const PAYS_IN = / (?:put|add|invest|pay|contribut\w*|deposit|drop|pour|stick|transfer|move) (?:[^ ]+ ){0,3}?(?:into|in|to|towards?|on) (?:[^ ]+ ){0,2}?(?:@goal|goal|pot|it) /;

interface Contributions {
  readonly withdrawal?: number;
  readonly monthlyContribution?: number;
  readonly lumpSum?: number;
}

export const STOPS = / (?:stop|stops|stopped|stopping|quit|pause|paused|without|no more|no further|cease) (?:[^ ]+ ){0,3}?(?:paying|putting|saving|contribut\w*|adding|deposit\w*|payments?|savings) /;

/** What stands right beside "a month", "per quarter", "monthly": "300 a month" pays, "4 percent a year" grows. */
function paidEach(scene: Scene, unit: string, adverb: string): number | undefined {
  const next = new RegExp(String.raw` (\d+(?:\.\d+)?) ?(?:k|thousand|grand|[a-z]{3,12}|[$€£¥])? (?:[a-z]{3,7} )?(?:(?:a|per|each|every) ${unit}|${adverb}) `).exec(scene.ask.words.replaceAll(/\d+(?:\.\d+)? (?:%|percent)/g, 'percent')) ?? undefined;
  const amounts = scene.ask.slots.amounts.map(({ value }) => value);
  const value = next && Number(next[1]);
  return value === undefined ? undefined : amounts.find((amount) => amount === value || amount === value * 1000);
}

/** What a question says would be paid in, every month or once, or taken out. */
export function contributions(scene: Scene): Contributions {
  if (says(scene, STOPS)) return { monthlyContribution: 0 };
  const [first, second] = scene.ask.slots.amounts;
  if (!first) return {};
  // "I get 3,000 back from the tax office. If I put that into my goal" pays in.
  if (says(scene, DRAWING) && !says(scene, MONTHLY) && !says(scene, PAYS_IN)) return { withdrawal: first.value };
  const monthly = paidEach(scene, 'month', 'monthly');
  if (second && says(scene, MONTHLY)) {
    const once = scene.ask.slots.amounts.find(({ value }) => value !== monthly)?.value;
    return monthly !== undefined && once !== undefined && (says(scene, ONCE) || says(scene, PUT_IN) || says(scene, / (?:now|today|lump|once|upfront|plus|and|on top) /)) ? { lumpSum: once, monthlyContribution: monthly } : { monthlyContribution: monthly ?? first.value };
  }
  if (says(scene, MONTHLY)) return { monthlyContribution: first.value };
  const quarterly = paidEach(scene, 'quarter', 'quarterly');
  if (quarterly !== undefined) return { monthlyContribution: Number((quarterly / 3).toFixed(2)) };
  const yearly = paidEach(scene, 'year', '(?:yearly|annually)');
  if (yearly !== undefined) return { monthlyContribution: Number((yearly / 12).toFixed(2)) };
  return says(scene, ONCE) || says(scene, PUT_IN) ? { lumpSum: first.value } : {};
}
