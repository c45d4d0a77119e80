import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import { User } from '../entities/clients/user.entity.ts';
import { undefinedBecause, type Undefined } from '../shared/undefined-value.ts';

/*
 * What an audit entry says about a person stands outside its hashed leaf, encrypted under that person's own key (AES-256-GCM, bound to the
 * entry's id). Deleting the key makes it unreadable for ever, in every copy of the log, while leaf hashes, places and proofs stay as they were.
 */

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A person's key, ready for use. Not to be kept beyond the unit of work. */
export interface PersonalSeal {
  readonly personId: string;
  readonly key: Buffer;
}

/** The key of a person, made with the first need. Undefined when there is no such login. */
export async function personalSeal(em: EntityManager, personId: string): Promise<PersonalSeal | undefined> {
  const read = () => em.findOne(User, { id: personId }, { fields: ['personalKey'], disableIdentityMap: true });
  const user = await read();
  if (!user) return undefined;
  if (user.personalKey) return { personId, key: Buffer.from(user.personalKey, 'hex') };
  // Two processes may want the first key at once: the condition lets one of them win, and both then read the same.
  await em.nativeUpdate(User, { id: personId, personalKey: null }, { personalKey: randomBytes(32).toString('hex') });
  const key = (await read())?.personalKey;
  return key ? { personId, key: Buffer.from(key, 'hex') } : undefined;
}

/** Initialisation vector, tag and cipher text, base64. */
export function encryptPersonal(seal: PersonalSeal, entryId: string, data: Readonly<Record<string, unknown>>): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', seal.key, iv);
  cipher.setAAD(Buffer.from(entryId));
  const text = Buffer.concat([cipher.update(JSON.stringify(data), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

/** The personal part of an entry; undefined, with the reason, once the key was erased or when the part was altered or moved from another entry. */
export async function readPersonal(em: EntityManager, entry: { readonly id: string; readonly personId?: string | null | undefined; readonly personalCipher?: string | null | undefined }): Promise<Readonly<Record<string, unknown>> | Undefined> {
  if (!entry.personId || !entry.personalCipher) return undefinedBecause('the entry has no personal part');
  const key = (await em.findOne(User, { id: entry.personId }, { fields: ['personalKey'], disableIdentityMap: true }))?.personalKey;
  if (!key) return undefinedBecause('the personal data was erased');
  const bytes = Buffer.from(entry.personalCipher, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'hex'), bytes.subarray(0, IV_BYTES));
    decipher.setAAD(Buffer.from(entry.id));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')) as Record<string, unknown>; // written by encryptPersonal alone: the tag has just proved it
  } catch {
    return undefinedBecause('the personal part was altered, or was encrypted under a key that has since been erased');
  }
}

/** Deletes a person's key: whatever was encrypted under it can never be read again. True when there was one. */
export async function erasePersonalKey(em: EntityManager, personId: string): Promise<boolean> {
  return (await em.nativeUpdate(User, { id: personId, personalKey: { $ne: null } }, { personalKey: null })) === 1;
}
