import type { StateSecurity } from '../../portfolio-state/portfolio-state.ts';
import { cannotTell, passed, percent, rounded, warning, type Finding, type Verdict } from '../rule.ts';
import type { Book, SubjectView } from '../subject-view.ts';
import { EDGE, greatest, isPooled, isSingleName, isSovereign, judgeLimit, lookThroughWeights, unweighable, weightsBy } from '../weights.ts';

interface Limits {
  readonly softFraction: number;
  readonly hardFraction: number;
}

export interface ConcentrationParameters {
  readonly security: Limits;
  readonly issuer: Limits;
  readonly sovereign: Limits;
  readonly pooled: Limits;
  readonly sector: Limits;
  /** Of any country but the one where the client lives. */
  readonly country: Limits;
  /** Of any currency but the portfolio's own. */
  readonly currency: Limits;
  /** Issuers above the first fraction may together not exceed the second. */
  readonly largeIssuers: { readonly fromFraction: number; readonly togetherFraction: number };
}

/** Nothing single weighs too much: security, issuer, fund, state, sector, country and currency, with funds opened for the last three. */
export function judgeConcentration(view: SubjectView, parameters: ConcentrationParameters): Verdict {
  const blank = unweighable(view);
  if (blank) return { findings: [blank], evidence: { limits: parameters } };
  const { client, portfolio } = view.state;
  const measures: readonly Measure[] = [
    { key: 'security', name: (label) => label, weigh: (book) => bySecurity(book, isSingleName), limits: parameters.security },
    { key: 'issuer', name: (label) => `The issuer ${label}`, weigh: byIssuerOfSeveral, limits: parameters.issuer },
    { key: 'sovereign', name: (label) => `The state ${label}`, weigh: (book) => weightsBy(book, ({ security }) => (isSovereign(security) ? security.issuer ?? security.ticker : undefined)), limits: parameters.sovereign },
    { key: 'pooled', name: (label) => `The fund ${label}`, weigh: (book) => bySecurity(book, isPooled), limits: parameters.pooled },
    { key: 'sector', name: (label) => `The sector ${label}`, weigh: (book) => lookThroughWeights(book, 'sectors', ({ sector }) => sector), limits: parameters.sector },
    { key: 'country', name: (label) => `The country ${label}`, weigh: (book) => without(lookThroughWeights(book, 'countries', ({ country, assetClass }) => (assetClass === 'cash' ? null : country)), client.residence), limits: parameters.country },
    { key: 'currency', name: (label) => `The currency ${label}`, weigh: (book) => without(lookThroughWeights(book, 'currencies', ({ currency }) => currency), portfolio.baseCurrency), limits: parameters.currency },
  ];
  const findings: Finding[] = [];
  const evidence: Record<string, unknown> = {};
  for (const measure of measures) {
    const { found, top } = judgeMeasure(view, measure);
    findings.push(...found);
    evidence[measure.key] = top && { label: top.label, weightFraction: rounded(top.weight) };
  }
  findings.push(...largeIssuers(view, parameters), ...unknownIssuers(view, parameters));
  // The rule's version says the limits too; they are repeated where somebody will read them.
  return { findings: [...findings, passed('No security, issuer, sector, country or currency weighs too much.')], evidence: findings.length > 0 ? { ...evidence, limits: parameters } : evidence };
}

interface Measure {
  readonly key: string;
  readonly name: (label: string) => string;
  readonly weigh: (book: Book) => Map<string, number>;
  readonly limits: Limits;
}

function judgeMeasure(view: SubjectView, { name, weigh, limits }: Measure): { found: Finding[]; top: { readonly label: string; readonly weight: number } | undefined } {
  const after = weigh(view.after);
  const top = greatest(after);
  if (!top || top.weight <= limits.softFraction + EDGE) return { found: [], top };
  const before = view.hasTrades ? weigh(view.before) : after;
  const found = [...after].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).flatMap(([label, weight]) => (
    judgeLimit({ name: name(label), before: before.get(label) ?? 0, after: weight, soft: limits.softFraction, hard: limits.hardFraction }, view.hasTrades) ?? []
  ));
  return { found, top };
}

function bySecurity(book: Book, counts: (security: StateSecurity) => boolean): Map<string, number> {
  return weightsBy(book, ({ security }) => (counts(security) ? security.ticker : undefined));
}

function byIssuer(book: Book): Map<string, number> {
  return weightsBy(book, ({ security }) => (isSingleName(security) ? security.issuer ?? undefined : undefined));
}

/** Issuers of two securities or more: with one, the limit of the security says the same. */
function byIssuerOfSeveral(book: Book): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { security, quantity } of book.lines) if (isSingleName(security) && security.issuer !== null && !quantity.isZero()) counts.set(security.issuer, (counts.get(security.issuer) ?? 0) + 1);
  return weightsBy(book, ({ security }) => (isSingleName(security) && security.issuer !== null && (counts.get(security.issuer) ?? 0) > 1 ? security.issuer : undefined));
}

function without(weights: Map<string, number>, label: string): Map<string, number> {
  weights.delete(label);
  return weights;
}

function largeIssuers(view: SubjectView, { largeIssuers: { fromFraction, togetherFraction } }: ConcentrationParameters): Finding[] {
  const together = [...byIssuer(view.after).values()].filter((weight) => weight > fromFraction + EDGE).toSorted((a, b) => a - b).reduce((sum, weight) => sum + weight, 0);
  return together > togetherFraction + EDGE ? [warning(`Issuers above ${percent(fromFraction)} are together ${percent(together)} of the value, above ${percent(togetherFraction)}.`)] : [];
}

/** Names without an issuer might be of the largest one: when they together would breach its limit, nobody can tell. */
function unknownIssuers({ after }: SubjectView, { issuer }: ConcentrationParameters): Finding[] {
  const unknown = weightsBy(after, ({ security }) => (isSingleName(security) && security.issuer === null ? security.ticker : undefined));
  const weight = [...unknown.values()].reduce((sum, value) => sum + value, 0);
  const largest = greatest(byIssuer(after))?.weight ?? 0;
  if (unknown.size === 0 || (unknown.size === 1 && largest === 0) || weight + largest <= issuer.hardFraction + EDGE) return [];
  return [cannotTell(`The issuers of ${percent(weight)} of the value are not on record; they may be the same as others.`)];
}
