import type { StatePreference, StateSecurity } from '../../portfolio-state/portfolio-state.ts';
import { decimal, sumDecimals } from '../../../shared/decimal.ts';
import { cannotTell, failed, passed, percent, rounded, warning, type Finding, type Verdict } from '../rule.ts';
import { tradedSecurities, type Book, type SubjectView } from '../subject-view.ts';
import { EDGE, isOfCompany, isSingleName, judgeLimit, lookThroughWeights, unweighable, weightsBy } from '../weights.ts';

export interface PreferenceParameters {
  /** A fund counts as excluded from this share of the excluded sector or country on. */
  readonly fundExcludedFromFraction: number;
}

/** The client's own rules: what must not be bought, what must be kept, and the client's limits. */
export function judgeClientPreferences(view: SubjectView, parameters: PreferenceParameters): Verdict {
  const { preferences } = view.state;
  const findings = [...exclusions(view, parameters), ...keeps(view), ...esg(view), ...limits(view)];
  return { findings: [...findings, passed('The rules of the client are kept.')], evidence: { rules: preferences.filter(({ kind }) => kind !== 'note' && !kind.startsWith('prefer_')), ...parameters } };
}

function exclusions(view: SubjectView, { fundExcludedFromFraction }: PreferenceParameters): Finding[] {
  const rules = view.state.preferences.filter(({ kind }) => kind.startsWith('exclude_'));
  if (rules.length === 0) return [];
  const bought = tradedSecurities(view, 'buy');
  const boughtIds = new Set(bought.map(({ id }) => id));
  const held = view.before.lines.filter(({ security, quantity }) => !quantity.isZero() && !boughtIds.has(security.id)).map(({ security }) => security);
  const findings: Finding[] = [];
  for (const rule of rules) {
    for (const security of bought) {
      if (isExcluded(security, rule)) findings.push(failed(`The client excludes ${named(rule, security)}: ${security.ticker} may not be bought.`));
      else if (isUnknown(security, rule)) findings.push(cannotTell(`The client excludes ${named(rule, security)}, and what ${security.ticker} is in is not on record.`, { override: 'release' }));
      else if (shareInside(security, rule) >= fundExcludedFromFraction - EDGE) findings.push(warning(`The client excludes ${named(rule, security)}: ${percent(shareInside(security, rule))} of ${security.ticker} is in it.`));
    }
    for (const security of held) if (isExcluded(security, rule)) findings.push(warning(`The client excludes ${named(rule, security)}, and ${security.ticker} is held.`));
  }
  return findings;
}

function isExcluded(security: StateSecurity, { kind, securityId, value }: StatePreference): boolean {
  switch (kind) {
    case 'exclude_security': return securityId === security.id;
    case 'exclude_sector': return isSame(security.sector, value);
    case 'exclude_industry': return isSame(security.industry, value);
    case 'exclude_country': return isSame(security.country, value);
    case 'exclude_asset_class': return security.assetClass !== 'cash' && (isSame(security.exposureClass, value) || isSame(security.assetClass, value));
    default: return false;
  }
}

function isUnknown(security: StateSecurity, { kind }: StatePreference): boolean {
  const label = kind === 'exclude_sector' ? security.sector : kind === 'exclude_industry' ? security.industry : kind === 'exclude_country' ? security.country : '';
  return label === null && isOfCompany(security);
}

function isSame(label: string | null, value: string | null): boolean {
  const plain = (text: string) => text.trim().toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ');
  return label !== null && value !== null && plain(label) === plain(value);
}

function shareInside({ composition }: StateSecurity, { kind, value }: StatePreference): number {
  const parts = kind === 'exclude_sector' ? composition?.sectors : kind === 'exclude_country' ? composition?.countries : undefined;
  return Object.entries(parts ?? {}).find(([label]) => isSame(label, value))?.[1] ?? 0;
}

function named({ kind, value }: StatePreference, security: StateSecurity): string {
  return kind === 'exclude_security' ? security.ticker : `${kind.replace('exclude_', '').replaceAll('_', ' ')} ${value}`;
}

function keeps(view: SubjectView): Finding[] {
  const kept = new Set(view.state.preferences.filter(({ kind }) => kind === 'keep_security').map(({ securityId }) => securityId));
  return tradedSecurities(view, 'sell').filter(({ id }) => kept.has(id)).map(({ ticker }) => failed(`The client wants to keep ${ticker}: it may not be sold.`));
}

function esg(view: SubjectView): Finding[] {
  const least = Math.max(...view.state.preferences.flatMap(({ kind, limitValue }) => (kind === 'min_esg_score' && limitValue !== null ? [limitValue] : [])));
  if (least === -Infinity) return [];
  const isRatable = ({ assetClass, exposureClass, sector }: StateSecurity) => assetClass !== 'cash' && ['equity', 'real_estate', 'multi_asset'].includes(exposureClass) || (exposureClass === 'bond' && sector !== null);
  const bought = tradedSecurities(view, 'buy').filter(isRatable);
  const findings = bought.flatMap(({ ticker, esgScore }): Finding[] => {
    if (esgScore === null) return [cannotTell(`${ticker} has no ESG score; the client asks for at least ${least}.`, { override: 'release' })];
    return esgScore < least ? [failed(`${ticker} has an ESG score of ${esgScore}; the client asks for at least ${least}.`)] : [];
  });
  const score = esgScoreOf(view.after, isRatable);
  if (score !== undefined && score < least - EDGE) findings.push(warning(`The ESG score of what is ${view.hasTrades ? 'then held' : 'held'} is ${Number(score.toFixed(1))}; the client asks for at least ${least}.`));
  return findings;
}

/** Weighted by value over what has a score. */
function esgScoreOf(book: Book, isRatable: (security: StateSecurity) => boolean): number | undefined {
  const rated = book.lines.flatMap(({ security, valueBase }) => (isRatable(security) && security.esgScore !== null && valueBase !== undefined && valueBase > 0 ? [{ score: security.esgScore, value: valueBase }] : []));
  const total = rated.reduce((sum, { value }) => sum + value, 0);
  return total > 0 ? rated.reduce((sum, { score, value }) => sum + score * value, 0) / total : undefined;
}

function limits(view: SubjectView): Finding[] {
  const most = (wanted: string) => view.state.preferences.flatMap(({ kind, limitValue }) => (kind === wanted && limitValue !== null ? [limitValue] : [])).toSorted((a, b) => a - b)[0];
  const [position, sector, turnover] = [most('max_position_fraction'), most('max_sector_fraction'), most('max_turnover_fraction')];
  if (position === undefined && sector === undefined && turnover === undefined) return [];
  const blank = unweighable(view);
  if (blank) return [blank];
  return [
    ...(position === undefined ? [] : overLimit(view, position, (label) => label, (book) => weightsBy(book, ({ security }) => (isSingleName(security) ? security.ticker : undefined)))),
    ...(sector === undefined ? [] : overLimit(view, sector, (label) => `The sector ${label}`, (book) => lookThroughWeights(book, 'sectors', (security) => security.sector))),
    ...(turnover === undefined ? [] : turnoverFindings(view, turnover)),
  ];
}

/** The client's limits forbid to buy beyond them; where a market carried a holding, the client is owed a look. */
function overLimit(view: SubjectView, limit: number, name: (label: string) => string, weigh: (book: Book) => Map<string, number>): Finding[] {
  const before = weigh(view.before);
  const hard = view.hasTrades ? limit : Infinity;
  return [...weigh(view.after)].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).flatMap(([label, after]) => judgeLimit({ name: name(label), before: before.get(label) ?? 0, after, soft: limit, hard }, view.hasTrades) ?? []);
}

function turnoverFindings(view: SubjectView, limit: number): Finding[] {
  const total = view.before.totalBase ?? 0;
  if (!view.hasTrades || total <= 0) return [];
  const amount = (side: 'buy' | 'sell') => sumDecimals(view.trades.filter((trade) => trade.side === side).map(({ amountBase }) => decimal(amountBase)));
  const [bought, sold] = [amount('buy'), amount('sell')];
  const turnover = rounded((bought.lt(sold) ? bought : sold).toNumber() / total);
  return turnover > limit + EDGE ? [failed(`The trades turn over ${percent(turnover)} of the value; the client allows ${percent(limit)}.`)] : [];
}
