import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, count, id, instant, longText, oneOf, text, version } from '../columns.ts';
import { describeTable } from '../table.ts';

export const TICKET_CATEGORIES = ['account', 'billing', 'trading', 'tax', 'technical', 'complaint', 'other'] as const;
export const TICKET_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export const TICKET_STATUSES = ['open', 'pending', 'resolved', 'closed'] as const;

const SupportTicketSchema = defineEntity({
  name: 'SupportTicket',
  tableName: 'SupportTickets',
  comment: 'A request for help and what became of it.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    number: count().unique().comment('Number by which people refer to the ticket, from 1'),
    client: () => p.manyToOne(Client).index(false).nullable().deleteRule('cascade').comment('Client whom it concerns; empty for an employee asking for themselves'),
    openedBy: () => p.manyToOne(User).deleteRule('cascade').comment('Who opened it'),
    subject: text(200).comment('Subject'),
    body: longText().comment('What was asked'),
    category: controlled(TICKET_CATEGORIES).comment('account, billing, trading, tax, technical, complaint or other'),
    priority: controlled(TICKET_PRIORITIES).comment('low, normal, high or urgent'),
    status: controlled(TICKET_STATUSES).comment('open, pending, resolved or closed'),
    assignedTo: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who deals with it'),
    resolution: longText().nullable().comment('How it was resolved'),
    createdAt: instant().comment('When it was opened (UTC)'),
    updatedAt: instant().comment('Last change (UTC)'),
    resolvedAt: instant().nullable().comment('When it was resolved (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('SupportTickets', 'category', TICKET_CATEGORIES),
    oneOf('SupportTickets', 'priority', TICKET_PRIORITIES),
    oneOf('SupportTickets', 'status', TICKET_STATUSES),
  ],
  indexes: [
    { name: 'support_tickets_client_status', properties: ['client', 'status', 'createdAt'] },
    { name: 'support_tickets_status', properties: ['status', 'priority'] },
  ],
});

export class SupportTicket extends SupportTicketSchema.class {}
SupportTicketSchema.setClass(SupportTicket);

export const supportTickets = describeTable(SupportTicket, SupportTicketSchema, {
  access: {
    client: { anyOf: [{ client: 'client' }, { user: 'openedBy' }] },
    advisor: { anyOf: [{ client: 'client' }, { user: 'openedBy' }, { user: 'assignedTo' }] },
    auditor: 'all',
    writers: ['client', 'advisor'],
  },
  personal: ['subject', 'body', 'resolution'],
});
