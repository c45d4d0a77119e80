import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AdvisorInteraction } from '../../src/entities/clients/advisor-interaction.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { Notification } from '../../src/entities/communication/notification.entity.ts';
import { SupportTicket } from '../../src/entities/communication/support-ticket.entity.ts';
import { PortfolioReport } from '../../src/entities/documents/portfolio-report.entity.ts';
import { Portfolio } from '../../src/entities/portfolios/portfolio.entity.ts';
import { TagAssignment } from '../../src/entities/tagging/tag-assignment.entity.ts';
import { Task } from '../../src/entities/workflow/task.entity.ts';
import { ADVICE_DAY, givenAdvised, type Advised } from '../advice/given-advised.ts';

/** Between the card and the approval the word comes to mean somebody else: the approval still holds for whom the card showed. */
describe('an approval is for whom the card showed', () => {
  let book: Advised;
  beforeAll(async () => { book = await givenAdvised(); });
  afterAll(() => book.close());
  const named = async (carl: string, cleo: string) => {
    await book.em().nativeUpdate(Client, { id: 'carl' }, { fullName: carl });
    await book.em().nativeUpdate(Client, { id: 'cleo' }, { fullName: cleo });
  };
  beforeEach(() => named('Carl Core', 'Cleo Brandt'));

  const clientsOf = async (rows: Promise<readonly { readonly client?: { readonly id: string } | null | undefined }[]>) => (await rows).map(({ client }) => client?.id);
  test.each<[string, Record<string, unknown>, () => Promise<(string | undefined)[]>]>([
    ['send_message', { client: 'Carl', text: 'Good morning' }, () => clientsOf(book.em().find(Notification, { body: 'Good morning' }))],
    ['create_task', { title: 'Call', client: 'Carl' }, () => clientsOf(book.em().find(Task, { title: 'Call' }))],
    ['open_ticket', { subject: 'Statement', body: 'It is late', client: 'Carl' }, () => clientsOf(book.em().find(SupportTicket, {}))],
    ['add_note', { client: 'Carl', text: 'Prefers mornings' }, () => clientsOf(book.em().find(AdvisorInteraction, { kind: 'note' }))],
    ['log_interaction', { client: 'Carl', kind: 'call', occurredOn: ADVICE_DAY, notes: 'No changes.' }, () => clientsOf(book.em().find(AdvisorInteraction, { kind: 'call' }))],
    ['add_tag', { tag: 'Golf', client: 'Carl' }, () => clientsOf(book.em().find(TagAssignment, {}))],
    ['request_report', { kind: 'monthly_statement', client: 'Carl' }, () => clientsOf(book.em().find(PortfolioReport, {}))],
  ])('%s', async (tool, args, found) => {
    const card = await book.call('dora', tool, args);
    expect(card.content).toContain('Carl Core');
    await named('Somebody Else', 'Carl Core');
    await book.approve('dora', card);
    expect(await found()).toEqual(['carl']);
  });

  test('a portfolio, too', async () => {
    const card = await book.call('dora', 'add_tag', { tag: 'Sailing', portfolio: 'Carl Core' });
    await book.em().nativeUpdate(Portfolio, { id: 'core' }, { name: 'Another' });
    await book.em().nativeUpdate(Portfolio, { id: 'reserve' }, { name: 'Carl Core' });
    await book.approve('dora', card);
    expect((await book.call('dora', 'list_tags', { portfolio: 'Another' })).content).toContain('Sailing');
  });
});
