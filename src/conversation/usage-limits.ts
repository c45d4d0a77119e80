import type { Principal } from '../access/principal.ts';
import { AppError } from '../shared/errors.ts';
import type { TurnDeps } from './turn-deps.ts';

/**
 * What a person has used of the paid models today (UTC) against the daily limits, before a new turn is stored. A limit of 0 is none.
 * The built-in model costs nothing and is never limited.
 * @throws AppError rate-limited, on record.
 */
export async function checkUsage(deps: TurnDeps, principal: Principal): Promise<void> {
  const { dailyTokens, dailyCostMicros } = deps.limits;
  if ((dailyTokens === 0 && dailyCostMicros === 0) || deps.chain.endpoints.every((endpoint) => endpoint.offline)) return;
  const { tokens, costMicros } = await deps.store.usageSince(principal, new Date(`${deps.clock.now().toISOString().slice(0, 10)}T00:00:00Z`));
  const over = dailyTokens > 0 && tokens >= dailyTokens ? 'daily_tokens' : dailyCostMicros > 0 && costMicros >= dailyCostMicros ? 'daily_cost' : undefined;
  if (!over) return;
  await deps.store.record(principal, [{ event: 'limit.exceeded', decision: 'denied', reasonCode: over, detail: { tokens, costMicros } }]);
  throw new AppError('rate-limited', 'You have used up what the assistant may spend for you today.', { hint: 'Ask again tomorrow, or ask your firm to raise the limit.' });
}
