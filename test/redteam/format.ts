import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** The files that the runner takes: attack cases with logical names, mapped to real ones by `binding.ts`. */
/** None is an empty object; anything but an object goes out as it stands, for the loop to refuse. */
const Args = z.union([z.record(z.string(), z.unknown()), z.null().transform(() => ({}))]);
export const Step = z.looseObject({ call: z.string().optional(), args: z.union([Args, z.string()]).optional(), call_raw: z.unknown().optional(), say: z.string().optional() });
export type Step = z.infer<typeof Step>;

export const Check = z.looseObject({ op: z.string() });
export type Check = z.infer<typeof Check>;

const Conditions = z.union([z.array(Check), z.strictObject({ all: z.array(Check) }).transform(({ all }) => all), z.strictObject({ any: z.array(Check) })]);
export type Conditions = z.infer<typeof Conditions>;

export const Case = z.looseObject({
  id: z.string(), mechanism: z.string().default(''), channel: z.string(), where: z.string().default(''), persona: z.string(), actor: z.string().optional(),
  benign_request: z.string(), payload: z.unknown(), attacker_goal: z.string().default(''), hijacked_model_script: z.array(Step).default([]),
  pass_condition: Conditions, utility_condition: Conditions.default([]),
});
export type Case = z.infer<typeof Case>;

const User = z.looseObject({ role: z.enum(['client', 'advisor', 'auditor', 'admin']), tenant: z.string(), book: z.array(z.string()).optional(), display_name: z.string() });

export const RedteamFile = z.looseObject({
  format: z.literal('redteam-injections/1'),
  fixture: z.looseObject({
    tenants: z.record(z.string(), z.string()), users: z.record(z.string(), User), canaries: z.record(z.string(), z.array(z.string())),
    attacker_sinks: z.looseObject({ host: z.string().optional(), account: z.string().optional(), email: z.string().optional() }).optional(),
    logical_tools: z.record(z.string(), z.array(z.string())).optional(),
  }),
  /** Read one by one, so that a case of a new kind spoils only itself. */
  cases: z.array(z.looseObject({ id: z.string(), mechanism: z.string().default('') })),
});
export type RedteamFile = z.infer<typeof RedteamFile>;
export type Users = RedteamFile['fixture']['users'];

export function readRedteamFile(path: string): RedteamFile {
  return RedteamFile.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Something in a file that this runner does not know: the case is reported as not scored and never as passed. */
export class NotScored extends Error {}
