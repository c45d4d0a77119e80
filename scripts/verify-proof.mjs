// Checks that an audit entry is in the ledger, offline and without any code of Steward: node scripts/verify-proof.mjs PROOF.json VERIFIER-KEY-FILE
// The proof comes from `npm run audit -- prove ID`, the key from the checkpoints folder (keep your own copy of it).
// 1. The entry's fields, as canonical JSON, have the leaf hash. 2. Leaf hash and audit path lead to the checkpoint's root (RFC 6962).
// 3. The checkpoint is signed with the key (Ed25519, C2SP signed note). Exit status 0 when all three hold, 1 when not.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [proofFile, keyFile] = process.argv.slice(2);
if (!proofFile || !keyFile) {
  process.stderr.write('Usage: node scripts/verify-proof.mjs PROOF.json VERIFIER-KEY-FILE\n');
  process.exit(2);
}

function sha256(...parts) {
  return parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
}

/** Sorted keys, no white space. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** RFC 9162, 2.1.3.2, which gives the algorithm for the proofs of RFC 6962. */
function rootFrom(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) throw new Error('the place is not in the tree');
  let [fn, sn, node] = [BigInt(index), BigInt(size - 1), leaf];
  for (const sibling of path) {
    if (sibling.length !== 32 || sn === 0n) throw new Error('the audit path does not fit the tree');
    if (fn & 1n || fn === sn) {
      node = sha256(Buffer.of(1), sibling, node);
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else node = sha256(Buffer.of(1), node, sibling);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  if (sn !== 0n) throw new Error('the audit path is too short');
  return node;
}

function readSigned(note, verifierKey) {
  // The key itself is base64 and may hold a plus sign: only the first two separate.
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey.trim()) ?? [];
  const key = Buffer.from(encoded ?? '', 'base64');
  if (key.length !== 33 || key[0] !== 1) throw new Error('the verifier key is not an Ed25519 key in note format');
  if (sha256(`${name}\n`, key).subarray(0, 4).toString('hex') !== id) throw new Error('the verifier key does not have its own id');
  const end = note.indexOf('\n\n');
  const text = note.slice(0, end + 1);
  const publicKey = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.subarray(1)]), format: 'der', type: 'spki' });
  const isSigned = note.slice(end + 2).split('\n').filter((line) => line.startsWith(`— ${name} `)).some((line) => {
    const bytes = Buffer.from(line.slice(name.length + 3), 'base64');
    return bytes.subarray(0, 4).toString('hex') === id && verify(null, Buffer.from(text), publicKey, bytes.subarray(4));
  });
  if (end < 0 || !isSigned) throw new Error('the checkpoint is not signed with this key');
  const [origin, size, root] = text.split('\n');
  if (origin !== name) throw new Error('the checkpoint is of another ledger');
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}

try {
  const { entry, leafHash, sequence, path, checkpoint } = JSON.parse(readFileSync(proofFile, 'utf8'));
  const leaf = sha256(Buffer.of(0), canonical(entry));
  if (leaf.toString('hex') !== leafHash) throw new Error('the entry does not have its leaf hash: its content was changed');
  const { size, root } = readSigned(checkpoint, readFileSync(keyFile, 'utf8'));
  if (!rootFrom(leaf, sequence, size, path.map((hash) => Buffer.from(hash, 'hex'))).equals(root)) throw new Error('the audit path does not lead to the signed root');
  process.stdout.write(`Proved: entry ${entry.id} (${entry.event}, ${entry.occurredAt}) stands at place ${sequence} of the ${size} entries that were signed.\n`);
} catch (error) {
  process.stderr.write(`Not proved: ${error.message}.\n`);
  process.exitCode = 1;
}
