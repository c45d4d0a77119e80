import { defineEntity, p } from '@mikro-orm/core';
import { User } from '../clients/user.entity.ts';
import { instant, text, version } from '../columns.ts';
import { describeTable, userOwned } from '../table.ts';

const UserPreferenceSchema = defineEntity({
  name: 'UserPreference',
  tableName: 'UserPreferences',
  comment: 'One setting of one login, such as language or display currency.',
  properties: {
    user: () => p.manyToOne(User).index(false).primary().deleteRule('cascade').comment('Whose setting it is'),
    prefKey: text(64).primary().comment('Name of the setting: language, display_currency, theme, date_format and the like'),
    value: text(255).comment('Value of the setting'),
    updatedAt: instant().comment('When it was last set (UTC)'),
    version: version().comment('Optimistic lock'),
  },
});

export class UserPreference extends UserPreferenceSchema.class {}
UserPreferenceSchema.setClass(UserPreference);

export const userPreferences = describeTable(UserPreference, UserPreferenceSchema, {
  access: userOwned('user', ['client', 'advisor']),
});
