import { defineEntity, p } from '@mikro-orm/core';
import { controlled, day, float, id, instant, oneOf, text, version } from '../columns.ts';
import { clientOwned, describeTable } from '../table.ts';
import { Security } from '../trading/security.entity.ts';
import { Client } from './client.entity.ts';

export const PREFERENCE_KINDS = [
  'exclude_security', 'exclude_sector', 'exclude_industry', 'exclude_country', 'exclude_asset_class', 'prefer_sector', 'prefer_asset_class',
  'min_esg_score', 'max_position_fraction', 'max_sector_fraction', 'min_cash_fraction', 'max_turnover_fraction', 'keep_security', 'note',
] as const;

const ClientPreferenceSchema = defineEntity({
  name: 'ClientPreference',
  tableName: 'ClientPreferences',
  comment: 'One rule a row: what a client wants in or out of the portfolios. Advice and suitability checks obey the rules in force.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Whose rule'),
    kind: controlled(PREFERENCE_KINDS).comment('What the rule does'),
    security: () => p.manyToOne(Security).index(false).nullable().deleteRule('cascade').comment('The security that the rule names, if it names one'),
    value: text(200).nullable().comment('Sector, industry, country code, asset class or free text that the rule names'),
    limitValue: float().nullable().comment('Bound of a min or max rule: a fraction, or a score from 0 to 100'),
    reason: text(400).nullable().comment('Why, in the words of the client'),
    validFrom: day().comment('First day in force'),
    validTo: day().nullable().comment('Last day in force; empty = open-ended'),
    createdAt: instant().comment('When the row was made, UTC'),
    version: version().comment('Optimistic lock'),
  },
  indexes: [
    { name: 'client_preferences_client', properties: ['client', 'kind'] },
    { name: 'client_preferences_security', properties: ['security'] },
  ],
  checks: [oneOf('ClientPreferences', 'kind', PREFERENCE_KINDS)],
});

export class ClientPreference extends ClientPreferenceSchema.class {}
ClientPreferenceSchema.setClass(ClientPreference);

export const clientPreferences = describeTable(ClientPreference, ClientPreferenceSchema, {
  access: clientOwned('client', ['client', 'advisor']),
  personal: ['reason'],
});
