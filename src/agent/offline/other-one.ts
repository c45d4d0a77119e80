import { meansTheOther } from './follow-up.ts';
import { maskNames, type NameRow } from './names.ts';
import { eitherOf, rowsOf, type Question } from './plans/scene.ts';
import type { ConversationView } from './turn-state.ts';
import type { Ask, Mention, PlannedCall } from './types.ts';

export type OtherPortfolio =
  | { readonly kind: 'settled'; readonly asks: readonly Ask[] }
  | { readonly kind: 'call'; readonly call: PlannedCall }
  | { readonly kind: 'ask'; readonly question: Question };

/** "The other one" is the portfolio of the same client that was not spoken of; with several left, the person says which. */
export function otherPortfolio(view: ConversationView, words: string, asks: readonly Ask[], rows: readonly NameRow[]): OtherPortfolio {
  if (!meansTheOther(words) || asks.some(({ mentions }) => mentions.some((mention) => mention.candidates[0]?.kind === 'portfolio'))) return { kind: 'settled', asks };
  const spoken = view.earlier.slice(-3).flatMap(({ question }) => maskNames(question, rows).mentions).flatMap(({ candidates }) => candidates.filter(({ kind }) => kind === 'portfolio').slice(0, 1));
  if (spoken.length === 0) return { kind: 'settled', asks };
  const client = view.session.persona === 'client' ? {} : { client: spoken.at(-1)!.clientId ?? undefined };
  if (!view.current.results.some(({ tool }) => tool === 'get_portfolio_summary')) return { kind: 'call', call: { name: 'get_portfolio_summary', args: client } };
  const left = rowsOf({ results: view.current.results }, 'get_portfolio_summary', 'portfolios').map((row) => ({ id: String(row['id'] ?? row['portfolioId'] ?? row['name'] ?? ''), name: String(row['name'] ?? row['portfolio'] ?? row['id'] ?? '') }))
    .filter(({ id, name }) => !spoken.some((known) => known.id === id || known.name === name));
  if (left.length !== 1) return { kind: 'ask', question: { ambiguity: 'two_portfolios', question: left.length > 1 ? `Which portfolio do you mean: ${eitherOf(left.map(({ name }) => name))}?` : 'There is no other portfolio. Which one do you mean?' } };
  const mention: Mention = { text: left[0]!.name, candidates: [{ kind: 'portfolio', id: left[0]!.id, name: left[0]!.name, detail: '', score: 1, clientId: null, clientName: null }] };
  return { kind: 'settled', asks: asks.map((one) => ({ ...one, mentions: [mention, ...one.mentions] })) };
}
