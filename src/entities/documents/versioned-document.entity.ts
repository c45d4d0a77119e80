import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { count, hash, instant, longText, text } from '../columns.ts';
import { describeTable } from '../table.ts';
import { Document } from './document.entity.ts';

const VersionedDocumentSchema = defineEntity({
  name: 'VersionedDocument',
  tableName: 'VersionedDocuments',
  comment: 'One version of a document.',
  properties: {
    document: () => p.manyToOne(Document).index(false).primary().deleteRule('cascade').comment('Document'),
    versionNumber: count().primary().comment('Number of the version, from 1'),
    changedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Author of the version'),
    changedAt: instant().comment('When it was made (UTC)'),
    contentHash: hash().comment('SHA-256 of the content'),
    changeNote: text(500).nullable().comment('What changed'),
    content: longText().nullable().comment('Full text of the version'),
  },
  indexes: [
    { name: 'versioned_documents_changed', properties: ['changedAt'] },
  ],
});

export class VersionedDocument extends VersionedDocumentSchema.class {}
VersionedDocumentSchema.setClass(VersionedDocument);

export const versionedDocuments = describeTable(VersionedDocument, VersionedDocumentSchema, {
  access: {
    client: { client: 'document.sharedWith' },
    advisor: { anyOf: [{ client: 'document.client' }, { user: 'document.uploadedBy' }] },
    auditor: 'all',
    writers: ['advisor'],
  },
  personal: ['content', 'changeNote'],
});
