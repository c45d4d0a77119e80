import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { AppError } from '../shared/errors.ts';

/*
 * A checkpoint says: at this size, the ledger had this root. It is a C2SP tlog-checkpoint in a signed note with one Ed25519 signature, plain
 * text that other transparency-log tools can read:
 *
 *     steward/audit-ledger
 *     1284
 *     <root, base64>
 *
 *     — steward/audit-ledger <key id and signature, base64>
 */

/** Name of the ledger and of its key. */
export const ORIGIN = 'steward/audit-ledger';

const ED25519 = Buffer.of(1); // the note format's number for the algorithm
const KEY_ID_BYTES = 4;
const SEED_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex'); // PKCS #8 around a 32-byte Ed25519 seed

export interface Checkpoint {
  /** Number of entries, which have the sequences 0 to size - 1. */
  readonly size: number;
  readonly root: Buffer;
}

/** The signing key of a 32-byte seed in base64url. @throws AppError invalid-input for a seed of another length. */
export function signingKey(seed: string): KeyObject {
  const bytes = Buffer.from(seed, 'base64url');
  if (bytes.length !== 32) throw new AppError('invalid-input', 'The ledger key is not a 32-byte seed.', { hint: 'Restore keys/ledger from a backup: checkpoints signed before can only be checked with the same key.' });
  return createPrivateKey({ key: Buffer.concat([SEED_PREFIX, bytes]), format: 'der', type: 'pkcs8' });
}

/** `name+key id+key`, the text by which others check the signatures. It is public. */
export function verifierKey(key: KeyObject): string {
  const bytes = publicBytes(key);
  return `${ORIGIN}+${keyId(bytes).toString('hex')}+${Buffer.concat([ED25519, bytes]).toString('base64')}`;
}

export function signCheckpoint({ size, root }: Checkpoint, key: KeyObject): string {
  const text = `${ORIGIN}\n${size}\n${root.toString('base64')}\n`;
  const signature = Buffer.concat([keyId(publicBytes(key)), sign(null, Buffer.from(text), key)]);
  return `${text}\n— ${ORIGIN} ${signature.toString('base64')}\n`;
}

/** @throws AppError invalid-input for text that is not a checkpoint of this ledger, or whose signature is not by this key. */
export function readCheckpoint(note: string, key: KeyObject): Checkpoint {
  const end = note.indexOf('\n\n');
  const text = note.slice(0, end + 1);
  const [origin, size = '', root = '', ...more] = text.split('\n');
  const signatures = note.slice(end + 2).split('\n').filter((line) => line.startsWith(`— ${ORIGIN} `)).map((line) => Buffer.from(line.slice(ORIGIN.length + 3), 'base64'));
  if (end < 0 || origin !== ORIGIN || !/^(0|[1-9]\d{0,14})$/.test(size) || Buffer.from(root, 'base64').length !== 32 || more.join('') !== '') {
    throw new AppError('invalid-input', 'The file is not a checkpoint of this ledger.', { hint: 'Give a file of the checkpoints folder, or an exact copy of one.' });
  }
  if (size === '0') throw new AppError('invalid-input', 'A checkpoint of no entries vouches for nothing.', { hint: 'Give one that was signed after the first entry.' });
  const publicKey = createPublicKey(key);
  const id = keyId(publicBytes(key));
  const isSigned = signatures.some((bytes) => bytes.subarray(0, KEY_ID_BYTES).equals(id) && verify(null, Buffer.from(text), publicKey, bytes.subarray(KEY_ID_BYTES)));
  if (!isSigned) throw new AppError('invalid-input', `The checkpoint of ${size} entries is not signed with this ledger's key.`, { hint: 'It was altered, or it belongs to another installation.' });
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}

function publicBytes(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

function keyId(publicKey: Buffer): Buffer {
  return createHash('sha256').update(`${ORIGIN}\n`).update(ED25519).update(publicKey).digest().subarray(0, KEY_ID_BYTES);
}
