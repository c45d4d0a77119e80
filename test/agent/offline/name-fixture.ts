import type { NameRow } from '../../../src/agent/offline/names.ts';

/** A small scope of names, as `find_names` would report them, and the fillings of the question files' placeholders. */
export const NAMES: readonly Omit<NameRow, 'matchedText' | 'score'>[] = [
  { kind: 'client', id: 'c-1', name: 'Margaret Ellison', detail: 'client', clientId: 'c-1', clientName: 'Margaret Ellison' },
  { kind: 'client', id: 'c-2', name: 'Tobias Lindqvist', detail: 'client', clientId: 'c-2', clientName: 'Tobias Lindqvist' },
  { kind: 'client', id: 'c-3', name: 'Tobias Marchetti', detail: 'client', clientId: 'c-3', clientName: 'Tobias Marchetti' },
  { kind: 'portfolio', id: 'p-1', name: 'Core Growth', detail: 'portfolio', clientId: 'c-1', clientName: 'Margaret Ellison' },
  { kind: 'portfolio', id: 'p-2', name: 'Pension Income', detail: 'portfolio', clientId: 'c-1', clientName: 'Margaret Ellison' },
  { kind: 'security', id: 's-1', name: 'Apple Inc', detail: 'AAPL', clientId: null, clientName: null },
  { kind: 'security', id: 's-1', name: 'AAPL', detail: 'Apple Inc', clientId: null, clientName: null },
  { kind: 'security', id: 's-2', name: 'Nestle SA', detail: 'NESN', clientId: null, clientName: null },
  { kind: 'security', id: 's-2', name: 'NESN', detail: 'Nestle SA', clientId: null, clientName: null },
  { kind: 'goal', id: 'g-1', name: 'House 2031', detail: 'goal', clientId: 'c-1', clientName: 'Margaret Ellison' },
  { kind: 'benchmark', id: 'b-1', name: 'MSCI World', detail: 'benchmark', clientId: null, clientName: null },
  { kind: 'tag', id: 't-1', name: 'VIP', detail: 'tag', clientId: null, clientName: null },
  { kind: 'advisor', id: 'a-1', name: 'Helena Voss', detail: 'advisor', clientId: null, clientName: null },
];

export const FILLINGS: Readonly<Record<string, string>> = {
  client: 'Margaret Ellison', client_first: 'Tobias', other_client: 'Quentin Abernathy', portfolio: 'Core Growth', portfolio2: 'Pension Income', ticker: 'AAPL', ticker2: 'NESN',
  security_name: 'Apple Inc', sector: 'Technology', asset_class: 'equities', benchmark: 'MSCI World', goal: 'House 2031', currency: 'EUR', tag: 'VIP', advisor: 'Helena Voss',
  amount: '25000', date: '14 March 2026', month: 'August 2026', year: '2025', recommendation_id: '12', model_version: 'steward-2.1',
};

export function fill(text: string): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => FILLINGS[key] ?? whole);
}

/** Exact and first-name matches only: the fuzziness is the tool's business. */
export function findNames(text: string): NameRow[] {
  const lower = text.toLowerCase();
  return NAMES.flatMap((row) => {
    const parts = row.kind === 'client' ? [row.name, row.name.split(' ')[0]!] : [row.name];
    const hit = parts.find((part) => new RegExp(`\\b${part.toLowerCase()}\\b`).test(lower));
    return hit ? [{ ...row, matchedText: hit, score: 1 }] : [];
  });
}
