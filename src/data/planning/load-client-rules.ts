import type { ScopedDb } from '../../access/scoped-db.ts';
import { ClientPreference } from '../../entities/clients/client-preference.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';

/** What must hold for a client before something is bought. */
export interface ClientRules {
  readonly riskProfile: string;
  /** 0 to 100; null without a questionnaire. */
  readonly riskScore: number | null;
  readonly rules: readonly { readonly kind: string; readonly securityId: string | null; readonly value: string | null; readonly limitValue: number | null }[];
}

/** Profile and rules in force of a client. */
export async function loadClientRules(db: ScopedDb, clientId: string, today: IsoDate): Promise<ClientRules> {
  const client = await db.findOneOrNotFound(Client, { id: clientId }, 'client', { fields: ['riskProfile', 'riskScore'] });
  const rows = await db.find(ClientPreference, { client: clientId, validFrom: { $lte: today } });
  return {
    riskProfile: client.riskProfile, riskScore: client.riskScore ?? null,
    rules: rows.filter(({ validTo }) => !validTo || validTo >= today).map(({ kind, security, value, limitValue }) => ({ kind, securityId: security?.id ?? null, value: value ?? null, limitValue: limitValue ?? null })),
  };
}

/** What those rules look at in a security. */
export interface SecurityTraits {
  readonly id: string;
  readonly ticker: string;
  readonly name: string;
  readonly assetClass: string;
  readonly exposureClass: string;
  readonly sector: string | null;
  readonly industry: string | null;
  readonly country: string | null;
  readonly currency: string;
  readonly unitSize: string;
  readonly isIndex: boolean;
  readonly status: string;
  readonly minRiskScore: number | null;
  readonly isRestricted: boolean;
  readonly restrictedReason: string | null;
}

export async function loadSecurityTraits(db: ScopedDb, id: string, today: IsoDate): Promise<SecurityTraits> {
  const row = await db.findOneOrNotFound(Security, { id }, 'security');
  const isInForce = row.isRestricted && (!row.restrictedFrom || row.restrictedFrom <= today) && (!row.restrictedTo || row.restrictedTo >= today);
  return {
    id: row.id, ticker: row.ticker, name: row.name, assetClass: row.assetClass, exposureClass: row.exposureClass, sector: row.sector ?? null, industry: row.industry ?? null, country: row.country ?? null, currency: row.currency,
    unitSize: row.unitSize, isIndex: row.isIndex, status: row.status, minRiskScore: row.minRiskScore ?? null, isRestricted: isInForce, restrictedReason: isInForce ? row.restrictedReason ?? null : null,
  };
}
