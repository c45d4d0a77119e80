import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import type { KeptInputs } from './advice-record.ts';

export interface InputLine {
  readonly [key: string]: string;
  readonly input: string;
  readonly value: string;
}

export interface InputLines {
  readonly total: number;
  readonly rows: readonly InputLine[];
}

const MOST_LINES = 60;

/**
 * The recorded inputs of a recommendation within reach. A client may not read the column, which holds open flags too: it is read with the
 * service's rights, and only its lines for people are handed on.
 * @throws AppError not-found out of reach.
 */
export async function loadInputLines(db: ScopedDb, recommendationId: string): Promise<InputLines> {
  return db.transaction(async (writer) => {
    await writer.findOneOrNotFound(AiRecommendation, { id: recommendationId }, 'recommendation', { fields: ['id'] });
    const { inputs } = await actAsService(writer).findOneOrNotFound(AiRecommendation, { id: recommendationId }, 'recommendation', { fields: ['inputs'] });
    return inputLines(inputs);
  });
}

/** The recorded inputs for people, one line a value; the whole of them stays on record. */
export function inputLines(inputs: Readonly<Record<string, unknown>>): InputLines {
  const rows = inputs['schema'] === 1 ? engineLines(inputs as unknown as KeptInputs) : plainLines(inputs); // schema 1 is written by adviceColumns alone
  return { rows: rows.slice(0, MOST_LINES), total: rows.length };
}

function engineLines({ snapshot, request }: KeptInputs): InputLine[] {
  const { state, candidates, returns, goals, tax, costs, pastHits } = snapshot;
  const { portfolio, client } = state;
  const line = (input: string, value: string | number | null): InputLine => ({ input, value: value === null ? 'not on record' : String(value) });
  return [
    line('as of', state.asOf), line('asked for', [request.objective, ...Object.entries(request.constraints).map(([name, value]) => `${name} ${Array.isArray(value) ? value.length : String(value)}`)].join(', ')),
    line('portfolio', `${portfolio.name}, ${portfolio.kind}, ${portfolio.mandate}, ${portfolio.baseCurrency}, lots ${portfolio.lotMethod}`), line('client', `${client.riskProfile}, risk score ${client.riskScore ?? 'none'}, ${client.objective}, horizon ${client.horizonYears ?? 'unknown'} years, tax residence ${client.taxResidence}`),
    line('volatility of the last year', state.volatilityFraction), line('preferences in force', state.preferences.length), line('identity check', state.kyc ? `${state.kyc.status}, expires ${state.kyc.expiresOn ?? 'never'}` : null),
    ...state.targets.map(({ assetClass, targetFraction, minFraction, maxFraction }) => line(`target ${assetClass}`, `${targetFraction} (${minFraction} to ${maxFraction})`)),
    ...state.positions.map(({ security, quantity, price, priceDate, fxToBase, valueBase, lots }) => line(`position ${security.ticker}`, `${quantity} units, price ${price ?? 'none'} ${security.currency} of ${priceDate ?? 'no day'}, rate ${fxToBase ?? 'none'}, value ${valueBase ?? 'unknown'} ${portfolio.baseCurrency}, ${lots.length} lots`)),
    ...goals.map(({ name, targetAmount, targetDate, currentAmount }) => line(`goal ${name}`, `${targetAmount} by ${targetDate}, ${currentAmount ?? 'an unknown amount'} now`)),
    line('candidates', `${candidates.length} securities that may be bought`), line('returns', `${returns.weekEnds.length} weeks up to ${returns.weekEnds.at(-1) ?? 'none'} of ${Object.keys(returns.bySecurity).length} securities`),
    line('recent trades', state.recentTrades.length), line('tax', `${tax.isTaxable ? `${tax.shortTermFraction} short-term, ${tax.longTermFraction} long-term` : 'none: sheltered'}; ${tax.source}`), line('costs', costs.source),
    ...Object.entries(pastHits).map(([strategy, { count, hitFraction }]) => line(`earlier ${strategy}`, `${count} measured, ${Math.round(hitFraction * count)} came true`)),
  ];
}

/** Inputs that an earlier engine recorded: a list is one line each. */
function plainLines(inputs: Readonly<Record<string, unknown>>): InputLine[] {
  return Object.entries(inputs).flatMap(([input, value]) =>
    Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null)
      ? value.map((item: object, index) => ({ input: `${input} ${index + 1}`, value: Object.entries(item).map(([key, part]) => `${key} ${String(part)}`).join(', ') }))
      : [{ input, value: typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean) }],
  );
}
