import { defineEntity } from '@mikro-orm/core';
import { controlled, count, id, instant, json, oneOf, text, version } from '../columns.ts';
import { describeTable, STAFF } from '../table.ts';

export const VENDOR_KINDS = ['prices', 'fx', 'ratings', 'esg', 'model', 'custody', 'kyc', 'messaging', 'other'] as const;
export const VENDOR_STATUSES = ['active', 'suspended', 'retired'] as const;

/** What the last calls to a vendor showed. */
export interface VendorHealth {
  readonly state: 'healthy' | 'degraded' | 'down' | 'unknown';
  readonly lastError?: string;
  /** ISO instant of the last failure. */
  readonly lastFailureAt?: string;
  readonly consecutiveFailures?: number;
  readonly latencyMs?: number;
}

const ThirdPartyVendorSchema = defineEntity({
  name: 'ThirdPartyVendor',
  tableName: 'ThirdPartyVendors',
  comment: 'A supplier of data or services and how well its connection works.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    name: text(120).unique().comment('Name of the vendor'),
    kind: controlled(VENDOR_KINDS).comment('prices, fx, ratings, esg, model, custody, kyc, messaging, other'),
    supplies: text(255).comment('What the vendor supplies, in words'),
    status: controlled(VENDOR_STATUSES).comment('active, suspended or retired'),
    endpoint: text(255).nullable().comment('Base address of the service, without any key'),
    rateLimitPerMinute: count().nullable().comment('Calls allowed per minute; empty when unlimited'),
    health: json<VendorHealth>().nullable().comment('State after the last calls: state, last error, failures in a row, latency in ms'),
    lastSuccessAt: instant().nullable().comment('Last call that succeeded (UTC)'),
    contact: text(160).nullable().comment('Whom to contact at the vendor'),
    createdAt: instant().comment('When the vendor was registered (UTC)'),
    version: version().comment('Optimistic lock'),
  },
  checks: [oneOf('ThirdPartyVendors', 'kind', VENDOR_KINDS), oneOf('ThirdPartyVendors', 'status', VENDOR_STATUSES)],
  indexes: [{ name: 'third_party_vendors_status', properties: ['status', 'kind'] }],
});

export class ThirdPartyVendor extends ThirdPartyVendorSchema.class {}
ThirdPartyVendorSchema.setClass(ThirdPartyVendor);

export const thirdPartyVendors = describeTable(ThirdPartyVendor, ThirdPartyVendorSchema, { access: STAFF, personal: ['contact'] });
