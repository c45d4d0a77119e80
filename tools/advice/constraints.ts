import { z } from 'zod';
import type { ScopedDb } from '../../src/access/scoped-db.ts';
import { resolveGoal, resolveSecurity } from '../../src/data/names/resolve.ts';
import { ADVICE_STRATEGIES, type AdviceConstraints, type AdviceRequest } from '../../src/domain/advice/advice-snapshot.ts';
import { amount, currencyCode, goal, security } from '../shared-inputs.ts';

/** What a person, or a model for them, may choose of advice; everything else is the engine's. */
export const adviceInputs = {
  objective: z.enum(['auto', ...ADVICE_STRATEGIES]).optional().describe('auto = the most useful'),
  maxTurnoverFraction: z.number().min(0).max(1).optional(), minTrade: amount.optional(), cashOnly: z.boolean().optional().describe('Only spare cash is used'), amount: amount.optional().describe('To raise or invest'),
  avoid: z.array(security).max(20).optional(), keep: z.array(security).max(20).optional(), sector: z.string().trim().min(1).max(60).optional(), currency: currencyCode.optional(), goal: goal.optional(), maxTax: amount.optional(),
} as const;

const shape = z.strictObject(adviceInputs);
type AdviceInputs = z.output<typeof shape>;

/** The engine's request of loose words: names become ids within the person's reach. @throws AppError as the resolvers. */
export async function requestOf(db: ScopedDb, asked: AdviceInputs): Promise<AdviceRequest> {
  const securities = async (references: readonly string[] | undefined) => (references?.length ? Promise.all(references.map((reference) => resolveSecurity(db, reference))) : undefined);
  const constraints: AdviceConstraints = {
    ...some('maxTurnoverFraction', asked.maxTurnoverFraction), ...some('minTradeBase', asked.minTrade?.toString()), ...some('cashOnly', asked.cashOnly), ...some('amountBase', asked.amount?.toString()), ...some('maxTaxBase', asked.maxTax?.toString()),
    ...some('avoidSecurityIds', await securities(asked.avoid)), ...some('keepSecurityIds', await securities(asked.keep)), ...some('sector', asked.sector), ...some('currency', asked.currency),
    ...some('goalId', asked.goal === undefined ? undefined : await resolveGoal(db, asked.goal)),
  };
  return { objective: asked.objective ?? 'auto', constraints };
}

function some<K extends keyof AdviceConstraints>(name: K, value: AdviceConstraints[K] | undefined): Pick<AdviceConstraints, K> | object {
  return value === undefined ? {} : { [name]: value };
}
