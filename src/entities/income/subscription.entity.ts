import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { controlled, currency, day, flag, float, id, instant, money, oneOf, text, version } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';

export const BILLING_INTERVALS = ['monthly', 'quarterly', 'yearly'] as const;
export const SUBSCRIPTION_STATUSES = ['trial', 'active', 'paused', 'cancelled', 'ended'] as const;

const SubscriptionSchema = defineEntity({
  name: 'Subscription',
  tableName: 'Subscriptions',
  comment: 'The service plan of a client and what it costs.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Who subscribes'),
    plan: text(80).comment('Name of the plan'),
    price: money().comment('Fixed price for one billing interval in currency'),
    feeBps: float().nullable().comment('Yearly fee on assets, basis points; empty = none'),
    currency: currency().comment('Currency of the price, ISO 4217'),
    billingInterval: controlled(BILLING_INTERVALS).comment('How often it is billed'),
    startsOn: day().comment('First day'),
    renewsOn: day().nullable().comment('Day of the next renewal; empty when it will not renew'),
    endsOn: day().nullable().comment('Last day; empty = open-ended'),
    autoRenews: flag().comment('True when it renews by itself'),
    status: controlled(SUBSCRIPTION_STATUSES).comment('Trial, active, paused, cancelled or ended'),
    createdAt: instant().comment('When the row was made, UTC'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'subscriptions_client', properties: ['client', 'status'] },
    { name: 'subscriptions_renewal', properties: ['renewsOn'] },
  ],
  checks: [
    oneOf('Subscriptions', 'billing_interval', BILLING_INTERVALS),
    oneOf('Subscriptions', 'status', SUBSCRIPTION_STATUSES),
  ],
});

export class Subscription extends SubscriptionSchema.class {}
SubscriptionSchema.setClass(Subscription);

export const subscriptions = describeTable(Subscription, SubscriptionSchema, { access: clientOwned('client', ['client', 'advisor']) });
