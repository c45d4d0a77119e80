import { z } from 'zod';
import type { AdviceTarget } from '../../src/data/advice/find-for-act.ts';
import { loadTradesHash } from '../../src/data/advice/preview-act.ts';
import type { ActPreview } from '../../src/data/advice/preview-act.ts';
import { minute } from '../../src/data/records/listed.ts';
import { answer, type Answer } from '../../src/shared/answer.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import type { ToolContext } from '../define-tool.ts';
import { fact, fractionFigure, quotedFact } from '../portfolio/figures.ts';
import { tradesTable, warningsOf } from './recommendation-tables.ts';

export const number = z.int().min(1).describe('Number of the recommendation');
export const reason = z.string().trim().min(1).max(400);

/** Whatever a caller writes here is replaced: the server binds the approval to the trades as they stand when they are shown. */
export const tradesHash = z.string().regex(/^[0-9a-f]{64}$/).optional().describe('Set by the server');

/** The arguments with the hash of the trades that the approval card shows. @throws AppError not-found. */
export async function withTradesHash<T extends { readonly number: number; readonly tradesHash?: string | undefined }>(asked: T, { db }: ToolContext): Promise<T> {
  return { ...asked, tradesHash: await loadTradesHash(db, asked.number) };
}

/** @throws AppError invalid-input for arguments that never were bound. */
export function targetOf({ number: recommendation, tradesHash: hash }: { readonly number: number; readonly tradesHash?: string | undefined }): AdviceTarget {
  if (hash === undefined) throw invalidInput('It is not said which trades are meant.');
  return { number: recommendation, tradesHash: hash };
}

/** Everything that a person must see before approving an act on a recommendation. What the rules said is for staff: a client must not learn of a finding about money laundering. */
export function actCard({ row, after, standing }: ActPreview, words: { readonly title: string; readonly decision: string; readonly reason?: string | undefined }, { principal, clock }: ToolContext): Answer {
  const warned = principal.role === 'client' ? [] : standing.warning;
  return answer({
    title: words.title, asOf: clock.today(),
    facts: [
      fact('number', 'Number', String(row.number), 'id'), fact('decision', 'Decision', words.decision), fact('text', 'Recommendation', row.summary), fact('status', 'Status', row.status), fact('before', 'Before', row.status), fact('after', 'After', after),
      quotedFact('reason', 'Reason', words.reason ?? null), quotedFact('client', 'Client', row.client.fullName, 'name'), quotedFact('portfolio', 'Portfolio', row.portfolio.name, 'name'), fact('validUntil', 'Valid until', minute(row.validUntil), 'date'),
      fact('tradesHash', 'Hash of the trades', row.tradesHash, 'id'),
    ],
    figures: [fractionFigure('confidence', 'Confidence', row.confidence, { asOf: row.dataAsOf, method: 'confidence of the advice engine, set by the server' })],
    tables: [tradesTable(row.trades, row.portfolio.baseCurrency)],
    caveats: [...warningsOf(row.warnings), ...(warned.length > 0 ? [`Rules that warned: ${warned.map((rule) => rule.replaceAll('_', ' ')).join(', ')}.`] : [])],
  });
}
