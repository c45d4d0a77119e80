import { plain } from './format.ts';
import { MORE_HEADLINES } from './more-headlines.ts';
import { asOf, cellOf, fact, factOf, fig, figureOf, namesIn, sentence, spoken, tableOf, titleOf, whose, type Saying } from './saying.ts';

type Headline = (saying: Saying) => string | undefined;

/** "X is V" for the figures that exist. */
function figuresSay(saying: Saying, wanted: readonly (readonly [string, string])[]): string | undefined {
  return sentence(wanted.map(([key, words]) => {
    const value = fig(saying, key);
    return value && `${words} is ${value}`;
  }));
}

/** Returns by period, and whether they are better or worse than the benchmark's. */
function returns(saying: Saying): string | undefined {
  const figures = saying.answer.figures.filter(({ key }) => /^(?:twr|mwr|simple|annualisedTwr|modifiedDietz):/.test(key));
  const month = extremeMonth(saying, figures);
  if (month) return month;
  const own = figures.slice(0, 12).map((figure) => `${lowerFirst(spoken(figure.label))} is ${fig(saying, figure.key)}`);
  const excess = saying.answer.figures.filter(({ key, value }) => key.startsWith('excess:') && value !== null);
  const against = excess.slice(0, 2).map((figure) => {
    const period = figure.key.slice('excess:'.length);
    const name = fact(saying, 'benchmark') ?? 'the benchmark';
    const verdict = Number(figure.value) > 0 ? 'better than' : Number(figure.value) < 0 ? 'worse than' : 'the same as';
    return `that is ${verdict} ${name} with ${fig(saying, `benchmarkReturn:${period}`)}, a difference of ${fig(saying, figure.key)}`;
  });
  const said = sentence([...own, ...against]);
  return said && `${capital(whose(saying))}: ${lowerFirst(said)}`;
}

/** "My worst month": the one of several that lies furthest that way. */
function extremeMonth(saying: Saying, figures: Saying['answer']['figures']): string | undefined {
  const wanted = / (best|strongest|worst|weakest|poorest) (?:single |calendar )?months? /.exec(saying.ask?.newWords ?? saying.ask?.words ?? '')?.[1];
  const known = figures.filter(({ value }) => typeof value === 'number').toSorted((left, right) => Number(left.value) - Number(right.value));
  const found = wanted && known.length > 1 ? (/best|strongest/.test(wanted) ? known.at(-1) : known[0]) : undefined;
  return found && `${capital(whose(saying))}: the ${wanted} month is ${found.key.slice(found.key.indexOf(':') + 1)} with ${fig(saying, found.key)}.`;
}

function lowerFirst(text: string): string {
  return /^[A-Z]{2}|^[A-Z]\d/.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
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
    if (saying.ask?.topic === 'account_overview' && fig(saying, 'cash')) return `Cash in ${titleOf(saying).replace(/^Summary of /, '')} is ${fig(saying, 'cash')}, or ${fig(saying, 'cashFraction')} of its value.`;
    const whose = titleOf(saying).replace(/^Summary of /, '');
    if (!value) return undefined;
    return saying.session.persona === 'client' && whose.startsWith('all portfolios') ? `Your portfolios are worth ${value} in total${asOf(saying)}.` : `${whose.slice(0, 1).toUpperCase()}${whose.slice(1)}: the value is ${value}${asOf(saying)}.`;
  },
  list_holdings: (saying) => {
    const table = tableOf(saying, 'holdings') ?? tableOf(saying);
    if (!table) return undefined;
    if (table.rows.length === 0) return 'No holding fits that.';
    if (table.rows.length === 1) return `The holding is ${cellOf(table, 0, 'name') ?? ''} (${cellOf(table, 0, 'ticker') ?? ''}), worth ${cellOf(table, 0, 'value', 'valueBase') ?? 'an unknown amount'}.`;
    const many = fig(saying, 'count') ?? fig(saying, 'holdingCount');
    const cut = many !== undefined && table.rows.length < table.total ? `${table.rows.length} of ${many} holdings` : undefined;
    return `${cut ?? (many ? `${many} holdings` : 'Holdings')} of ${whose(saying)}: ${namesIn(table)}${table.rows.length > 5 ? ' and others' : ''}.`;
  },
  get_holding: (saying) => sentence([
    / (?:when|how long|since when|what date) /.test(saying.ask?.newWords ?? saying.ask?.words ?? '') && factOf(saying, 'firstAcquired')?.value ? `first bought on ${fact(saying, 'firstAcquired')}` : undefined,
    titleOf(saying), fig(saying, 'quantity') && `quantity held is ${fig(saying, 'quantity')}`, fig(saying, 'valueBase') && `value is ${fig(saying, 'valueBase')}`,
    fig(saying, 'unrealisedGainFraction') && `the gain since purchase is ${fig(saying, 'unrealisedGainBase') ?? ''} or ${fig(saying, 'unrealisedGainFraction')}`,
  ]),
  get_value_history: (saying) => fig(saying, 'valueOnDate') ? `${capital(whose(saying))}: the value was ${fig(saying, 'valueOnDate')}.` : sentence([
    fig(saying, 'valueChange') && `the value changed by ${fig(saying, 'valueChange')}${fig(saying, 'valueChangeFraction') ? `, or ${fig(saying, 'valueChangeFraction')}` : ''}`,
    fig(saying, 'openingValue') && fig(saying, 'closingValue') && `it went from ${fig(saying, 'openingValue')} to ${fig(saying, 'closingValue')}`,
  ]),
  get_accounts: (saying) => figuresSay(saying, [['cashTotal', 'cash'], ['cashFraction', 'its share of everything']]),
  get_performance: returns,
  get_gains: (saying) => figuresSay(saying, [['realisedGain', 'the realised gain'], ['unrealisedGain', 'the unrealised gain'], ['totalGain', 'the total gain']]),
  get_risk(saying) {
    const asked: readonly (readonly [RegExp, string, string])[] = [
      [/volatil|standard deviation|swing|bumpy|risky/, 'volatility', 'volatility'], [/sharpe|risk adjusted/, 'sharpeRatio', 'the Sharpe ratio'], [/sortino/, 'sortinoRatio', 'the Sortino ratio'],
      [/drawdown|fall|drop|decline|peak to trough|dip/, 'maxDrawdown', 'the largest drawdown'], [/ var |value at risk/, 'var95', 'value at risk'], [/shortfall|cvar/, 'expectedShortfall95', 'the expected shortfall'],
      [/beta|market sensitivity/, 'beta', 'beta'], [/alpha/, 'alpha', 'alpha'], [/tracking error|active risk/, 'trackingError', 'the tracking error'], [/information ratio/, 'informationRatio', 'the information ratio'], [/correlat/, 'correlation', 'the correlation'],
    ];
    const words = saying.ask?.newWords ?? saying.ask?.words ?? '';
    const wanted = asked.filter(([pattern]) => pattern.test(words)).map(([, key, label]) => [key, label] as const);
    return figuresSay(saying, wanted.length > 0 ? wanted : [['volatility', 'volatility'], ['sharpeRatio', 'the Sharpe ratio'], ['maxDrawdown', 'the largest drawdown']]);
  },
  rank_holdings(saying) {
    const table = tableOf(saying, 'ranking') ?? tableOf(saying);
    if (!table) return undefined;
    if (table.rows.length === 0) return 'No holding can be ranked over that period.';
    const what = saying.args['by'] === 'contribution' ? (saying.args['direction'] === 'bottom' ? 'The biggest detractors are' : 'The biggest contributors are') : saying.args['direction'] === 'bottom' ? 'The weakest performers are' : 'The best performers are';
    if (saying.args['security'] && table.rows.length === 1) return `The contribution of ${cellOf(table, 0, 'name') ?? namesIn(table)} is ${cellOf(table, 0, 'contribution') ?? 'unknown'}, its return ${cellOf(table, 0, 'return', 'returnFraction') ?? 'unknown'}.`;
    const names = namesIn(table, 15);
    return table.rows.length === 1 ? `${what.replace(/ers are$/, 'er is').replace(/ors are$/, 'or is')} ${names}${cellOf(table, 0, 'return', 'returnFraction') ? ` with a return of ${cellOf(table, 0, 'return', 'returnFraction')}` : ''}.` : `${what} ${names}, in that order.`;
  },
  get_allocation: (saying) => {
    const bucket = fig(saying, 'bucketFraction');
    const table = tableOf(saying, 'allocation') ?? tableOf(saying);
    if (bucket) return `${plain(figureOf(saying, 'bucketFraction')!.label)}: ${bucket}.`;
    if (!table || table.rows.length === 0) return undefined;
    const words = saying.ask?.newWords ?? saying.ask?.words ?? '';
    const at = table.columns.findIndex(({ key }) => key === 'bucket');
    // What no sector is known of (funds) and cash are no sector; the table still has them.
    const named = table.rows.flatMap((row, index) => (/^(?:unknown|cash|none)$/i.test(String(row[at] ?? '')) && saying.args['by'] !== 'asset_class' ? [] : [index]));
    const smallest = / (?:smallest|least|lowest|tiniest) /.test(words);
    const index = (smallest ? named.at(-1) : named[0]) ?? 0;
    return `The ${smallest ? 'smallest' : 'largest'} part is ${cellOf(table, index, 'bucket')} at ${cellOf(table, index, 'weight', 'weightFraction')}.`;
  },
  get_drift(saying) {
    const one = sentence([
      fig(saying, 'actualFraction') && `${lowerFirst(figureOf(saying, 'actualFraction')!.label)} is ${fig(saying, 'actualFraction')}`, fig(saying, 'targetFraction') && `its target is ${fig(saying, 'targetFraction')}`,
      fig(saying, 'driftFraction') && `the drift is ${fig(saying, 'driftFraction')} in percentage points`,
    ]);
    if (one) return one;
    const table = tableOf(saying, 'drift');
    if (table?.rows.length === 0) return 'There are no targets to compare with.';
    const outside = factOf(saying, 'outsideBand')?.value;
    const largest = figureOf(saying, 'largestDrift');
    return sentence([outside === true ? `not everything in ${whose(saying)} is within its band` : outside === false ? `everything in ${whose(saying)} is within its band` : undefined, largest && `${lowerFirst(largest.label)} is ${fig(saying, 'largestDrift')}`]);
  },
  get_concentration(saying) {
    const table = tableOf(saying, 'positions');
    const limit = fig(saying, 'limit') ?? fig(saying, 'thresholdFraction');
    const over = table && table.rows.length > 0 ? `Yes: above ${limit ?? 'the limit'} ${table.rows.length > 1 ? 'are' : 'is'} ${table.rows.slice(0, 8).map((_, row) => `${cellOf(table, row, 'ticker', 'name')} with ${cellOf(table, row, 'weight', 'weightFraction')}`).join(', ')}` : `No single position in ${whose(saying)} is above ${limit ?? 'the limit'}`;
    return `${over}.`;
  },
  get_currency_exposure(saying) {
    const name = typeof saying.args['currency'] === 'string' ? saying.args['currency'] : 'foreign currencies';
    return sentence([
      fig(saying, 'exposureFraction') && `the share of ${name} is ${fig(saying, 'exposureFraction')}${fig(saying, 'exposureBase') ? `, or ${fig(saying, 'exposureBase')}` : ''}`,
      fig(saying, 'impactBase') && `the move of ${name} would change the value by ${fig(saying, 'impactBase')}`,
    ]);
  },
  list_transactions: (saying) => sentence([fig(saying, 'netFlow') && `the net flow is ${fig(saying, 'netFlow')}: ${fig(saying, 'inflow')} came in, ${fig(saying, 'outflow')} went out`]) ?? sentence([fig(saying, 'count') && (fig(saying, 'count') === '0' ? 'there is no such transaction' : fig(saying, 'count') === '1' ? 'one transaction fits' : `${fig(saying, 'count')} transactions fit`), fig(saying, 'totalAmount') && `their total is ${fig(saying, 'totalAmount')}`]) ?? firstTable('There is no such transaction', () => 'These are the transactions')(saying),
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
