import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, hash, id, instant, longText, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';

export const DOCUMENT_SHARING = ['private', 'client', 'firm'] as const;
export const DOCUMENT_KINDS = [
  'investment_policy_statement',
  'contract',
  'research',
  'kyc',
  'statement',
  'tax',
  'policy',
  'note',
  'upload',
  'other',
] as const;

const DocumentSchema = defineEntity({
  name: 'Document',
  tableName: 'Documents',
  comment: 'A document with its latest text. Earlier versions are in VersionedDocuments.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).nullable().deleteRule('cascade').comment('Client whom it concerns; empty for the firm at large'),
    sharedWith: () => p.manyToOne(Client).nullable().deleteRule('set null').comment('Client who may read it: the same as client when sharing is client, else empty'),
    sharing: controlled(DOCUMENT_SHARING).comment('private to staff, client to share with the client, firm for everyone in the firm'),
    kind: controlled(DOCUMENT_KINDS).comment('What sort of document it is'),
    title: text(200).comment('Title'),
    fileName: text(255).nullable().comment('Name of the file'),
    mimeType: text(100).nullable().comment('Media type'),
    text: longText().nullable().comment('Text of the latest version, extracted'),
    contentHash: hash().nullable().comment('SHA-256 of the latest version'),
    uploadedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who put it in'),
    createdAt: instant().comment('When it was put in (UTC)'),
    updatedAt: instant().comment('When it last changed (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('Documents', 'sharing', DOCUMENT_SHARING),
    oneOf('Documents', 'kind', DOCUMENT_KINDS),
  ],
  indexes: [
    { name: 'documents_client', properties: ['client', 'kind', 'updatedAt'] },
    { name: 'documents_shared_with', properties: ['sharedWith'] },
  ],
});

export class Document extends DocumentSchema.class {}
DocumentSchema.setClass(Document);

export const documents = describeTable(Document, DocumentSchema, {
  access: {
    client: { client: 'sharedWith' },
    advisor: { anyOf: [{ client: 'client' }, { user: 'uploadedBy' }] },
    auditor: 'all',
    writers: ['advisor'],
  },
  personal: ['title', 'text'],
});
