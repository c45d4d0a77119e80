import { z } from 'zod';
import { loadSubject } from '../../src/data/clients/load-subject.ts';
import { loadDocumentText } from '../../src/data/documents/load-documents.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { client } from '../shared-inputs.ts';

export const readDocument = defineTool({
  name: 'read_document', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'The text of one document on file, by its title, kind or id; the latest when none is named.',
  input: z.strictObject({ client, document: z.string().trim().min(1).max(200).optional() }),
  async run({ client: named, document }, { db, clock }) {
    const { label, clientId } = await loadSubject(db, { client: named });
    // A client's own reach already is the list: what is shared with them may concern the firm at large.
    const found = await loadDocumentText(db, { document, clientId: db.principal.role === 'client' ? undefined : clientId });
    if (!found) return answer({ title: `Documents of ${label}`, asOf: clock.today(), caveats: ['No such document is on file.'] });
    return answer({
      title: 'Text of a document', asOf: clock.today(),
      facts: [
        quotedFact('title', 'Document', found.title), fact('kind', 'Kind', found.kind), quotedFact('fileName', 'File', found.fileName), quotedFact('client', 'Client', found.client, 'name'), fact('changedOn', 'Last changed', found.changedOn, 'date'),
        quotedFact('text', 'Text', found.text), fact('id', 'Id', found.id, 'id'),
      ],
      caveats: [...(found.text === null ? ['The text of this document is not on file.'] : []), ...(found.isCut ? ['The text is cut after 12,000 characters.'] : [])],
    });
  },
});
