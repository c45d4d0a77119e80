import { expect, test } from 'vitest';
import { play } from './scripted-turn.ts';

async function callsOf(turns: readonly string[]): Promise<string[]> {
  const last = (await play(turns, 'auditor')).at(-1)!;
  return last.calls.filter(({ name }) => name !== 'find_names').map(({ name, args }) => `${name} ${JSON.stringify(args)}`);
}

/** Each request with the calls that it must lead to, all of them and no other. */
const REQUESTS: readonly (readonly [string, readonly string[]])[] = [
  ['Which users had more than five failed logins in the last 30 days?', ['tally_records {"kind":"sign_ins","by":["person"],"period":"30D","only":"failed","minCount":6}']],
  ['Name every account that got its password wrong three times or more this month.', ['tally_records {"kind":"sign_ins","by":["person"],"period":"this_month","only":"failed","minCount":3}']],
  ['Was anyone refused more than twice in Q3 2026?', ['tally_records {"kind":"refusals","by":["person"],"period":"2026-Q3","minCount":3}']],
  ['Which user failed to sign in most often in October, and from which address?', ['tally_records {"kind":"sign_ins","by":["person","address"],"period":"2026-10","only":"failed"}']],
  ['How many tool calls did the assistant make in August, and how many of those were refused?', ['list_tool_calls {"period":"2026-08","limit":10}', 'list_tool_calls {"period":"2026-08","limit":10,"outcome":"refused"}']],
  ['How many compliance checks were run in October, and how many of them failed?', ['tally_records {"kind":"compliance_checks","by":["outcome"],"period":"2026-10"}']],
  ['We are looking at decision 12 this week. Please tell me what the outcome was, and which compliance rules were checked.', ['get_decision {"recommendationNumber":12}']],
  ['Who last changed the KYC status of Margaret Ellison, and on which date?', ['get_change_history {"client":"c-1","field":"kyc_status","which":"latest"}']],
  ['Which fields of Margaret Ellison\u2019s file were changed in 2026, and by whom?', ['get_change_history {"client":"c-1","period":"YTD"}']],
  ['Who changed a risk profile last month, and from what to what?', ['get_change_history {"field":"risk_profile","period":"last_month"}']],
  ['How many rows were refused by the data loads in October?', ['tally_records {"kind":"data_loads","by":["job"],"period":"2026-10"}']],
  ['Did the assistant refuse anything to an advisor last month?', ['list_refusals {"period":"last_month","persona":"advisor"}']],
  ['What sessions did Margaret Ellison have in the last seven days?', ['list_sessions {"period":"7D","user":"c-1"}']],
  ['In Q3, how many recommendations were executed and how many were declined?', ['tally_records {"kind":"recommendations","by":["status"],"period":"2026-Q3"}']],
  ['When did Margaret Ellison last sign in, and did any attempt fail?', ['list_sign_ins {"client":"c-1"}']],
  ['Which recommendations were released without being reviewed by a person?', ['tally_records {"kind":"recommendations","by":["approver"],"only":"sent_out"}']],
  ['Were the compliance checks for Margaret Ellison\u2019s portfolios all passed in Q3 2026?', ['tally_records {"kind":"compliance_checks","by":["outcome"],"period":"2026-Q3","client":"c-1"}']],
  ['Compare recommendations 44 and 45: model version and confidence.', ['get_decision {"recommendationNumber":44}', 'get_decision {"recommendationNumber":45}']],
  ['For the annual report: number of conversations, number of tool calls and number of refusals in 2026.', ['list_conversations {"period":"YTD"}', 'list_tool_calls {"period":"YTD"}', 'list_refusals {"period":"YTD"}']],
  ['Which tool was called most in Q3, and how often did it fail?', ['tally_records {"kind":"tool_calls","by":["tool"],"period":"2026-Q3"}', 'tally_records {"kind":"tool_calls","by":["tool"],"period":"2026-Q3","only":"failed"}']],
  ['How many errors came from the feeds in September, and are they resolved?', ['get_system_status {"topic":"errors","period":"2026-09","source":"feeds"}']],
  ['Compare the number of exports in Q1 2026 with Q2 2026.', ['list_exports {"period":"2026-Q1"}', 'list_exports {"period":"2026-Q2"}']],
  ['Give me the slowest five tool calls of October with the person who caused them.', ['list_tool_calls {"period":"2026-10","orderBy":"duration","limit":5}']],
  ['Show me everything that didn\u2019t pass compliance last quarter.', ['list_compliance_checks {"period":"last_quarter","result":"failed"}']],
  ['Which outside suppliers do we still use, and what do we get from each?', ['get_system_status {"topic":"vendors"}']],
  ['For each of the last three months, how many tool calls failed?', ['tally_records {"kind":"tool_calls","by":["month"],"period":"3M","only":"failed"}']],
  ['Since the start of the year, who has released advice and how often?', ['tally_records {"kind":"recommendations","by":["approver"],"period":"YTD","only":"sent_out"}']],
  ['Which of our staff opened Margaret Ellison\u2019s records last month?', ['list_tool_calls {"period":"last_month","client":"c-1"}']],
];

/** The same after a turn before: what the second message leaves open comes from the first. */
const DIALOGUES: readonly (readonly [readonly [string, string], readonly string[]])[] = [
  [['Which overrides were there this year?', 'Who made them?'], ['list_overrides {"period":"YTD"}']],
  [['Who changed Margaret Ellison\u2019s risk profile?', 'What was it before?'], ['get_change_history {"client":"c-1","field":"risk_profile","which":"latest"}']],
  [['What was the average response time in September 2026?', 'And the worst one?'], ['get_system_status {"topic":"metrics","period":"2026-09","metric":"response_time","stat":"max"}']],
  [['How many conversations were there in August 2026?', 'How many of them were with advisors?'], ['tally_records {"kind":"conversations","by":["role"],"period":"2026-08"}']],
  [['Which advisor has the most declined recommendations this year?', 'And the fewest?'], ['tally_records {"kind":"recommendations","by":["person"],"period":"YTD","only":"declined"}']],
];

/** Calls with their arguments taken apart, in one order: neither is part of the promise. */
function sorted(calls: readonly string[]): unknown[] {
  return calls.map((line) => [line.split(' ', 1)[0], JSON.parse(line.slice(line.indexOf(' ')))] as const).toSorted((left, right) => JSON.stringify(left).localeCompare(JSON.stringify(right)));
}

test.each(REQUESTS)('%s', async (text, expected) => {
  expect(sorted(await callsOf([text]))).toEqual(sorted(expected));
});

test.each(DIALOGUES)('%j', async (turns, expected) => {
  expect(sorted(await callsOf(turns))).toEqual(sorted(expected));
});

test('more recommendations than one answer can tell of are asked about, and none is left out unsaid', async () => {
  const [turn] = await play(['Show me recommendations 1, 2, 3, 4, 5 and 6: model version and approver.'], 'auditor');
  expect(turn!.outcome).toEqual({ kind: 'clarify', ambiguity: 'missing_reference' });
  expect(turn!.text).toContain('which of the 6 first');
});
