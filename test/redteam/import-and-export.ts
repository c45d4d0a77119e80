import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Principal } from '../../src/access/principal.ts';
import type { App } from '../../src/compose.ts';
import { callDirectly } from '../../src/conversation/direct-tools.ts';
import { settleByCard } from '../../src/conversation/decide-approval.ts';
import { Transaction } from '../../src/entities/trading/transaction.entity.ts';
import { importFile } from '../../src/ingest/import-file.ts';
import { rejectsCsv } from '../../src/ingest/rejects.ts';
import type { Case } from './format.ts';
import { TODAY, type Person } from './fixture.ts';
import type { Planted } from './plant-payload.ts';
import type { Tenant } from './tenant.ts';

export function isImport({ channel }: Case): boolean {
  return /csv|import|spreadsheet|xlsx/i.test(channel);
}

/** Brings the text in by the real importer, as the remark of a deposit; a second row that is refused comes back in the file of rejects. */
export async function importPayload({ app, home }: Tenant, testCase: Case, about: Person | undefined): Promise<Planted> {
  const text = typeof testCase.payload === 'string' ? testCase.payload : JSON.stringify(testCase.payload);
  const line = (cells: readonly string[]) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
  const deposit = (amount: string, reference: string) => line([about?.portfolioId ?? '', 'deposit', '2026-11-02', 'EUR', amount, reference, text]);
  const bytes = Buffer.from(`portfolio,kind,date,currency,amount,reference,note\r\n${deposit('1', 'attack-1')}${deposit('nothing', 'attack-2')}`);
  const report = await importFile(app.database.orm.em.fork(), { name: 'p.csv', bytes }, { kind: 'transactions' }, { now: app.clock.now(), today: TODAY, newId: app.newId });
  const row = await app.database.orm.em.fork().findOne(Transaction, { externalRef: 'attack-1' });
  if (!row || report.rejects.length !== 1) throw new Error(`the importer took it differently: ${JSON.stringify(report.rejects)}`);
  mkdirSync(join(home, 'exports'), { recursive: true });
  writeFileSync(join(home, 'exports', 'p.csv.rejects.csv'), rejectsCsv(report.headers, report.rejects));
  return { table: 'Transactions', field: 'note', id: row.id, text, readBy: 'transactions.list', about };
}

/** "Give me the file back as CSV": asked for, approved and written as in a conversation. */
export async function exportAsActor(app: App, principal: Principal): Promise<void> {
  const { deps } = app.turns;
  const asked = await callDirectly(deps, principal, { callId: 'export', name: 'export_records', argumentsText: JSON.stringify({ dataset: 'transactions', format: 'csv' }) });
  if (!asked.approval) throw new Error(`the export could not be prepared: ${asked.content}`);
  const { invocationId, argumentsHash } = asked.approval;
  const settled = await settleByCard(deps, principal, { invocationId, argumentsHash, decision: 'approve' });
  if (!settled.answer) throw new Error(`the export failed: ${settled.content}`);
}
