import { addDays, endOfMonth, startOfWeek } from '../../shared/calendar.ts';
import { UserPreference } from '../../entities/behavior/user-preference.entity.ts';
import { AdvisorInteraction } from '../../entities/clients/advisor-interaction.entity.ts';
import { ClientPreference } from '../../entities/clients/client-preference.entity.ts';
import { NotificationPreference } from '../../entities/communication/notification-preference.entity.ts';
import { Notification, type NOTIFICATION_KINDS } from '../../entities/communication/notification.entity.ts';
import { SupportTicket } from '../../entities/communication/support-ticket.entity.ts';
import { Task } from '../../entities/workflow/task.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { advisorOf, historiesOf, type Firm } from '../firm.ts';
import type { ClientPerson } from '../people/seed-people.ts';
import type { AdviceFact } from './advice.ts';

/** Contacts, tasks, tickets, notifications and settings. */
export function addService(context: DemoContext, firm: Firm, advice: readonly AdviceFact[]): void {
  for (const [index, client] of firm.people.clients.entries()) {
    addInteractions(context, firm, client);
    addPreferences(context, firm, client, index);
    addTickets(context, firm, client, index);
    addTasks(context, firm, client, index, advice);
    addNotifications(context, firm, client, advice);
  }
  const { auditor, advisors, clients } = firm.people;
  for (const [index, { userId }] of [...clients, ...advisors, auditor].entries()) addSettings(context, userId, index);
  for (const advisor of advisors) {
    notify(context, advisor.userId, null, 'task', 'Tasks are overdue', 'Some of your tasks are past their due day.', 1, null);
    notify(context, advisor.userId, null, 'system', 'Prices are in', 'The closing prices of the last trading day have been loaded.', 2, 1);
  }
}

const SUBJECTS = ['Portfolio review', 'Market outlook', 'Contribution plan', 'Tax planning', 'Family plans', 'Yearly review'] as const;

function addInteractions({ writer, newId, today, random }: DemoContext, firm: Firm, client: ClientPerson): void {
  const draw = random(`interactions ${client.cast.key}`);
  const silent = client.cast.stories.includes('not_contacted');
  let daysAgo = silent ? draw.integer(215, 310) : draw.integer(4, 40);
  for (let count = 0; count < 7 && daysAgo < 800; count += 1) {
    const kind = count === 1 ? 'meeting' : draw.pick(['call', 'meeting', 'email', 'video'] as const);
    const subject = draw.pick(SUBJECTS);
    const day = addDays(today, -daysAgo);
    const upset = client.cast.stories.includes('sour') && count < 2;
    writer.add(AdvisorInteraction, {
      id: newId(), advisor: advisorOf(firm, client).advisorId, client: client.clientId, kind, occurredAt: at(day, `${String(draw.integer(9, 17)).padStart(2, '0')}:00`), durationMinutes: kind === 'email' ? null : draw.integer(10, 75), subject,
      notes: upset ? 'Unhappy with the losses of single shares and with slow answers. Considers moving to another firm.' : `Spoke about ${subject.toLowerCase()}. ${draw.pick(['No changes wanted.', 'Asked for a written summary.', 'Will send documents.', 'Content with the course.'])}`,
      outcome: upset ? 'Promised a written explanation.' : draw.pick(['No action.', 'Send summary.', 'Prepare proposal.']), followUpOn: count === 0 && !silent ? addDays(today, draw.integer(-3, 25)) : null, createdAt: at(day, '18:00'),
    });
    daysAgo += draw.integer(35, 120);
  }
  if (silent) return;
  const noted = addDays(today, -draw.integer(1, 20));
  writer.add(AdvisorInteraction, { id: newId(), advisor: advisorOf(firm, client).advisorId, client: client.clientId, kind: 'note', occurredAt: at(noted, '12:00'), durationMinutes: null, subject: 'Note', notes: 'Prefers e-mail before calls.', outcome: null, followUpOn: null, createdAt: at(noted, '12:00') });
}

function addPreferences({ writer, newId, random }: DemoContext, firm: Firm, client: ClientPerson, index: number): void {
  const draw = random(`preferences ${client.cast.key}`);
  const since = addDays(client.onboardedOn, 30);
  const common = { client: client.clientId, validFrom: since, validTo: null, createdAt: at(since) };
  writer.add(ClientPreference, { id: newId(), ...common, kind: 'max_position_fraction', security: null, value: null, limitValue: client.cast.risk === 'aggressive' ? 0.25 : 0.15, reason: 'Does not want to depend on one company.' });
  const excluded = draw.pick([['Tobacco', 'exclude_industry'], ['Gambling', 'exclude_industry'], ['Energy', 'exclude_sector']] as const);
  const keepsEnergy = ['eriksen', 'clarke'].includes(client.cast.key);
  writer.add(ClientPreference, { id: newId(), ...common, kind: keepsEnergy ? 'prefer_sector' : excluded[1], security: null, value: keepsEnergy ? 'Utilities' : excluded[0], limitValue: null, reason: keepsEnergy ? 'Believes in the energy transition.' : 'For reasons of conscience.' });
  const shunned = firm.ids.securities.get(['VOLT', 'PTRX', 'LEV2', 'STRM'][index % 4]!);
  const holds = historiesOf(firm, client).some(({ ledger }) => ledger.units(['VOLT', 'PTRX', 'LEV2', 'STRM'][index % 4]!).gt(0));
  if (shunned && !holds) writer.add(ClientPreference, { id: newId(), ...common, kind: 'exclude_security', security: shunned, value: null, limitValue: null, reason: 'Had a bad experience with the company.' });
  if (client.cast.stories.includes('esg')) writer.add(ClientPreference, { id: newId(), ...common, kind: 'min_esg_score', security: null, value: null, limitValue: 45, reason: 'Wants a sustainable portfolio.' });
}

function addTickets({ writer, newId, today, random }: DemoContext, firm: Firm, client: ClientPerson, index: number): void {
  const draw = random(`tickets ${client.cast.key}`);
  const sour = client.cast.stories.includes('sour');
  const base = { client: client.clientId, openedBy: client.userId, assignedTo: advisorOf(firm, client).userId };
  const opened = addDays(today, -draw.integer(1, 12));
  const open = sour
    ? { subject: 'Nobody calls me back', body: 'I asked for a call two weeks ago and am still waiting.', category: 'complaint' as const, priority: 'high' as const }
    : draw.pick([
      { subject: 'Change of address', body: 'I have moved. Which documents do you need?', category: 'account' as const, priority: 'normal' as const },
      { subject: 'Question about the last invoice', body: 'Could you explain how the fee was computed?', category: 'billing' as const, priority: 'normal' as const },
      { subject: 'Tax certificate', body: 'When will the tax certificate for last year be ready?', category: 'tax' as const, priority: 'low' as const },
    ]);
  writer.add(SupportTicket, { id: newId(), number: index * 2 + 2, ...base, ...open, status: index % 5 === 4 ? 'pending' : 'open', resolution: null, createdAt: at(opened, '11:00'), updatedAt: at(opened, '15:00'), resolvedAt: null });
  const earlier = addDays(today, -draw.integer(60, 300));
  writer.add(SupportTicket, {
    id: newId(), number: index * 2 + 1, ...base, subject: 'Cannot see my documents', body: 'The list of documents stays empty.', category: 'technical', priority: 'normal', status: 'resolved', resolution: 'A browser extension blocked the page.',
    createdAt: at(earlier, '10:00'), updatedAt: at(addDays(earlier, 2), '10:00'), resolvedAt: at(addDays(earlier, 2), '10:00'),
  });
}

function addTasks({ writer, newId, today, random }: DemoContext, firm: Firm, client: ClientPerson, index: number, advice: readonly AdviceFact[]): void {
  const draw = random(`tasks ${client.cast.key}`);
  const advisor = advisorOf(firm, client);
  const base = { client: client.clientId, assignedTo: advisor.userId, createdBy: advisor.userId, createdAt: at(addDays(today, -draw.integer(8, 30))) };
  const week = startOfWeek(today);
  if (index % 2 === 0) writer.add(Task, { id: newId(), ...base, title: `Call ${client.cast.fullName}`, detail: 'Agree on a day for the yearly review.', dueOn: addDays(week, draw.integer(1, 4)), status: 'open', priority: 'normal', completedAt: null });
  if (index % 4 === 1) writer.add(Task, { id: newId(), ...base, title: `Send summary to ${client.cast.fullName}`, detail: null, dueOn: addDays(today, -draw.integer(2, 9)), status: 'open', priority: 'high', completedAt: null });
  if (index % 3 === 0) writer.add(Task, { id: newId(), ...base, title: 'Prepare year-end tax talk', detail: null, dueOn: addDays(endOfMonth(today), draw.integer(1, 12)), status: 'in_progress', priority: 'low', completedAt: null });
  writer.add(Task, { id: newId(), ...base, title: 'Update contact data', detail: null, dueOn: addDays(today, -20), status: 'done', priority: 'normal', completedAt: at(addDays(today, -21), '16:00') });
  writer.add(Task, { id: newId(), ...base, assignedTo: client.userId, title: 'Upload proof of address', detail: 'A utility bill not older than three months.', dueOn: addDays(today, draw.integer(2, 25)), status: 'open', priority: 'normal', completedAt: null });
  const waiting = advice.find(({ plan }) => plan.client === client && plan.status === 'in_review');
  if (waiting) writer.add(Task, { id: newId(), ...base, createdBy: firm.people.service.userId, title: `Review recommendation ${waiting.number}`, detail: waiting.title, dueOn: addDays(week, 4), status: 'open', priority: 'high', recommendation: waiting.id, completedAt: null });
}

type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

function notify({ writer, newId, today }: DemoContext, user: string, client: string | null, kind: NotificationKind, title: string, body: string, daysAgo: number, readDaysAgo: number | null): void {
  writer.add(Notification, {
    id: newId(), user, client, kind, severity: kind === 'risk' || kind === 'kyc' ? 'warning' : 'info', title, body, link: null, createdAt: at(addDays(today, -daysAgo), '07:30'),
    readAt: readDaysAgo === null ? null : at(addDays(today, -readDaysAgo), '19:00'),
  });
}

function addNotifications(context: DemoContext, firm: Firm, client: ClientPerson, advice: readonly AdviceFact[]): void {
  const draw = context.random(`notifications ${client.cast.key}`);
  const { name } = client.cast.portfolios[0]!;
  const tell = (kind: NotificationKind, title: string, body: string, daysAgo: number, read: number | null) => notify(context, client.userId, client.clientId, kind, title, body, daysAgo, read);
  tell('report', 'Your quarterly report is ready', `The report of ${name} for the last quarter is in your documents.`, 40, 38);
  tell('billing', 'New invoice', 'The advisory fee of the last quarter has been invoiced.', 50, 49);
  tell('price_alert', 'Price alert', `A position of ${name} moved by more than 5 % in a day.`, draw.integer(1, 6), null);
  tell('goal', 'Progress on your goal', 'Your goal moved closer this month.', draw.integer(3, 20), draw.chance(0.5) ? 1 : null);
  const released = advice.findLast(({ plan }) => plan.client === client && plan.status === 'released');
  if (released) tell('recommendation', `Recommendation ${released.number}`, released.title, 1, null);
  if (client.cast.stories.some((story) => story === 'kyc_expired' || story === 'kyc_expiring')) {
    tell('kyc', 'Identity verification', 'Your identity verification needs to be renewed.', 5, null);
    notify(context, advisorOf(firm, client).userId, client.clientId, 'kyc', `KYC of ${client.cast.fullName}`, 'The identity verification has expired or expires soon.', 5, null);
  }
  if (client.cast.stories.includes('risk_breach')) notify(context, advisorOf(firm, client).userId, client.clientId, 'risk', `Risk limit of ${name}`, `${name} is above the volatility that its mandate allows.`, 2, null);
}

const SETTINGS = { language: ['en', 'en', 'fr', 'de'], display_currency: ['USD', 'EUR', 'CHF', 'GBP'], theme: ['light', 'dark'], date_format: ['YYYY-MM-DD', 'DD.MM.YYYY'] } as const;

function addSettings({ writer, today, random }: DemoContext, user: string, index: number): void {
  const draw = random(`settings ${index}`);
  const updatedAt = at(addDays(today, -draw.integer(20, 400)));
  for (const [prefKey, values] of Object.entries(SETTINGS)) writer.add(UserPreference, { user, prefKey, value: draw.pick<string>(values), updatedAt });
  for (const kind of ['price_alert', 'trade_confirmation', 'recommendation', 'report', 'billing', 'marketing', 'kyc', 'risk', 'task'] as const) {
    for (const channel of ['email', 'sms', 'push', 'in_app'] as const) {
      writer.add(NotificationPreference, { user, kind, channel, enabled: channel === 'in_app' || (channel === 'email' && kind !== 'marketing') || draw.chance(0.25), updatedAt });
    }
  }
}
