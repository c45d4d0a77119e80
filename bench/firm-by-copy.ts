import type { DatabaseSync } from 'node:sqlite';
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
const SECURITIES = 200;

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

/** Grows the firm to so many clients: one portfolio each, books of the same size spread over the whole firm. */
export function growFirm(db: DatabaseSync, from: number, to: number): void {
  const each = (first: number, last: number) => `with recursive n(i) as (select ${first} union all select i + 1 from n where i < ${last})`;
  const copy = (table: string, given: { readonly key: string; readonly first: number; readonly last: number; readonly of?: number }, values: Readonly<Record<string, string>>): void => {
    const columns = db.prepare('select name from pragma_table_info(?)').all(table).map(({ name }) => String(name));
    const [column, letter] = given.key.split(':');
    const inner = given.of === undefined ? '' : `, (with recursive m(k) as (select 0 union all select k + 1 from m where k < ${given.of - 1}) select k from m)`;
    db.exec(`${each(given.first, given.last)} insert into ${table} (${columns.join(', ')}) select ${columns.map((name) => values[name] ?? `t.${name}`).join(', ')} from ${table} t, n${inner} where t.${column} = '${id(letter!, 0)}'${values['security_id'] ? ` and t.security_id = '${id('e', 0)}'` : ''}`);
  };
  db.exec('begin');
  if (from === 0) copy('Securities', { key: 'id:e', first: 1, last: SECURITIES }, { id: sqlId('e', 'i'), ticker: "'T' || i", isin: 'null', figi: 'null', name: "'Security ' || i" });
  const advisors = [Math.floor(from / BOOK) + 1, Math.floor(to / BOOK)] as const;
  copy('Users', { key: 'id:v', first: advisors[0], last: advisors[1] }, { id: sqlId('v', 'i'), email: "'advisor' || i" });
  copy('Advisors', { key: 'id:a', first: advisors[0], last: advisors[1] }, { id: sqlId('a', 'i'), user_id: sqlId('v', 'i'), email: "'advisor' || i", licence: "'L' || i" });
  const clients = { first: from + 1, last: to };
  copy('Users', { key: 'id:u', ...clients }, { id: sqlId('u', 'i'), email: "'client' || i" });
  copy('Clients', { key: 'id:c', ...clients }, { id: sqlId('c', 'i'), user_id: sqlId('u', 'i'), full_name: "'Client ' || i", last_name: "'Client ' || i", email: "'client' || i" });
  copy('AdvisorAssignments', { key: 'id:b', ...clients }, { id: sqlId('b', 'i'), client_id: sqlId('c', 'i'), advisor_id: sqlId('a', `${advisors[0]} + i % ${advisors[1] - advisors[0] + 1}`) });
  copy('Portfolios', { key: 'id:d', ...clients }, { id: sqlId('d', 'i'), client_id: sqlId('c', 'i') });
  copy('Holdings', { key: 'portfolio_id:d', ...clients, of: HOLDINGS_EACH }, { portfolio_id: sqlId('d', 'i'), security_id: sqlId('e', `1 + (i * 7 + k * 13) % ${SECURITIES}`) });
  copy('Transactions', { key: 'id:f', ...clients, of: TRANSACTIONS_EACH }, {
    id: sqlId('f', `i * ${TRANSACTIONS_EACH} + k`), portfolio_id: sqlId('d', 'i'), security_id: sqlId('e', `1 + (i * 7 + k * 13) % ${SECURITIES}`),
    trade_date: "date('2026-11-20', '-' || ((i * 31 + k * 97) % 1500) || ' days')", sequence: 'k', external_ref: 'null',
  });
  db.exec('commit');
}

export function clientPrincipal(number: number): Principal {
  return { userId: id('u', number), role: 'client', displayName: 'Client', clientId: id('c', number), clientIds: [id('c', number)] };
}

/** An advisor with clients spread evenly over a firm of that size. */
export function advisorPrincipal(number: number, clients: number): Principal {
  const clientIds = Array.from({ length: BOOK }, (_, index) => id('c', number + index * Math.floor(clients / BOOK)));
  return { userId: id('v', 1), role: 'advisor', displayName: 'Advisor', advisorId: id('a', 1), clientIds };
}

export function securityId(number: number): string {
  return id('e', number);
}

function id(letter: string, number: number): string {
  return `0000000${hex(letter)}-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

function sqlId(letter: string, number: string): string {
  return `'0000000${hex(letter)}-0000-7000-8000-' || printf('%012d', ${number})`;
}

function hex(letter: string): string {
  return (letter.codePointAt(0)! % 16).toString(16);
}
