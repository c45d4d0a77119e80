import { z } from 'zod';
import { proposeRecommendation, type ProposedAdvice } from '../../src/data/advice/propose-recommendation.ts';
import { loadScope, type ScopedPortfolio } from '../../src/data/portfolios/load-scope.ts';
import type { AdviceReason } from '../../src/domain/advice/advice-snapshot.ts';
import { answer, type Answer } from '../../src/shared/answer.ts';
import { AppError, invalidInput } from '../../src/shared/errors.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable } from '../service/records-table.ts';
import { whose } from '../shared-inputs.ts';
import { confidenceFigures, shownFigure, sideFigures } from './advice-figures.ts';
import { adviceInputs, requestOf } from './constraints.ts';
import { alternativesTable, reasonFigures, tradesTable } from './recommendation-tables.ts';

/** Each takes a tenth of a second and becomes a record: "what should I do?" of a large trust is asked a portfolio at a time. */
const MOST_PORTFOLIOS = 4;
const VERSION = 1;

export const proposeRecommendationTool = defineTool({
  name: 'propose_recommendation', effect: 'draft', version: VERSION, roles: ['client', 'advisor'],
  purpose: 'What to do with a portfolio: computes a recommendation, checks it against the rules and puts it on record. Trades nothing. Choose objective and limits only.',
  input: z.strictObject({ ...whose, ...adviceInputs }),
  async run({ client, portfolio, ...asked }, context) {
    const scope = await loadScope(context.db, { client, portfolio });
    const active = scope.portfolios.filter(({ status }) => status === 'active');
    if (active.length === 0) throw new AppError('conflict', `${scope.label} has no active portfolio to advise on.`);
    if (active.length > MOST_PORTFOLIOS) throw invalidInput(`${scope.label} are ${active.length}: more than can be advised on at once.`, { hint: `Name one: ${active.map(({ name }) => name).join(', ')}.` });
    const request = await requestOf(context.db, asked);
    if (!context.modelVersion) throw new AppError('unavailable', 'Nothing can be recorded from here.');
    const modelVersionId = await context.modelVersion();
    const origin = { modelVersionId, conversationId: context.conversationId, turnId: context.turnId, tool: { name: 'propose_recommendation', version: VERSION } };
    const proposals: Proposal[] = [];
    // One after the other: each is a transaction with its own running number.
    for (const one of active) proposals.push({ portfolio: one, asked: request.objective === 'auto' ? undefined : request.objective, proposed: await proposeRecommendation(context.db, { portfolioId: one.id, request }, origin, context) });
    return proposals.length === 1 ? proposalAnswer(proposals[0]!, context) : severalAnswer(proposals, scope.label, context);
  },
});

interface Proposal {
  readonly portfolio: ScopedPortfolio;
  readonly proposed: ProposedAdvice;
  /** The objective that was asked for; undefined when the engine chose. */
  readonly asked: string | undefined;
}

/** A client sees what is released; of anything else only that it exists and who has it now. */
function maySee({ principal }: ToolContext, { status }: ProposedAdvice): boolean {
  return principal.role !== 'client' || status === 'released';
}

function statusText({ principal }: ToolContext, { status, statusReason }: ProposedAdvice): string {
  if (principal.role !== 'client') return statusReason;
  return status === 'released' ? 'It is ready for your decision.' : status === 'in_review' ? 'Your advisor looks at it before you see it.' : 'It cannot be released as things stand; your advisor has been told.';
}

/**
 * Objectives whose first reason says how the portfolio stands against what suits, and nothing of what would be traded: a client who asked for one
 * may know that of a draft which isn't released. (The reasons of the others name what would be bought, or why a security is restricted.)
 */
const STANDING: ReadonlySet<string> = new Set(['lower_risk', 'raise_risk', 'rebalance', 'deploy_cash', 'raise_cash', 'fund_goal', 'reduce_concentration', 'tilt_esg', 'hedge_currency']);
/** How much would be moved is part of the draft. */
const OF_THE_DRAFT: ReadonlySet<string> = new Set(['moved', 'amount']);

/** How the portfolio stands in what was asked for; undefined where that would tell what the draft says. */
function standing({ advice }: ProposedAdvice, asked: string | undefined): AdviceReason | undefined {
  if (asked === undefined || advice.strategy !== asked || !STANDING.has(asked)) return undefined;
  const [first] = advice.reasons;
  return first && { text: first.text, figures: first.figures.filter(({ key }) => !OF_THE_DRAFT.has(key)) };
}

function proposalAnswer({ portfolio, proposed, asked }: Proposal, context: ToolContext): Answer {
  const { advice, number, status, modelVersion, checks } = proposed;
  const asOf = context.clock.today();
  const isShown = maySee(context, proposed);
  const stands = isShown ? undefined : standing(proposed, asked);
  const volatility = { key: 'volatility', label: 'Volatility of the last year', value: proposed.volatilityFraction, unit: 'fraction' as const, asOf, method: 'yearly standard deviation of daily returns', ...(proposed.volatilityFraction === null ? { reason: 'no metric on record' } : {}) };
  return answer({
    title: isShown ? `Recommendation ${number}: ${advice.title}` : `Recommendation ${number} for ${portfolio.name} was drafted`, asOf,
    facts: [
      fact('number', 'Number', String(number), 'id'), ...(isShown ? [fact('text', 'Recommendation', advice.summary), fact('rationale', 'Why', advice.rationale)] : []), ...(stands ? [fact('standing', 'How it stands', stands.text)] : []), fact('status', 'Status', status), fact('statusReason', 'Because', statusText(context, proposed)),
      quotedFact('portfolio', 'Portfolio', portfolio.name, 'name'), quotedFact('client', 'Client', portfolio.clientName, 'name'), ...(isShown ? [fact('strategy', 'Kind', advice.strategy)] : []), fact('model', 'Model version', modelVersion), fact('engine', 'Advice engine', advice.engineVersion),
    ],
    figures: [
      ...confidenceFigures(advice.confidence, isShown ? { ...advice.confidenceParts } : {}, asOf), volatility,
      ...(isShown ? [
        ...sideFigures({ ...advice.before }, { ...advice.after }, asOf), shownFigure({ key: 'estimatedCost', label: 'Cost of trading', value: advice.estimatedCostBase, unit: 'money', currency: portfolio.baseCurrency, method: 'commission and half spread by the house schedule' }, asOf),
        ...(advice.estimatedTaxBase === null ? [] : [shownFigure({ key: 'estimatedTax', label: 'Tax of the sales', value: advice.estimatedTaxBase, unit: 'money', currency: portfolio.baseCurrency, method: 'gain of the lots sold at assumed rates; negative saves tax' }, asOf)]),
        ...reasonFigures(advice.reasons, asOf),
      ] : stands ? reasonFigures([stands], asOf) : []),
    ],
    tables: isShown ? [
      tradesTable(advice.trades, portfolio.baseCurrency), alternativesTable(advice.alternatives),
      ...(context.principal.role === 'client' ? [] : [recordsTable('checks', 'Compliance checks', { rows: checks.map(({ ruleId, result, severity, message }) => ({ rule: ruleId, result, severity, message })), total: checks.length }, [['rule', 'Rule'], ['result', 'Result'], ['severity', 'Severity'], ['message', 'Message', 'text', quoted]])]),
    ] : [],
    caveats: [...(isShown ? advice.warnings : []), 'Nothing is traded before the client accepts it and an advisor carries it out.'],
  });
}

function severalAnswer(proposals: readonly Proposal[], label: string, context: ToolContext): Answer {
  const rows = proposals.map(({ portfolio, proposed }) => {
    const isShown = maySee(context, proposed);
    return {
      number: proposed.number, portfolio: portfolio.name, title: isShown ? proposed.advice.title : 'Drafted', summary: isShown ? proposed.advice.summary : null, status: proposed.status, because: statusText(context, proposed), confidence: proposed.advice.confidence,
      trades: isShown ? proposed.advice.trades.length : null,
    };
  });
  return answer({
    title: `Recommendations for ${label}`, asOf: context.clock.today(), facts: [fact('model', 'Model version', proposals[0]!.proposed.modelVersion)],
    tables: [recordsTable('recommendations', 'Recommendations', { rows, total: rows.length }, [
      ['number', 'Number', 'id'], ['portfolio', 'Portfolio', 'name', quoted], ['confidence', 'Confidence', 'fraction'], ['trades', 'Trades', 'count'], ['status', 'Status'], ['because', 'Because'], ['title', 'Recommendation'], ['summary', 'What it says'],
    ], 'computed by the advice engine, one portfolio at a time')],
    caveats: ['Nothing is traded before the client accepts it and an advisor carries it out.'],
  });
}
