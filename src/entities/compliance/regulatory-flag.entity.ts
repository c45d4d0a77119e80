import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, day, id, instant, longText, oneOf, text, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { aboutClient, describeTable } from '../table.ts';
import { ComplianceCheck } from './compliance-check.entity.ts';

export const FLAG_SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export const FLAG_STATUSES = ['open', 'in_review', 'closed'] as const;

const RegulatoryFlagSchema = defineEntity({
  name: 'RegulatoryFlag',
  tableName: 'RegulatoryFlags',
  comment: 'A breach or concern that stays open until someone closes it.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Client concerned'),
    portfolio: () => p.manyToOne(Portfolio).index(false).nullable().deleteRule('cascade').comment('Portfolio concerned'),
    complianceCheck: () => p.manyToOne(ComplianceCheck).nullable().deleteRule('set null').comment('Check that raised it'),
    kind: text(64).comment('What it is about: mostly the rule id, or aml, sanction, complaint and the like'),
    severity: controlled(FLAG_SEVERITIES).comment('low, medium, high or critical'),
    status: controlled(FLAG_STATUSES).comment('open, in_review or closed'),
    title: text(200).comment('Heading'),
    detail: longText().nullable().comment('What was found'),
    openedAt: instant().comment('When it was raised (UTC)'),
    dueOn: day().nullable().comment('Day by which it should be dealt with'),
    assignedTo: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who deals with it'),
    closedAt: instant().nullable().comment('When it was closed (UTC)'),
    closedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who closed it'),
    closeReason: text(500).nullable().comment('Why it was closed'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('RegulatoryFlags', 'severity', FLAG_SEVERITIES),
    oneOf('RegulatoryFlags', 'status', FLAG_STATUSES),
  ],
  indexes: [
    { name: 'regulatory_flags_client', properties: ['client', 'status'] },
    { name: 'regulatory_flags_portfolio', properties: ['portfolio', 'status'] },
    { name: 'regulatory_flags_status', properties: ['status', 'severity', 'openedAt'] },
  ],
});

export class RegulatoryFlag extends RegulatoryFlagSchema.class {}
RegulatoryFlagSchema.setClass(RegulatoryFlag);

export const regulatoryFlags = describeTable(RegulatoryFlag, RegulatoryFlagSchema, {
  access: aboutClient('client', ['advisor']),
  personal: ['title', 'detail', 'closeReason'],
});
