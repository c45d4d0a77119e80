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
];

test.each(REQUESTS)('%s', async (text, expected) => {
  const sorted = (calls: readonly string[]): unknown[] => calls.map((line) => [line.split(' ', 1)[0], JSON.parse(line.slice(line.indexOf(' ')))] as const).toSorted((left, right) => JSON.stringify(left).localeCompare(JSON.stringify(right)));
  expect(sorted(await callsOf([text]))).toEqual(sorted(expected));
});
