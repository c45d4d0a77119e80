import { defineEntity } from '@mikro-orm/core';
import { controlled, day, id, oneOf, text } from '../columns.ts';
import { describeTable, REFERENCE } from '../table.ts';

export const API_VERSION_STATUSES = ['preview', 'current', 'deprecated', 'sunset'] as const;

const ApiVersionSchema = defineEntity({
  name: 'ApiVersion',
  tableName: 'APIVersions',
  comment: 'One version of the product interface and its life.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    version: text(20).unique().comment('Version as in addresses, such as v2'),
    status: controlled(API_VERSION_STATUSES).comment('preview, current, deprecated or sunset'),
    releasedOn: day().nullable().comment('Day of release'),
    deprecatedOn: day().nullable().comment('Day from which it should not be used for new work'),
    sunsetOn: day().nullable().comment('Day on which it stops'),
    notes: text(1000).nullable().comment('What changed'),
  },
  checks: [
    oneOf('APIVersions', 'status', API_VERSION_STATUSES),
  ],
});

export class ApiVersion extends ApiVersionSchema.class {}
ApiVersionSchema.setClass(ApiVersion);

export const apiVersions = describeTable(ApiVersion, ApiVersionSchema, {
  access: REFERENCE,
});
