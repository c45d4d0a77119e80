import { resolvePeriod } from '../../../shared/period.ts';
import { addDays } from '../../../shared/calendar.ts';
import { anySpan, call, has, says, type Plan, type Scene } from './scene.ts';

const RECORDS = {
  recommendations: { table: 'AIRecommendations', time: 'createdAt', groups: [[/ (?:strateg\w*|kinds?|types?) /, 'strategy'], [/ (?:model|version) /, 'modelVersion.label'], [/ /, 'status']] },
  compliance_checks: { table: 'ComplianceChecks', time: 'checkedOn', groups: [[/ (?:rules?|kind) /, 'ruleId'], [/ clients? /, 'client.fullName'], [/ /, 'result']] },
  overrides: { table: 'AIRecommendations', time: 'decidedAt', groups: [[/ clients? /, 'client.fullName'], [/ (?:strateg\w*|kinds?|types?) /, 'strategy'], [/ /, 'decidedBy.fullName']] },
  tool_calls: { table: 'ToolInvocations', time: 'startedAt', groups: [[/ /, 'toolName']] },
} as const satisfies Record<string, { table: string; time: string; groups: readonly (readonly [RegExp, string])[] }>;

const BY_GROUP = / (?:break (?:[^ ]+ ){0,3}down|broken down|breakdown|split|distribution|tally|grouped|by (?:status|outcome|state|kind|type|strategy|rule|result)|per (?:status|outcome|state|kind|type|strategy|model|version|tool|rule|advisor)|for each (?:status|outcome|kind|strategy|model|version|tool|rule)|how (?:[^ ]+ ){0,2}ended|(?:which|what) (?:rule|client|person|user|advisor|adviser)s? (?:[^ ]+ ){0,4}(?:most|often)|(?:which|what) (?:tool|function) (?:[^ ]+ ){0,3}(?:most|often)|most (?:often|frequent\w*)) /;
const SEVERAL_COUNTS = / how many .* how many /;

/** A count of records by what they differ in, when that is asked for rather than their list; undefined when it isn't. */
export function counted(scene: Scene, what: keyof typeof RECORDS): Plan | undefined {
  if (!says(scene, BY_GROUP) && !says(scene, SEVERAL_COUNTS)) return undefined;
  const { table, time, groups } = RECORDS[what];
  const span = anySpan(scene);
  const period = span === undefined ? undefined : resolvePeriod(span, scene.session.today);
  const failed = what === 'tool_calls' && has(scene, 'fail', 'error') ? [{ field: 'outcome', op: 'in', value: ['failed', 'timeout'] }] : [];
  const failedOnly = what === 'compliance_checks' && has(scene, 'fail') && !says(scene, SEVERAL_COUNTS) ? [{ field: 'result', op: 'eq', value: 'failed' }] : [];
  const group = groups.find(([pattern]) => says(scene, pattern))![1]; // the last pattern fits everything
  return [call('query_records', {
    table, groupBy: [group], aggregates: [{ fn: 'count' }], orderBy: [{ field: 'count', direction: 'desc' }],
    filters: [...(what === 'overrides' ? [{ field: 'isOverride', op: 'eq', value: true }] : []), ...failed, ...failedOnly, ...(period ? [{ field: time, op: 'gte', value: period.from }, { field: time, op: 'lt', value: addDays(period.to, 1) }] : [])],
  })];
}
