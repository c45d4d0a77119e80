import type { Difference } from '../../domain/advice-life/compare-values.ts';
import type { Correction } from './corrections-since.ts';

/** A figure that is another one today, and why. */
export interface CausedDifference extends Difference {
  readonly cause: string;
}

/** Tables behind the parts of a snapshot that are read as they stand. */
const RECORDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^state\/client\//, ['Clients']], [/^state\/portfolio\//, ['Portfolios']], [/^state\/preferences/, ['ClientPreferences']], [/^state\/kyc/, ['KYCVerification']], [/^state\/openFlags/, ['RegulatoryFlags']],
  [/^state\/targets/, ['AssetAllocationTargets']], [/^goals/, ['InvestmentGoals', 'AssetAllocationTargets']], [/security\//, ['Securities']],
];

/** Names the corrections that explain each difference; a figure that follows from others names what they rest on. */
export function withCauses(differences: readonly Difference[], corrections: readonly Correction[], tickers: ReadonlyMap<string, string>): CausedDifference[] {
  return differences.map((difference) => ({ ...difference, cause: causeOf(difference.path, corrections, tickers) }));
}

function causeOf(path: string, corrections: readonly Correction[], tickers: ReadonlyMap<string, string>): string {
  const named = corrections.filter((correction) => explains(path, correction, tickers));
  if (named.length > 0) return said(named);
  if (path.startsWith('pastHits')) return 'outcomes of earlier advice were measured since';
  if (/^state\/volatilityFraction|^tax\/realised|^goals|^state\/recentTrades/.test(path)) {
    const below = corrections.filter(({ kind }) => kind === 'transaction' || kind === 'price' || kind === 'rate');
    return below.length > 0 ? `follows from: ${said(below)}` : 'derived again since';
  }
  return 'changed since; no entry says by what';
}

function explains(path: string, { kind, about }: Correction, tickers: ReadonlyMap<string, string>): boolean {
  const [, , third = ''] = path.split('/');
  if (path.startsWith('state/positions/')) return kind === 'rate' ? /fx|valueBase/.test(path) : kind !== 'record' && (about === third || isCash(third) && kind === 'transaction');
  // What came to be held, or no longer is, changes sides between positions and candidates.
  if (path.startsWith('candidates/')) return (kind === 'price' || kind === 'transaction') && about === path.split('/')[1] || kind === 'rate' && path.endsWith('fxToBase');
  if (path.startsWith('returns/bySecurity/')) return kind === 'rate' || kind === 'price' && about === tickers.get(third);
  return kind === 'record' && RECORDS.some(([pattern, tables]) => pattern.test(path) && tables.includes(about));
}

/** Every trade moves cash, so that any correction of one may explain a balance. */
function isCash(ticker: string): boolean {
  return /^[A-Z]{3}$/.test(ticker);
}

function said(corrections: readonly Correction[]): string {
  const texts = [...new Set(corrections.map(({ text }) => text))];
  return texts.length > 3 ? `${texts.slice(0, 3).join('; ')}; and ${texts.length - 3} more` : texts.join('; ');
}
