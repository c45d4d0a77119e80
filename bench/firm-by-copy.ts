import type { EntityManager } from '@mikro-orm/core';
import { AdvisorAssignment } from '../src/entities/clients/advisor-assignment.entity.ts';
import { Advisor } from '../src/entities/clients/advisor.entity.ts';
import { Client } from '../src/entities/clients/client.entity.ts';
import { User } from '../src/entities/clients/user.entity.ts';
import { Holding } from '../src/entities/portfolios/holding.entity.ts';
import { Portfolio } from '../src/entities/portfolios/portfolio.entity.ts';
import { Security } from '../src/entities/trading/security.entity.ts';
import { Transaction } from '../src/entities/trading/transaction.entity.ts';
import type { Principal } from '../src/access/principal.ts';
import { givenRow } from '../test/support/given-row.ts';

export const BOOK = 100;
export const HOLDINGS_EACH = 4;
export const TRANSACTIONS_EACH = 8;
/**
 * Each is held by a tenth of the clients, in the smallest firm by as many as a book has. Were a small firm's holders fewer than that, it would be
 * answered from the holders and a large one from the book: the ratio would tell the difference between the two, not the growth.
 */
const SECURITIES = 40;
/** Which securities a client holds comes again after so many clients. */
const PATTERNS = 40;
/** Clients of a book stand a multiple of `PATTERNS` and so many apart. */
const PATTERN_STEP = 9;

/** One row of each table, that all others are copies of. */
export async function givenTemplates(em: EntityManager): Promise<void> {
  const user = await givenRow(em, User, { id: id('u', 0), role: 'client', isActive: true });
  const advisorUser = await givenRow(em, User, { id: id('v', 0), role: 'advisor', isActive: true });
  const advisor = await givenRow(em, Advisor, { id: id('a', 0), user: advisorUser });
  const client = await givenRow(em, Client, { id: id('c', 0), user, baseCurrency: 'USD' });
  await givenRow(em, AdvisorAssignment, { id: id('b', 0), client, advisor });
  const portfolio = await givenRow(em, Portfolio, { id: id('d', 0), client, baseCurrency: 'USD' });
  const security = await givenRow(em, Security, { id: id('e', 0) });
  await givenRow(em, Holding, { portfolio, security });
  await givenRow(em, Transaction, { id: id('f', 0), portfolio, security, status: 'booked' });
}

/** What growing needs of an engine; the statements are the same on both. */
export interface GrowingEngine {
  readonly run: (sql: string) => Promise<unknown>;
  readonly columnsOf: (table: string) => readonly string[];
  /** SQL of the day so many days, in SQL, before the last one. */
  readonly daysBefore: (days: string) => string;
}

/** Grows the firm to so many clients: one portfolio each, books of the same size spread over the whole firm. */
export async function growFirm({ run, columnsOf, daysBefore }: GrowingEngine, from: number, to: number): Promise<void> {
  const copy = async (table: string, { key, first, last, of }: { readonly key: string; readonly first: number; readonly last: number; readonly of?: number }, values: Readonly<Record<string, string>>): Promise<void> => {
    const [column, letter] = key.split(':');
    const inner = of === undefined ? '' : `, (with recursive m(k) as (select 0 union all select k + 1 from m where k < ${of - 1}) select k from m) x`;
    const columns = columnsOf(table);
    await run(`insert into ${table} (${columns.join(', ')}) with recursive n(i) as (select ${first} union all select i + 1 from n where i < ${last})
      select ${columns.map((name) => values[name] ?? `t.${name}`).join(', ')} from ${table} t, n${inner} where t.${column} = '${id(letter!, 0)}'${values['security_id'] ? ` and t.security_id = '${id('e', 0)}'` : ''}`);
  };
  if (from === 0) await copy('Securities', { key: 'id:e', first: 1, last: SECURITIES }, { id: sqlId('e', 'i'), ticker: "concat('T', i)", isin: 'null', figi: 'null', name: "concat('Security ', i)" });
  const advisors = [Math.floor(from / BOOK) + 1, Math.floor(to / BOOK)] as const;
  await copy('Users', { key: 'id:v', first: advisors[0], last: advisors[1] }, { id: sqlId('v', 'i'), email: "concat('advisor', i)" });
  await copy('Advisors', { key: 'id:a', first: advisors[0], last: advisors[1] }, { id: sqlId('a', 'i'), user_id: sqlId('v', 'i'), email: "concat('advisor', i)", licence: "concat('L', i)" });
  const clients = { first: from + 1, last: to };
  await copy('Users', { key: 'id:u', ...clients }, { id: sqlId('u', 'i'), email: "concat('client', i)" });
  await copy('Clients', { key: 'id:c', ...clients }, { id: sqlId('c', 'i'), user_id: sqlId('u', 'i'), full_name: "concat('Client ', i)", last_name: "concat('Client ', i)", email: "concat('client', i)" });
  await copy('AdvisorAssignments', { key: 'id:b', ...clients }, { id: sqlId('b', 'i'), client_id: sqlId('c', 'i'), advisor_id: sqlId('a', `${advisors[0]} + i % ${advisors[1] - advisors[0] + 1}`) });
  await copy('Portfolios', { key: 'id:d', ...clients }, { id: sqlId('d', 'i'), client_id: sqlId('c', 'i') });
  const security = sqlId('e', `1 + (i % ${PATTERNS} * ${SECURITIES / PATTERNS} + k * 13) % ${SECURITIES}`);
  await copy('Holdings', { key: 'portfolio_id:d', ...clients, of: HOLDINGS_EACH }, { portfolio_id: sqlId('d', 'i'), security_id: security });
  await copy('Transactions', { key: 'id:f', ...clients, of: TRANSACTIONS_EACH }, {
    id: sqlId('f', `i * ${TRANSACTIONS_EACH} + k`), portfolio_id: sqlId('d', 'i'), security_id: security, trade_date: daysBefore('(i * 31 + k * 97) % 1500'), sequence: 'k', external_ref: 'null',
  });
}

export function clientPrincipal(number: number): Principal {
  return { userId: id('u', number), role: 'client', displayName: 'Client', clientId: id('c', number), clientIds: [id('c', number)] };
}

/** An advisor with clients spread over a firm of that size. Their securities are the same whatever the size: a question finds as many rows in each firm. */
export function advisorPrincipal(number: number, clients: number): Principal {
  const step = Math.floor((clients / BOOK - PATTERN_STEP) / PATTERNS) * PATTERNS + PATTERN_STEP;
  const clientIds = Array.from({ length: BOOK }, (_, index) => id('c', number + index * step));
  return { userId: id('v', 1), role: 'advisor', displayName: 'Advisor', advisorId: id('a', 1), clientIds };
}

export function securityId(number: number): string {
  return id('e', number);
}

function id(letter: string, number: number): string {
  return `0000000${hex(letter)}-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

function sqlId(letter: string, number: string): string {
  return `concat('0000000${hex(letter)}-0000-7000-8000-', substr(concat('000000000000', ${number}), -12))`;
}

function hex(letter: string): string {
  return (letter.codePointAt(0)! % 16).toString(16);
}
