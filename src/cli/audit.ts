/** `npm run audit -- checkpoint | verify [--checkpoint FILE] | prove ID | personal ID | erase EMAIL`: the tamper-evident ledger of who did what. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CheckpointStore } from '../audit/checkpoint-store.ts';
import { sequenceEntries } from '../audit/ledger.ts';
import { erasePersonalKey, readPersonal } from '../audit/personal-part.ts';
import { proveEntry } from '../audit/prove-entry.ts';
import { recordAudit } from '../audit/record.ts';
import { verifyLedger, type LedgerState } from '../audit/verify-ledger.ts';
import { checkpointStore } from '../compose-jobs.ts';
import { readSettings } from '../config.ts';
import { openDatabase, type Database } from '../db/open-database.ts';
import { User } from '../entities/clients/user.entity.ts';
import { AuditLog } from '../entities/compliance/audit-log.entity.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import { idSource } from '../shared/ids.ts';
import { isUndefined } from '../shared/undefined-value.ts';
import { endWithProblem } from './end-with-problem.ts';

const USAGE = `npm run audit -- COMMAND
  checkpoint                 place waiting entries, check the ledger, sign its size and root into DATA_DIR/checkpoints
  verify [--checkpoint FILE] check every entry and every kept checkpoint, and the one in FILE
  prove ID                   print a proof that scripts/verify-proof.mjs checks offline
  personal ID                print the encrypted personal part of an entry, unless it was erased
  erase EMAIL                delete the key of a person's personal parts: they can never be read again, and every proof stays valid`;

const [command = '', ...rest] = process.argv.slice(2);

async function check(database: Database, store: CheckpointStore, given?: string): Promise<LedgerState> {
  const kept = store.all();
  const last = kept.at(-1);
  const checkpoints = [...kept, ...(given ? [store.read(given)] : [])];
  const state = await verifyLedger(database.orm.em, { checkpoints, keptLeaves: last && store.leaves(last) });
  if (state.problem) throw new AppError('conflict', `The ledger is NOT intact. ${state.problem.message}`, { hint: `${state.size} entries and ${checkpoints.length} checkpoints were checked. Keep the database as it is and compare it with a backup.` });
  return state;
}

async function checkpoint(database: Database, store: CheckpointStore): Promise<void> {
  const placed = await sequenceEntries(database.orm.em, systemClock(() => new Date()));
  const { leaves } = await check(database, store);
  const { file, size, root } = store.add(leaves);
  console.log(`Placed ${placed} entries. ${size} entries, root ${root.toString('hex')}, signed in ${file}.`);
}

async function verify(database: Database, store: CheckpointStore): Promise<void> {
  const { values } = parseArgs({ args: rest, options: { checkpoint: { type: 'string' } } });
  const { size, root, waiting } = await check(database, store, values.checkpoint);
  const kept = store.all();
  const signed = kept.at(-1)?.size ?? 0;
  console.log(`The ledger is intact: ${size} entries, no gaps, root ${root.toString('hex')}. ${kept.length} kept checkpoints agree; ${size - signed} entries came after the last, ${waiting} wait for a place.`);
  if (signed === 0 && !values.checkpoint) console.log('Nothing was signed yet: only damage that contradicts itself can be found. Run "npm run audit -- checkpoint".');
}

async function prove(database: Database, store: CheckpointStore): Promise<void> {
  const [id] = rest;
  if (!id) throw new AppError('invalid-input', 'Which entry?', { hint: 'npm run --silent audit -- prove ID > proof.json' });
  const { leaves } = await check(database, store);
  const last = store.all().at(-1);
  if (!last) throw new AppError('conflict', 'Nothing was signed yet.', { hint: 'Run "npm run audit -- checkpoint" first.' });
  console.log(JSON.stringify(await proveEntry(database.orm.em, id, { leaves: leaves.slice(0, last.size), note: store.note(last.size) }), null, 2));
}

async function personal(database: Database): Promise<void> {
  const entry = rest[0] ? await database.orm.em.fork().findOne(AuditLog, { id: rest[0] }) : undefined;
  if (!entry) throw new AppError('invalid-input', 'There is no such audit entry.', { hint: 'npm run audit -- personal ID' });
  const data = await readPersonal(database.orm.em.fork(), entry);
  console.log(isUndefined(data) ? `Nothing to show: ${data.reason}.` : JSON.stringify(data, null, 2));
}

/** The erasure is itself an entry: it names the login by id and holds no personal data. */
async function erase(database: Database): Promise<void> {
  const em = database.orm.em.fork();
  const user = rest[0] ? await em.findOne(User, { email: rest[0].toLowerCase() }, { fields: ['id'] }) : undefined;
  if (!user) throw new AppError('invalid-input', 'There is no login with that e-mail address.', { hint: 'npm run audit -- erase EMAIL' });
  const clock = systemClock(() => new Date());
  const erased = await em.transactional(async (transaction) => {
    const had = await erasePersonalKey(transaction, user.id);
    recordAudit(transaction, { actorId: null, actorRole: 'admin', event: 'personal_data.erased', decision: 'done', objectType: 'Users', objectId: user.id, detail: { hadKey: had } }, { clock, newId: idSource(() => clock.now().getTime()) });
    return had;
  });
  console.log(erased ? 'Erased: the personal parts of that login can never be read again.' : 'That login has no personal parts.');
}

const COMMANDS: Readonly<Record<string, (database: Database, store: CheckpointStore) => Promise<void>>> = { checkpoint, verify, prove, personal, erase };

async function main(): Promise<void> {
  const run = COMMANDS[command];
  if (!run) throw new AppError('invalid-input', command ? `Unknown command "${command}".` : 'Which command?', { hint: USAGE });
  const settings = readSettings(process.env);
  const store = checkpointStore(settings);
  const database = await openDatabase({ url: settings.DATABASE_URL, file: join(settings.DATA_DIR, 'steward.sqlite') });
  try {
    await database.migrate();
    await run(database, store);
  } finally {
    await database.close();
  }
}

await endWithProblem(main);
