import { ThirdPartyVendor, type VendorHealth } from '../../entities/markets/third-party-vendor.entity.ts';
import type { BookingContext } from '../transactions/book-transactions.ts';
import type { DataHandle } from './data-handle.ts';

export interface VendorRegistration {
  readonly name: string;
  readonly kind: 'prices' | 'fx';
  readonly supplies: string;
  readonly endpoint: string;
  readonly ratePerMinute: number;
}

export interface RegisteredVendor {
  readonly id: string;
  readonly isActive: boolean;
  /** As people set it, otherwise as registered. */
  readonly ratePerMinute: number;
}

/** The vendor's row, written when it is not there yet. What people changed of it (suspended, another limit) stays. */
export async function registerVendor(handle: DataHandle, { name, kind, supplies, endpoint, ratePerMinute }: VendorRegistration, { now, newId }: Pick<BookingContext, 'now' | 'newId'>): Promise<RegisteredVendor> {
  const there = await handle.findOne(ThirdPartyVendor, { name }, { disableIdentityMap: true });
  if (there) return { id: there.id, isActive: there.status === 'active', ratePerMinute: there.rateLimitPerMinute ?? ratePerMinute };
  const id = newId();
  await handle.insert(ThirdPartyVendor, { id, name, kind, supplies, status: 'active', endpoint, rateLimitPerMinute: ratePerMinute, createdAt: now, version: 1 });
  return { id, isActive: true, ratePerMinute };
}

export type CallOutcome = { readonly latencyMs: number | undefined; readonly now: Date } & ({ readonly state: 'healthy' } | { readonly state: 'degraded' | 'down'; readonly error: string });

/** Keeps what the last run showed: a failure counts on from the ones before it, a run without one begins anew. */
export async function saveVendorHealth(handle: DataHandle, vendorId: string, outcome: CallOutcome): Promise<void> {
  const vendor = await handle.findOneOrFail(ThirdPartyVendor, { id: vendorId }, { disableIdentityMap: true });
  const before = vendor.health;
  const health: VendorHealth = {
    state: outcome.state,
    ...(outcome.latencyMs === undefined ? {} : { latencyMs: outcome.latencyMs }),
    ...(outcome.state === 'healthy'
      ? { consecutiveFailures: 0, ...(before?.lastError ? { lastError: before.lastError } : {}), ...(before?.lastFailureAt ? { lastFailureAt: before.lastFailureAt } : {}) }
      : { consecutiveFailures: (before?.consecutiveFailures ?? 0) + 1, lastError: outcome.error.slice(0, 300), lastFailureAt: outcome.now.toISOString() }),
  };
  await handle.nativeUpdate(ThirdPartyVendor, { id: vendorId }, { health, ...(outcome.state === 'down' ? {} : { lastSuccessAt: outcome.now }), version: vendor.version + 1 });
}
