import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../access/scoped-db.ts';
import { beforeTrades, type EnteredTrade } from '../../domain/compliance/before-trades.ts';
import { checkCompliance, CURRENT_RULE_SET } from '../../domain/compliance/check-compliance.ts';
import type { RuleResult } from '../../domain/compliance/compliance-subject.ts';
import { flagChanges } from '../../domain/compliance/flag-changes.ts';
import { ComplianceCheck } from '../../entities/compliance/compliance-check.entity.ts';
import { Transaction } from '../../entities/trading/transaction.entity.ts';
import { addDays } from '../../shared/calendar.ts';
import { decimal, ONE } from '../../shared/decimal.ts';
import { retriedTransaction } from '../retry-conflicts.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { listsBy } from './in-parts.ts';
import { loadPortfolioStates } from './load-portfolio-states.ts';
import { loadStateSecurities } from './load-state-securities.ts';
import { saveFlagChanges } from './nightly/save-flag-changes.ts';
import { loadStandingFlags } from './nightly/load-standing-flags.ts';
import { checkRows } from './save-checks.ts';

/** An older trade is history brought along, and the nightly run judges what it left. */
const RECENT_DAYS = 7;

/** Trades booked since an instant, by portfolio; those that carry out a recommendation were checked with it. */
export async function findEnteredTrades(db: ScopedReader, since: Date, { clock }: SaveTools): Promise<Map<string, string[]>> {
  const rows = await db.find(Transaction, { recordedAt: { $gt: since }, status: 'booked', kind: { $in: ['buy', 'sell'] }, tradeDate: { $gt: addDays(clock.today(), -RECENT_DAYS) }, source: { $ne: 'execution' } }, {
    fields: ['id', 'portfolio'], orderBy: [{ tradeDate: 'asc' }, { sequence: 'asc' }, { id: 'asc' }],
  });
  return new Map([...listsBy(rows, ({ portfolio }) => portfolio.id)].map(([id, own]) => [id, own.map((row) => row.id)]));
}

/**
 * Runs the rules on what somebody entered in one portfolio, as if before it: one result a rule, on record with the last of the trades. A
 * breach opens a flag; none closes one, because what would close it is how the portfolio stands, and that the nightly run sees.
 * @returns How many rules stood against it.
 */
export async function checkEnteredTrades(em: EntityManager, db: ScopedReader, { portfolioId, transactionIds }: { readonly portfolioId: string; readonly transactionIds: readonly string[] }, tools: SaveTools): Promise<number> {
  const today = tools.clock.today();
  const [state] = await loadPortfolioStates(db, [portfolioId], today);
  const rows = await db.find(Transaction, { id: { $in: [...transactionIds] } }, { orderBy: [{ tradeDate: 'asc' }, { sequence: 'asc' }, { id: 'asc' }] });
  const securities = await loadStateSecurities(db, rows.flatMap(({ security }) => security?.id ?? []), today);
  const last = rows.at(-1);
  if (!state || !last) return 0;
  const entered = rows.flatMap((row): EnteredTrade[] => {
    const { id, kind, quantity, price, grossAmount, currency, fxRateToBase, tradeDate, security } = row;
    const gross = grossAmount ? decimal(grossAmount) : quantity && price ? decimal(quantity).times(price) : undefined;
    const rate = currency === state.portfolio.baseCurrency ? ONE : fxRateToBase ? decimal(fxRateToBase) : undefined;
    const known = security && securities.get(security.id);
    if (!known || !quantity || !gross || !rate) return [];
    return [{
      transactionId: id, side: kind === 'sell' ? 'sell' : 'buy', securityId: known.id, ticker: known.ticker, quantity, price: price ?? gross.div(quantity).toDecimalPlaces(8).toFixed(), priceDate: tradeDate, currency,
      amountBase: gross.times(rate).toDecimalPlaces(4).toFixed(),
    }];
  });
  const subject = beforeTrades(state, entered, securities);
  const lacking = rows.length - entered.length;
  const results = checkCompliance(subject).map((result) => (lacking > 0 && result.ruleId === 'tradable' ? withoutAmounts(result, lacking) : result));
  const checks = checkRows({ results, subject, trigger: 'trade', transactionId: last.id }, { now: tools.clock.now(), newId: tools.newId });
  const { open } = flagChanges([{ clientId: state.client.id, portfolioId, portfolioName: state.portfolio.name, asOf: today, results }], await loadStandingFlags(db, [state.client.id], tools), CURRENT_RULE_SET);
  await retriedTransaction(em, async (tx) => {
    await tx.insertMany(ComplianceCheck, checks.map((row) => ({ ...row, version: 1 })));
    await saveFlagChanges(tx, { changes: { open, close: [] }, checkIdOf: (ruleId) => checks.find((row) => row.ruleId === ruleId)?.id }, tools);
  });
  return results.filter(({ result }) => result !== 'passed').length;
}

/** A trade whose amount is not known was not judged: the rule on trades says so, and blocks. */
function withoutAmounts(result: RuleResult, count: number): RuleResult {
  return { ...result, result: 'cannot_tell', severity: 'high', override: 'none', message: `${count} ${count === 1 ? 'trade has' : 'trades have'} no known amount in the currency of the portfolio.`, evidence: { ...result.evidence, withoutAmount: count } };
}
