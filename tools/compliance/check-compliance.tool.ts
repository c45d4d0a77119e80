import { z } from 'zod';
import { checkPortfolio, pricedTrade, type PortfolioChecked } from '../../src/data/compliance/check-portfolio.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope, type PortfolioScope } from '../../src/data/portfolios/load-scope.ts';
import { CURRENT_RULE_SET, outcomeOf } from '../../src/domain/compliance/check-compliance.ts';
import type { ComplianceOutcome, RuleResult } from '../../src/domain/compliance/compliance-subject.ts';
import type { ProposedTrade } from '../../src/domain/portfolio-state/portfolio-state.ts';
import { answer, type Answer } from '../../src/shared/answer.ts';
import type { IsoDate } from '../../src/shared/calendar.ts';
import { decimal, type Decimal } from '../../src/shared/decimal.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { countFigure, quoted, recordsTable } from '../service/records-table.ts';
import { amount, security, whose } from '../shared-inputs.ts';

/** Of the portfolio's value, where a purchase is asked about without a size. */
const ASSUMED_FRACTION = 0.05;

const input = z.strictObject({
  ...whose, side: z.enum(['buy', 'sell']).optional().describe('With security: judge this trade'), security: security.optional(), quantity: amount.optional().describe('Units'), amount: amount.optional().describe('Money in the portfolio currency'),
  fraction: z.number().gt(0).max(1).optional().describe('Part of the position that is sold'),
});

export const checkComplianceTool = defineTool({
  name: 'check_compliance', effect: 'read', keepsRecords: true, version: 2, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Runs all compliance rules on a portfolio now, or on a trade in it before it is made: is this suitable, may I buy this? Keeps the checks.',
  input,
  async run(asked, context) {
    const { db, clock, principal } = context;
    const scope = await loadScope(db, asked);
    if (scope.portfolios.length === 0) throw invalidInput('There is no portfolio to check.');
    const wish = await wishedTrade(asked, scope, context);
    const checked: PortfolioChecked[] = [];
    for (const { id } of scope.portfolios) checked.push(await checkPortfolio(db, { portfolioId: id, trades: wish ? [wish.trade] : [] }, context));
    return shown({ scope, checked, wish, isClient: principal.role === 'client', today: clock.today() });
  },
});

interface Wish {
  readonly trade: ProposedTrade;
  readonly caveat: string | undefined;
}

/** @throws AppError invalid-input for half a trade, or one in several portfolios at once. */
async function wishedTrade(asked: z.output<typeof input>, scope: PortfolioScope, { db, clock }: ToolContext): Promise<Wish | undefined> {
  if (asked.security === undefined) {
    if (asked.side !== undefined || asked.quantity !== undefined || asked.amount !== undefined) throw invalidInput('It is not said which security is to be traded.', { hint: 'Name the security.' });
    return undefined;
  }
  const [target, second] = scope.portfolios;
  if (!target || second) throw invalidInput('A trade is judged in one portfolio.', { hint: `Name one of: ${scope.portfolios.map(({ name }) => name).join(', ')}.` });
  const securityId = await resolveSecurity(db, asked.security);
  const side = asked.side ?? 'buy';
  const wish = { side, securityId, baseCurrency: target.baseCurrency };
  if (asked.quantity !== undefined) return { trade: await pricedTrade(db, { ...wish, quantity: decimal(asked.quantity).toFixed() }, clock.today()), caveat: undefined };
  if (asked.amount !== undefined) return { trade: await pricedTrade(db, { ...wish, amountBase: decimal(asked.amount).toFixed() }, clock.today()), caveat: undefined };
  const held = await loadHoldings(db, scope, clock.today());
  if (side === 'sell') {
    const own = held.positions.find((position) => position.securityId === securityId);
    if (!own) throw invalidInput('Nothing of it is held in this portfolio.', { hint: 'Name another portfolio, or say how much.' });
    return { trade: await pricedTrade(db, { ...wish, quantity: wholeUnits(own.quantity.times(asked.fraction ?? 1)).toFixed() }, clock.today()), caveat: asked.fraction === undefined ? 'No size was given: the whole position was judged.' : undefined };
  }
  const trade = await pricedTrade(db, { ...wish, amountBase: held.total.times(ASSUMED_FRACTION).toFixed() }, clock.today());
  return { trade, caveat: `No size was given: ${ASSUMED_FRACTION * 100} % of the portfolio was judged.` };
}

/** Half of 329 shares is 164 of them; of less than one, any part can be sold. */
function wholeUnits(quantity: Decimal): Decimal {
  return quantity.gte(1) ? quantity.floor() : quantity;
}

interface Shown {
  readonly scope: PortfolioScope;
  readonly checked: readonly PortfolioChecked[];
  readonly wish: Wish | undefined;
  readonly isClient: boolean;
  readonly today: IsoDate;
}

const WORDS: Readonly<Record<ComplianceOutcome, string>> = { passed: 'nothing stands against it', needs_review: 'an advisor must look at it first', blocked: 'not allowed as it stands' };

function shown({ scope, checked, wish, isClient, today }: Shown): Answer {
  const confidential = new Set<string>(CURRENT_RULE_SET.rules.filter((rule) => rule.isConfidential).map(({ id }) => id));
  const titles = new Map<string, (typeof CURRENT_RULE_SET.rules)[number]>(CURRENT_RULE_SET.rules.map((rule) => [rule.id, rule]));
  const all = checked.flatMap(({ subject, results }) => results.map((result) => ({ portfolio: subject.state.portfolio.name, ...result })));
  // A client never learns of a finding about money laundering: it counts as a reason to ask the advisor and is not shown.
  const visible = isClient ? all.filter(({ ruleId }) => !confidential.has(ruleId)) : all;
  const outcome = outcomeFor(visible, all);
  const count = (wanted: RuleResult['result']) => visible.filter(({ result }) => result === wanted).length;
  const rows = visible.toSorted((left, right) => ORDER.indexOf(left.result) - ORDER.indexOf(right.result)).map(({ portfolio, ruleId, ruleVersion, result, severity, message, override }) => ({
    portfolio, rule: titles.get(ruleId)?.title ?? ruleId, result, severity, message, override: result === 'passed' ? null : override.replaceAll('_', ' '), basis: titles.get(ruleId)?.legalBasis.join('; ') ?? null, version: ruleVersion,
  }));
  return answer({
    title: wish ? `Compliance: ${wish.trade.side} ${wish.trade.quantity} ${wish.trade.ticker} in ${scope.label}` : `Compliance of ${scope.label}`, asOf: today,
    figures: [
      countFigure('failed', 'Rules failed', count('failed'), today, 'rules run now'), countFigure('cannotTell', 'Rules that cannot tell', count('cannot_tell'), today, 'rules run now; missing data'),
      countFigure('warnings', 'Warnings', count('warning'), today, 'rules run now'), countFigure('passed', 'Rules passed', count('passed'), today, 'rules run now'),
    ],
    facts: [
      fact('outcome', 'Outcome', outcome.replaceAll('_', ' ')), fact('meaning', 'In words', WORDS[outcome]), quotedFact('portfolio', 'Portfolio', scope.label, 'name'), fact('ruleSet', 'Rule set', CURRENT_RULE_SET.version),
      ...(wish ? [fact('trade', 'Trade', `${wish.trade.side} ${wish.trade.quantity} ${wish.trade.ticker} at ${wish.trade.price} ${wish.trade.currency}`)] : []),
    ],
    tables: [recordsTable('checks', 'Rules', { rows, total: rows.length }, [
      ['rule', 'Rule'], ['result', 'Result'], ['severity', 'Severity'], ['message', 'What was found', 'text', quoted], ...(scope.portfolios.length > 1 ? [['portfolio', 'Portfolio', 'name', quoted] as const] : []),
      ['override', 'What can release it'], ...(isClient ? [] : [['basis', 'Legal basis'] as const, ['version', 'Version'] as const]),
    ], `rule set ${CURRENT_RULE_SET.version} on the holdings, prices and records of the day`)],
    caveats: [...(wish?.caveat ? [wish.caveat] : []), ...(wish ? ['Nothing was traded.'] : [])],
  });
}

const ORDER: readonly RuleResult['result'][] = ['failed', 'cannot_tell', 'warning', 'passed'];

function outcomeFor(visible: readonly RuleResult[], all: readonly RuleResult[]): ComplianceOutcome {
  const outcome = outcomeOf(visible);
  return outcome === 'passed' && outcomeOf(all) !== 'passed' ? 'needs_review' : outcome;
}
