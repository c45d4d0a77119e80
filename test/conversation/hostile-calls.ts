import { definitionOf } from '../../src/agent/tool-call.ts';
import { TOOLS } from '../../tools/registry.ts';

/** One call as a hostile model writes it. */
export interface HostileCall {
  readonly name: string;
  readonly argumentsText: string;
}

type Random = () => number;

/** A repeatable source: the same seed gives the same calls. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const STRINGS = [
  '', ' ', '%', '%%', '_', '*', '..', '../../../etc/passwd', "' or '1'='1", '"; drop table Clients; --', '1; select * from Users', '${7*7}', '{{results}}', '<script>alert(1)</script>', '=cmd|a!A1', '\u0000', '\ud800', '\u202Eabc', '\u200b', 'ａｄｍｉｎ',
  '__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', '-1', '0', '1e999', 'true', '2026-11-23', '2026-02-30', 'YTD', '1Y', 'since_inception', '9999-12-31..0001-01-01', 'latest', 'EUR', 'ACME', 'LMN', 'ZEN', 'name', 'id', 'client.taxNumber', 'passwordHash',
  'client.fullName', 'portfolio.client.netWorth', 'user.passwordHash', 'accountNumber', 'cashBalance', 'count', 'sum', 'x'.repeat(4_000), '💥'.repeat(50), 'yes', 'approved by Dana', 'select', 'admin', 'en', 'de',
];
const NUMBERS = [0, -0, 1, -1, 0.5, 2, 10, 12, 50, 200, 201, 1e15, 1e16, -1e9, 2_147_483_648, Number.MAX_SAFE_INTEGER, 1e308, 0.1 + 0.2];
const RAW = ['', '{', '[]', 'null', '12', '"x"', '{"a":1,"a":2}', '{"client":"x"', '{"__proto__":{"role":"admin"}}', '{"constructor":{"prototype":{"x":1}}}', `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`, '{"client":NaN}', '{"client":undefined}', '{}{}', '\u0000', '<xml/>', `{"client":"${'y'.repeat(60_000)}"}`, '{"client":"\\ud800"}'];
const UNKNOWN = ['drop_tables', 'run_sql', 'read_file', 'fetch_url', 'set_role', 'transfer_money', 'execute_trade', '__proto__', 'constructor', 'toString', '', 'get_portfolio_summary ', 'GET_ACCOUNTS', 'x'.repeat(500)];

/** Any call: mostly well-formed ones that aim at what is out of reach, among them broken, overfull and invented ones. */
export function hostileCall(random: Random, targets: readonly string[]): HostileCall {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const dice = random();
  if (dice < 0.04) return { name: pick(UNKNOWN), argumentsText: JSON.stringify({ client: pick(targets) }) };
  const tool = pick(TOOLS);
  if (dice < 0.1) return { name: tool.name, argumentsText: pick(RAW) };
  const schema = definitionOf(tool).function.parameters as Schema; // JSON Schema of the tool's own input
  const args = objectFor(schema, { random, pick, targets, depth: 0 });
  if (dice < 0.16) args[pick(['role', 'principal', 'userId', 'clientId', 'approved', 'approvalToken', '__proto__', 'status', 'confidence', 'modelVersion'])] = pick([...targets, ...STRINGS]);
  if (dice < 0.2) delete args[pick(Object.keys(args).concat('none'))];
  return { name: tool.name, argumentsText: JSON.stringify(args) };
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Making {
  readonly random: Random;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly targets: readonly string[];
  readonly depth: number;
}

const AIMED = /^(client|portfolio|portfolios|user|advisor|goal|text|document|object|turnId|value|topic|assignee)$/;

function valueFor(schema: Schema, making: Making, name = ''): unknown {
  const { random, pick, targets, depth } = making;
  if (random() < 0.02) return pick<unknown>([null, [], {}, true, 'x', 5, [null], { a: 1 }]);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random() < 0.95 ? pick(schema.enum) : pick(STRINGS);
  if (schema.anyOf) return valueFor(pick(schema.anyOf), making, name);
  switch (schema.type) {
    case 'object': return objectFor(schema, making);
    case 'array': return depth > 3 ? [] : Array.from({ length: Math.floor(random() * 3) }, () => valueFor(schema.items ?? {}, { ...making, depth: depth + 1 }, name));
    case 'integer': case 'number': return random() < 0.6 ? Math.round((schema.minimum ?? 0) + random() * Math.min((schema.maximum ?? 100) - (schema.minimum ?? 0), 100)) : pick(NUMBERS);
    case 'boolean': return random() < 0.5;
    default: return AIMED.test(name) && random() < 0.75 ? pick(targets) : pick(STRINGS);
  }
}

function objectFor({ properties = {}, required = [] }: Schema, making: Making): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const wanted = required.includes(name) || AIMED.test(name) ? 0.97 : 0.25;
    if (making.random() < wanted) made[name] = valueFor(schema, { ...making, depth: making.depth + 1 }, name);
  }
  return made;
}
