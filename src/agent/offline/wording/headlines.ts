import { MORE_HEADLINES } from './more-headlines.ts';
import { asOf, cellOf, fact, factOf, fig, figureOf, namesIn, sentence, tableOf, titleOf, type Saying } from './saying.ts';

type Headline = (saying: Saying) => string | undefined;

/** "X is V" for the figures that exist. */
function figuresSay(saying: Saying, wanted: readonly (readonly [string, string])[]): string | undefined {
  return sentence(wanted.map(([key, words]) => {
    const value = fig(saying, key);
    return value && `${words} is ${value}`;
  }));
}

/** "Label is V" for every figure whose key starts so: one per period. */
function perPeriod(saying: Saying, prefixes: readonly string[]): string | undefined {
  const figures = saying.answer.figures.filter(({ key }) => prefixes.some((prefix) => key === prefix || key.startsWith(`${prefix}:`)));
  return sentence(figures.slice(0, 6).map((figure) => `${figure.label} is ${fig(saying, figure.key)}`));
}

function firstTable(empty: string, full: (names: string) => string): Headline {
  return (saying) => {
    const table = tableOf(saying);
    if (!table) return undefined;
    return table.rows.length === 0 ? `${empty}.` : `${full(namesIn(table))}.`;
  };
}

const HEADLINES: Readonly<Record<string, Headline>> = {
  get_portfolio_summary(saying) {
    const value = fig(saying, 'valueBase');
    if (saying.ask?.topic === 'largest_holding') {
      const largest = fact(saying, 'largestHolding');
      const worth = fig(saying, 'largestHoldingValue');
      const weight = fig(saying, 'largestHoldingWeight');
      return largest && `The largest holding is ${largest}${worth ? `, worth ${worth}` : ''}${weight ? `, or ${weight} of the whole` : ''}.`;
    }
    const whose = titleOf(saying).replace(/^Summary of /, '');
    if (!value) return undefined;
    return saying.session.persona === 'client' && whose.startsWith('all portfolios') ? `Your portfolios are worth ${value} in total${asOf(saying)}.` : `${whose.slice(0, 1).toUpperCase()}${whose.slice(1)}: the value is ${value}${asOf(saying)}.`;
  },
  list_holdings: (saying) => {
    const table = tableOf(saying, 'holdings') ?? tableOf(saying);
    if (!table) return undefined;
    if (table.rows.length === 0) return 'No holding fits that.';
    if (table.rows.length === 1) return `The holding is ${cellOf(table, 0, 'name') ?? ''} (${cellOf(table, 0, 'ticker') ?? ''}), worth ${cellOf(table, 0, 'value', 'valueBase') ?? 'an unknown amount'}.`;
    return `${titleOf(saying)}: ${namesIn(table)}${table.rows.length > 5 ? ' and others' : ''}.`;
  },
  get_holding: (saying) => sentence([
    titleOf(saying), fig(saying, 'quantity') && `quantity held is ${fig(saying, 'quantity')}`, fig(saying, 'valueBase') && `value is ${fig(saying, 'valueBase')}`,
    fig(saying, 'unrealisedGainFraction') && `the gain since purchase is ${fig(saying, 'unrealisedGainBase') ?? ''} or ${fig(saying, 'unrealisedGainFraction')}`,
  ]),
  get_value_history: (saying) => fig(saying, 'valueOnDate') ? figuresSay(saying, [['valueOnDate', 'the value']]) : sentence([
    fig(saying, 'valueChange') && `the value changed by ${fig(saying, 'valueChange')}${fig(saying, 'valueChangeFraction') ? `, or ${fig(saying, 'valueChangeFraction')}` : ''}`,
    fig(saying, 'openingValue') && fig(saying, 'closingValue') && `it went from ${fig(saying, 'openingValue')} to ${fig(saying, 'closingValue')}`,
  ]),
  get_accounts: (saying) => figuresSay(saying, [['cashTotal', 'cash'], ['cashFraction', 'its share of everything']]),
  get_performance: (saying) => perPeriod(saying, ['twr', 'mwr', 'simple', 'annualisedTwr', 'modifiedDietz', 'benchmarkReturn', 'excess', 'excessReturn']),
  get_gains: (saying) => figuresSay(saying, [['realisedGain', 'the realised gain'], ['unrealisedGain', 'the unrealised gain'], ['totalGain', 'the total gain']]),
  get_risk(saying) {
    const asked: readonly (readonly [RegExp, string, string])[] = [
      [/volatil|standard deviation|swing|bumpy|risky/, 'volatility', 'volatility'], [/sharpe|risk adjusted/, 'sharpeRatio', 'the Sharpe ratio'], [/sortino/, 'sortinoRatio', 'the Sortino ratio'],
      [/drawdown|fall|drop|decline|peak to trough|dip/, 'maxDrawdown', 'the largest drawdown'], [/ var |value at risk/, 'var95', 'value at risk'], [/shortfall|cvar/, 'expectedShortfall95', 'the expected shortfall'],
      [/beta|market sensitivity/, 'beta', 'beta'], [/alpha/, 'alpha', 'alpha'], [/tracking error|active risk/, 'trackingError', 'the tracking error'], [/information ratio/, 'informationRatio', 'the information ratio'], [/correlat/, 'correlation', 'the correlation'],
    ];
    const words = saying.ask?.words ?? '';
    const wanted = asked.filter(([pattern]) => pattern.test(words)).map(([, key, label]) => [key, label] as const);
    return figuresSay(saying, wanted.length > 0 ? wanted : [['volatility', 'volatility'], ['sharpeRatio', 'the Sharpe ratio'], ['maxDrawdown', 'the largest drawdown']]);
  },
  rank_holdings(saying) {
    const table = tableOf(saying, 'ranking') ?? tableOf(saying);
    if (!table) return undefined;
    if (table.rows.length === 0) return 'No holding can be ranked over that period.';
    const what = saying.args['by'] === 'contribution' ? (saying.args['direction'] === 'bottom' ? 'The biggest detractors are' : 'The biggest contributors are') : saying.args['direction'] === 'bottom' ? 'The weakest performers are' : 'The best performers are';
    return `${what} ${namesIn(table, 15)}, in that order.`;
  },
  get_allocation: (saying) => {
    const bucket = fig(saying, 'bucketFraction');
    const table = tableOf(saying, 'allocation') ?? tableOf(saying);
    if (bucket) return `${figureOf(saying, 'bucketFraction')!.label}: ${bucket}.`;
    return table && table.rows.length > 0 ? `The largest part is ${cellOf(table, 0, 'bucket')} at ${cellOf(table, 0, 'weight', 'weightFraction')}.` : undefined;
  },
  get_drift: (saying) => sentence([
    fig(saying, 'actualFraction') && `the actual weight is ${fig(saying, 'actualFraction')}`, fig(saying, 'targetFraction') && `the target is ${fig(saying, 'targetFraction')}`,
    fig(saying, 'driftFraction') && `the drift is ${fig(saying, 'driftFraction')} in percentage points`,
  ]) ?? firstTable('No asset class has drifted that far', (names) => `Asset classes against their targets: ${names}`)(saying),
  get_concentration: firstTable('No position is above that threshold', (names) => `Above the threshold: ${names}`),
  get_currency_exposure: (saying) => sentence([
    fig(saying, 'impactBase') && `the move would change the value by ${fig(saying, 'impactBase')}`, fig(saying, 'exposureFraction') && `the exposure is ${fig(saying, 'exposureFraction')}${fig(saying, 'exposureBase') ? `, or ${fig(saying, 'exposureBase')}` : ''}`,
  ]),
  list_transactions: (saying) => sentence([fig(saying, 'count') && `${fig(saying, 'count')} transactions fit`, fig(saying, 'totalAmount') && `their total is ${fig(saying, 'totalAmount')}`]) ?? firstTable('There is no such transaction', () => 'These are the transactions')(saying),
  get_income: (saying) => sentence([
    fig(saying, 'dividendTotal') && `dividends come to ${fig(saying, 'dividendTotal')}`, fact(saying, 'topPayer') && `the largest payer is ${fact(saying, 'topPayer')}${fig(saying, 'topPayerAmount') ? ` with ${fig(saying, 'topPayerAmount')}` : ''}`,
    saying.args['forecast'] ? fig(saying, 'forecast12m') && `the forecast for the coming twelve months is ${fig(saying, 'forecast12m')}` : undefined,
  ]),
  get_fees: (saying) => figuresSay(saying, [['feeTotal', 'the total of fees'], ['feeFraction', 'the fee rate']]),
  get_billing: (saying) => sentence([
    fact(saying, 'plan') && `the plan is ${fact(saying, 'plan')}`, fact(saying, 'renewalDate') && `it renews on ${fact(saying, 'renewalDate')}`, fig(saying, 'nextInvoiceAmount') && `the next invoice is ${fig(saying, 'nextInvoiceAmount')}`,
    fig(saying, 'balanceDue') && `the balance due is ${fig(saying, 'balanceDue')}`,
  ]),
  get_tax_summary: (saying) => figuresSay(saying, [['shortTermGain', 'the short-term gain'], ['longTermGain', 'the long-term gain']]),
  find_tax_losses: (saying) => {
    const table = tableOf(saying, 'losses') ?? tableOf(saying);
    const total = fig(saying, 'harvestableLossTotal');
    if (table && table.rows.length === 0) return `There is no loss to harvest${total ? `: the total is ${total}` : ''}.`;
    return total && `Losses of ${total} could be harvested: ${table ? namesIn(table, 15) : ''}.`;
  },
  check_wash_sale: (saying) => sentence([
    factOf(saying, 'washSaleRisk')?.value === true ? 'yes, this would be a wash sale' : factOf(saying, 'washSaleRisk')?.value === false ? 'no, this would not be a wash sale' : undefined,
    factOf(saying, 'clearDate')?.value ? `it would be clear from ${fact(saying, 'clearDate')}` : undefined,
  ]),
  ...MORE_HEADLINES,
};

/** The one sentence that answers; undefined when this tool's answer lacks what its template needs. */
export function headlineOf(saying: Saying): string | undefined {
  return HEADLINES[saying.tool]?.(saying);
}
