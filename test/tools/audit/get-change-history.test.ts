import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AuditTrail } from '../../../src/entities/compliance/audit-trail.entity.ts';
import { givenRow } from '../../support/given-row.ts';
import { ENGINES } from '../../support/databases.ts';
import { givenServiceBook } from '../../support/given-service-book.ts';

describe.each(ENGINES)('changes on record on %s', (engine) => {
  let book: Awaited<ReturnType<typeof givenServiceBook>>;
  beforeAll(async () => {
    book = await givenServiceBook(engine);
    const em = book.database.orm.em.fork();
    const status = (tableName: string, clientId: string, day: string, before: string, after: string) => givenRow(em, AuditTrail, {
      occurredAt: new Date(`${day}T10:00:00Z`), actorId: 'u-dora', actorRole: 'advisor', tableName, rowKey: `${tableName}-${clientId}`, clientId, operation: 'update', fieldList: ',status,', changes: [{ field: 'status', before, after }],
    });
    await status('KYCVerification', 'anna', '2026-10-12', 'pending', 'verified');
    await status('AIRecommendations', 'anna', '2026-11-02', 'released', 'declined');
    await status('AIRecommendations', 'bert', '2026-11-03', 'released', 'accepted');
  }, 60_000);
  afterAll(() => book.close());

  const latest = async (client: string, field: string) => {
    const { facts, caveats } = await book.call('auditor', 'get_change_history', { client, field, which: 'latest' });
    return { before: facts.find(({ key }) => key === 'oldValue')?.value, after: facts.find(({ key }) => key === 'newValue')?.value, caveats };
  };

  test('the status of an identity check is not that of a newer recommendation', async () => {
    expect(await latest('Anna', 'kyc_status')).toMatchObject({ before: 'pending', after: 'verified' });
    expect(await latest('Anna', 'status')).toMatchObject({ before: 'released', after: 'declined' });
  });

  test('where it never changed, that is said, whatever else has a status', async () => {
    expect(await latest('Bert', 'kyc_status')).toMatchObject({ after: undefined, caveats: ['No such change is on record.'] });
  });
});
