import { addMonths, isoDate } from '../../../shared/calendar.ts';
import { resolvePeriod } from '../../../shared/period.ts';
import { asksGentler } from '../slots/gentler.ts';
import type { PlannedCall } from '../types.ts';
import { anySpan, bound, call, clientId, day, dayList, eitherOf, has, idOf, named, pastSpan, pastSpans, rowsOf, answered, says, scope, theOne, type Plan, type PlanBuilder, type Scene } from './scene.ts';

const METHODS: readonly (readonly [RegExp, string])[] = [
  [/ (?:money weighted|dollar weighted|weighted (?:by|for) (?:money|cash ?flows?|amounts?)|mwr|irr|xirr|internal rate|personal rate) /, 'MWR'], [/ (?:time weighted|weighted (?:by|for) time|twr|twrr) /, 'TWR'],
  [/ (?:simple|roi|return on investment) /, 'simple'], [/ (?:annuali[sz]ed|per annum|a year on average|cagr|compound annual|per year|each year|yearly (?:[^ ]+ ){0,2}returns?|annual (?:[^ ]+ ){0,2}returns?|average annual|average yearly|average (?:[^ ]+ ){0,2}(?:returns?|gain|performance|growth) (?:[^ ]+ ){0,2}(?:a|per|each) year) /, 'annualised_TWR'], [/ dietz /, 'modified_dietz'],
];

function methods(scene: Scene): string[] {
  const found = METHODS.filter(([pattern]) => says(scene, pattern)).map(([, method]) => method);
  return found.length > 0 ? found : ['TWR'];
}

/** "Against the index, three years?": years without a word for behind or ahead lie behind where results are asked for. */
function yearsBack(scene: Scene): string | undefined {
  return scene.ask.slots.years ? `${scene.ask.slots.years}Y` : undefined;
}

const BY_MONTH = / (?:month (?:by|for|after) month|by month|monthly (?:returns?|performance|results?|figures|breakdown)|each month|every month|per month|(?:best|worst|strongest|weakest|poorest) (?:single |calendar )?months?) /;

/** The months of the span asked about, the running year without one; a span of more than twelve is none. */
function monthsOf(scene: Scene): string[] | undefined {
  const { from, to } = resolvePeriod(pastSpan(scene) ?? 'YTD', scene.session.today);
  const months: string[] = [];
  for (let month = from.slice(0, 7); month <= to.slice(0, 7) && months.length < 13; month = addMonths(isoDate(`${month}-01`), 1).slice(0, 7)) months.push(month);
  return months.length > 0 && months.length <= 12 ? months : undefined;
}

function performance(scene: Scene): Plan {
  const months = says(scene, BY_MONTH) ? monthsOf(scene) : undefined;
  if (months && !idOf(scene, 'security')) return [call('get_performance', { ...scope(scene), periods: months, methods: ['TWR'] })];

  const security = idOf(scene, 'security');
  if (security) {
    return has(scene, 'bought_when', 'own') || pastSpans(scene).length === 0
      ? [call('get_holding', { security, ...scope(scene) })]
      : [call('get_price', { security, period: pastSpan(scene) })];
  }
  const spans = pastSpans(scene);
  const span = pastSpan(scene) ?? yearsBack(scene);
  const periods = spans.length > 1 ? spans : [span ?? 'YTD'];
  if (spans.length === 0 && !span && isPastWithoutPeriod(scene)) return { ambiguity: 'missing_period', question: 'Over which period do you want to know the return: this year so far, the past year, or since the start?' };
  const benchmark = idOf(scene, 'benchmark') ?? undefined;
  // "In percent and in money" asks for the sum, too.
  const inMoney = says(scene, / (?:and|or|as well as|plus) (?:[^ ]+ ){0,3}?(?:in|as) (?:[^ ]+ )?(?:money|cash|dollars|euros|pounds|francs|amount|absolute terms|cash terms) | in (?:money|cash|dollars|euros|pounds|francs) (?:and|as well as|plus) /) ? [call('get_gains', { ...scope(scene), period: periods[0] })] : [];
  return [...inMoney, call('get_performance', { ...scope(scene), periods, methods: methods(scene), benchmark })];
}

/** "What was my return?": over which time decides the answer; "how am I doing?" means this year. */
function isPastWithoutPeriod(scene: Scene): boolean {
  return has(scene, 'returns', 'return_method') && !has(scene, 'benchmark', 'now') && says(scene, /^ (?:and |so |ok |hi |please )*(?:what (?:was|were|did)|how (?:did|was|were|much did|well did)|did (?:i|my|we|@portfolio|@client)) /);
}

const TAKES_AWAY = / (?:detract\w*|hurt\w*|drag\w*|pulled down|pulling down|cost (?:me|us)|held back|holding back|weigh\w* on|negative\w*|lost|losing|down|decline|drop|loss|(?:took|take|taken|taking) (?:[^ ]+ ){0,3}away|subtract\w*|(?:ate|eaten|eating|eats) into|erod\w*|dent(?:ed|s)?|set (?:it|us|me) back|spoil\w*|(?:biggest|hardest|worst|heaviest|a|the) (?:hit|beating|battering|knock|hammering)|hit (?:the )?(?:hardest|worst|most)|suffer\w*) /;

/** Best and worst in one breath are two rankings. */
function directions(scene: Scene): ('top' | 'bottom')[] {
  const bottom = has(scene, 'worst', 'at_loss') || says(scene, TAKES_AWAY);
  const top = has(scene, 'best', 'at_gain') || says(scene, / (?:contribut\w*|help\w*|lifted|boosted|positive\w*|added|gain|drove the gain\w*) /);
  if (bottom && !(top && says(scene, / (?:and|or|both|as well) | (?:which|what|who) .* (?:which|what|who) /))) return ['bottom'];
  if (top && !bottom) return ['top'];
  return top && bottom ? ['top', 'bottom'] : ['top', 'bottom'];
}

function rank(scene: Scene, by: 'return' | 'contribution' | 'gain'): Plan {
  const all = directions(scene);
  const ways = by === 'return' && all.length === 2 && !has(scene, 'worst') ? (['top'] as const) : all;
  const limit = scene.ask.slots.count ?? (says(scene, / (?:best|worst|biggest|largest|top|strongest|weakest|main|poorest) (?:performing )?(?:holding|stock|position|fund|investment|detractor|contributor|security|performer|name) | (?:the|my|which|what|single) (?:single )?(?:holding|stock|position|fund|investment|detractor|contributor|security) | which (?:single )?one (?!of (?:my|the|our|those) [^ ]+s and)| only (?:the|a|one) (?:one |single )?name /) ? 1 : 5);
  // "The two that helped most, and which one took the most away": each end has its own number.
  const ends = ways.length === 2 ? scene.ask.words.split(/ (?=(?:which|what|who) )/).filter((part) => TAKES_AWAY.test(`${part} `) || / (?:worst|weakest|poorest) /.test(`${part} `)) : [];
  const alone = ends.length > 0 && ends.every((part) => /^(?:which|what|who) (?:single )?(?:one|1|holding|stock|position|fund|name|security) /.test(part) && !/ (?:holdings|stocks|positions|funds|names|ones) /.test(`${part} `));
  return ways.map((direction) => call('rank_holdings', { ...scope(scene), period: pastSpan(scene) ?? 'YTD', by, direction, sector: scene.ask.slots.sectors[0], limit: alone && direction === 'bottom' ? 1 : limit }));
}

function portfolioIds(scene: Scene): string[] {
  return rowsOf(scene, 'get_portfolio_summary', 'portfolios').map((row) => String(row['id'] ?? row['portfolioId'] ?? row['name'] ?? '')).filter(Boolean);
}

function compare(scene: Scene): Plan {
  const portfolios = named(scene, 'portfolio').map(({ id }) => id);
  const period = pastSpan(scene) ?? 'YTD';
  if (portfolios.length > 1) return [call('compare_portfolios', { portfolios, period })];
  const summary = call('get_portfolio_summary', { client: clientId(scene) });
  if (!answered(scene, 'get_portfolio_summary')) return [summary];
  const all = portfolioIds(scene);
  return all.length > 1 ? [summary, call('compare_portfolios', { portfolios: all, period })] : [summary, call('get_performance', { ...scope(scene), periods: [period] })];
}

function ranking(scene: Scene): Plan {
  const months = says(scene, BY_MONTH) ? monthsOf(scene) : undefined;
  if (months) return [call('get_performance', { ...scope(scene), periods: months, methods: ['TWR'] })];
  if (says(scene, / (?:best|worst|strongest|weakest|poorest) (?:single |calendar )?(?:months?|weeks?|days?|years?|quarters?) (?!for )/)) return { ambiguity: 'missing_period', question: 'I can\u2019t rank months or years against each other, but I can give the return of any one of them. Which one do you want to know?' };
  // "Grown most since I bought it" is what was gained on each, whenever that was.
  if (has(scene, 'bought_when') && !pastSpan(scene)) return [call('list_holdings', { ...scope(scene), orderBy: 'gain', direction: has(scene, 'worst') ? 'asc' : 'desc', limit: scene.ask.slots.count ?? 1 })];
  if (says(scene, / portfolios /) && !has(scene, 'holding') && scene.session.persona === 'client') return compare(scene);
  return rank(scene, has(scene, 'gain') && !has(scene, 'returns') && says(scene, / (?:money|profit\w*|in dollars|in euros|gain) /) ? 'gain' : 'return');
}

const DIMENSIONS: readonly (readonly [RegExp, string])[] = [
  [/ (?:sector|sectors|industry|industries) /, 'sector'], [/ (?:country|countries|domicile) /, 'country'],
  [/ (?:region|regions|regional|geograph\w*|continent\w*|world|worldwide|parts? of the world) /, 'region'], [/ (?:currency|currencies|currency mix) /, 'currency'],
  [/ (?:asset class|asset classes|asset mix|asset allocation|asset type) /, 'asset_class'],
];

const COUNTRIES: readonly (readonly [RegExp, string])[] = [
  [/ (?:swiss|switzerland) /, 'CH'], [/ german\w* /, 'DE'], [/ (?:french|france) /, 'FR'], [/ (?:british|britain|uk|united kingdom) /, 'GB'], [/ (?:american|usa?|united states|america) /, 'US'], [/ japan\w* /, 'JP'],
  [/ canad\w* /, 'CA'], [/ nor(?:way|wegian) /, 'NO'], [/ swed\w* /, 'SE'], [/ australia\w* /, 'AU'], [/ (?:irish|ireland) /, 'IE'], [/ (?:luxembourg\w*) /, 'LU'], [/ hong kong /, 'HK'],
];

function allocation(scene: Scene): Plan {
  const { assetClasses, sectors, regions } = scene.ask.slots;
  const now = DIMENSIONS.filter(([pattern]) => pattern.test(scene.ask.newWords ?? '')).map(([, by]) => by);
  const dimensions = now.length > 0 ? now : DIMENSIONS.filter(([pattern]) => says(scene, pattern)).map(([, by]) => by);
  const ask = (by: string, bucket?: string): ReturnType<typeof call> => call('get_allocation', { ...scope(scene), by, bucket });
  const buckets = [
    ...assetClasses.map((bucket) => ask('asset_class', bucket)), ...sectors.filter((sector) => !assetClasses.includes('real_estate') || sector !== 'Real Estate').map((bucket) => ask('sector', bucket)),
    ...regions.map((bucket) => ask('region', bucket)),
  ];
  const country = COUNTRIES.find(([pattern]) => says(scene, pattern))?.[1];
  if (buckets.length === 0 && country && has(scene, 'country')) return [ask('country', country)];
  if (buckets.length > 0) return [...spreads(scene, dimensions), ...buckets];
  return dimensions.length > 0 ? dimensions.map((by) => ask(by)) : [ask('asset_class')];
}

const SPREAD = / (?:spread|split|divided|distribut\w*|broken down|breakdown|mix|made up|composition|composed|diversif\w*|weights?|allocated|exposures?) (?:[^ ]+ ){0,6}?(?:sectors?|industry|industries|regions?|countries|currency|currencies|asset class|asset classes|world) | (?:by|per|across|each|all|different|every) (?:[^ ]+ ){0,2}(?:sectors?|industry|industries|regions?|country|countries|currency|currencies|asset class|asset classes|world) | (?:my|the|our|all|various|are|into) (?:sectors|industries|regions|countries|currencies|asset classes) /;

/** "How is it spread over sectors, and what share is bonds?": the spread is asked for beside the share. */
function spreads(scene: Scene, dimensions: readonly string[]): PlannedCall[] {
  return says(scene, SPREAD) ? dimensions.map((by) => call('get_allocation', { ...scope(scene), by })) : [];
}

function holdings(scene: Scene): Plan {
  const { assetClasses, sectors, percents, currencies, count } = scene.ask.slots;
  const byCurrency = says(scene, / (?:denominated|priced|quoted|issued|listed|held|traded) in /) || says(scene, / priced in /) || says(scene, / in (?:us dollars|dollars|euros|pounds|sterling|francs|yen|usd|eur|gbp|chf|jpy|foreign currenc\w*) /) && !says(scene, / (?:value|worth|total|much) /);
  const extreme = has(scene, 'largest', 'best', 'worst') && says(scene, / (?:losers?|winners?|gainers?|in the red|in profit|under water|losing|loss makers?) /);
  if (extreme) {
    const isLoser = has(scene, 'at_loss') || says(scene, / losers? /);
    return [call('list_holdings', { ...scope(scene), orderBy: 'gain', direction: isLoser ? 'asc' : 'desc', limit: count ?? (says(scene, / (?:losers|winners|gainers|holdings|positions|stocks|investments) /) ? 5 : 1) })];
  }
  const orderBy = has(scene, 'gain', 'returns') && has(scene, 'rank', 'best', 'worst', 'largest') ? 'gain' : has(scene, 'largest', 'smallest', 'weight') || percents.length > 0 ? 'weight' : has(scene, 'value', 'rank') ? 'value' : undefined;
  // "Which are quoted in francs, and what part of everything is that?"
  const share = byCurrency && currencies[0] && has(scene, 'weight') && says(scene, / (?:everything|total|whole|all|portfolio|portfolios|that|they|together|those) /) ? [call('get_currency_exposure', { ...scope(scene), currency: currencies[0] })] : [];
  return [...share, call('list_holdings', {
    ...scope(scene), assetClass: assetClasses[0] === 'equity' && !says(scene, / (?:equit\w*|stocks) /) ? undefined : assetClasses[0],
    sector: assetClasses[0] === 'real_estate' ? undefined : sectors[0], currency: byCurrency ? currencies[0] : undefined,
    filter: has(scene, 'at_loss') ? 'at_loss' : has(scene, 'at_gain') ? 'at_gain' : undefined,
    minWeightFraction: bound(scene) === 'min' && !has(scene, 'at_gain', 'at_loss') ? percents[0] : undefined, orderBy, direction: orderBy ? (has(scene, 'smallest', 'worst') ? 'asc' : 'desc') : undefined,
    // Leftovers of cash are no positions: they are taken out of the smallest.
    limit: count && has(scene, 'smallest') ? count + 4 : count,
  })];
}

function gains(scene: Scene): Plan {
  const { sectors, assetClasses } = scene.ask.slots;
  const security = idOf(scene, 'security');
  const period = pastSpan(scene);
  if ((has(scene, 'how_much_made') || says(scene, /^ (?:and |so )?(?:what (?:was|were) (?:my|our|the|@client 's|@portfolio 's) (?:gains?|profits?|loss|losses)) /)) && !period && !security && sectors.length + assetClasses.length === 0 && !has(scene, 'realised', 'unrealised')) {
    return { ambiguity: 'missing_period', question: 'Over which period do you want to know it: this year so far, the past year, or since the start?' };
  }
  const args = { ...scope(scene), security, sector: sectors[0], assetClass: assetClasses[0], period: period ?? (has(scene, 'realised') ? 'YTD' : undefined) };
  return security && !has(scene, 'realised') ? [call('get_holding', { security, ...scope(scene) }), call('get_gains', args)] : [call('get_gains', args)];
}

function cashOnly(scene: Scene): boolean {
  return says(scene, / (?:only|just) (?:use |using |with |the |new |available |spare )*cash | (?:without|no) (?:any )?(?:selling|sales|sells) | (?:nothing|none|no (?:holding|position|security)) (?:[^ ]+ ){0,4}(?:sold|sell) | (?:do not|not|never|must not|should not) sell (?:anything|any|a thing|a single) | cash (?:alone|only) | (?:buy|buys|purchases) only | only (?:buy|buys|purchases|buying) | (?:using|uses?|from|with|invests?|investing) (?:only |just )?(?:the |new |spare |available |idle |free |uninvested )*cash | (?:sells?|selling|sold) (?:nothing|no) | (?:leav\w*|keep\w*) (?:all |the |my |his |her |their |our |existing |current |present |other |of )*(?:holdings|positions|everything|stocks|funds) (?:[^ ]+ ){0,2}(?:alone|untouched|in place|unchanged|as (?:it|they) (?:is|are)) | not (?:touch|sell|part with) (?:any |the |what )?(?:of )?(?:existing|current|present|holdings?|positions?) /);
}

function riskShift(scene: Scene): 'lower_risk' | 'raise_risk' | undefined {
  if (says(scene, / (?:conservative|defensive|safer|cautious|less risk|less risky|lower risk|derisk|de risk|more stable) /)) return 'lower_risk';
  return says(scene, / (?:aggressive|more risk|riskier|higher risk|bolder|more growth|growthier|adventurous) /) ? 'raise_risk' : undefined;
}

/** A change needs exactly one portfolio: the named one, the only one, or a question that lists them. */
export function withOnePortfolio(scene: Scene, then: (portfolio: string) => Plan): Plan {
  const portfolio = theOne(scene, 'portfolio')?.id;
  if (portfolio) return then(portfolio);
  const client = clientId(scene);
  if (scene.session.persona !== 'client' && !client) return { ambiguity: 'missing_reference', question: 'Which client or portfolio is this for?' };
  const summary = call('get_portfolio_summary', { client });
  if (!answered(scene, 'get_portfolio_summary')) return [summary];
  const rows = rowsOf(scene, 'get_portfolio_summary', 'portfolios');
  const ids = portfolioIds(scene);
  if (ids.length > 1) return { ambiguity: 'two_portfolios', question: `Which portfolio do you mean: ${eitherOf(rows.map((row) => String(row['name'] ?? row['portfolio'] ?? row['id'])))}?` };
  return ids.length === 1 ? then(ids[0]!) : [summary];
}

/** "A gentler version of that": half the turnover of the draft before. */
export function gentler(scene: Scene): number | undefined {
  if (!asksGentler(scene.ask.newWords ?? '')) return undefined;
  const draft = scene.earlier.findLast(({ tool, answer }) => (tool === 'draft_rebalance' || tool === 'propose_recommendation') && answer !== undefined)?.answer;
  const turnover = draft?.figures.find(({ key }) => key === 'turnoverFraction' || key === 'turnover.after' || key === 'turnover')?.value;
  return typeof turnover === 'number' && turnover > 0 ? Number((turnover / 2).toPrecision(3)) : undefined;
}

function rebalance(scene: Scene): Plan {
  return withOnePortfolio(scene, (portfolio) => {
    const objective = asksGentler(scene.ask.newWords ?? '') ? undefined : riskShift(scene);
    if (objective) return [call('propose_recommendation', { portfolio, objective })];
    const { percents, amounts } = scene.ask.slots;
    const small = says(scene, / (?:ignor\w*|skip\w*|small\w*|minimum|min|at least|below|under|tiny|leave out) /);
    return [call('draft_rebalance', {
      portfolio, maxTurnoverFraction: gentler(scene) ?? percents[0], minTrade: small ? amounts[0]?.value : undefined, cashOnly: cashOnly(scene) || undefined,
      taxAware: says(scene, / (?:tax\w*|capital gains?|reali[sz]\w+ (?:[^ ]+ ){0,2}gains?) /) || undefined,
    })];
  });
}

/** The largest holding is a fact of the summary; what was paid for it and when is known of the holding itself. */
function largestOne(scene: Scene): Plan {
  const summary = call('get_portfolio_summary', scope(scene));
  if (!has(scene, 'cost', 'bought_when', 'quantity', 'gain', 'how_much_made') && !says(scene, / (?:pay|paid|done|doing|performed|made|up or down) /)) return [summary];
  const largest = scene.results.findLast(({ tool }) => tool === 'get_portfolio_summary')?.answer?.facts.find(({ key }) => key === 'largestHolding')?.value;
  const ticker = typeof largest === 'string' ? /\(([^()]+)\)\s*$/.exec(largest)?.[1] ?? largest : undefined;
  return ticker ? [summary, call('get_holding', { security: ticker, ...scope(scene) })] : [summary];
}

export const PORTFOLIO_PLANS = {
  portfolio_value(scene) {
    const tag = scene.session.persona === 'client' ? undefined : idOf(scene, 'tag') && theOne(scene, 'tag')?.name;
    if (scene.session.persona === 'advisor' && !idOf(scene, 'client') && !idOf(scene, 'portfolio') && !tag) return [call('get_book_summary')];
    const dates = dayList(scene);
    if (dates.length > 0) return dates.slice(0, 6).map((date) => call('get_value_history', { ...scope(scene), date }));
    const span = pastSpan(scene);
    if (span && span !== 'today') return [call('get_value_history', { ...scope(scene), period: span })];
    return [call('get_portfolio_summary', { ...scope(scene), currency: scene.ask.slots.currencies[0], tag })];
  },
  holdings_list: holdings,
  // One is a fact of the summary; several are a list.
  largest_holding: (scene) => says(scene, / (?:holdings|positions|investments|stocks|shares|names|funds|bonds|etfs|securities|assets) /)
    ? [call('list_holdings', { ...scope(scene), assetClass: scene.ask.slots.assetClasses[0], orderBy: 'weight', direction: 'desc', limit: 5 })]
    : largestOne(scene),
  holding_detail(scene) {
    const security = idOf(scene, 'security');
    return security ? [call('get_holding', { security, ...scope(scene) })] : holdings(scene);
  },
  value_history(scene) {
    const dates = dayList(scene);
    // "How did it change over those months, and what was it worth on 31 May?" is a span and a day.
    const spans = dates.length > 0 ? pastSpans(scene).filter((span) => !/^(?:today|yesterday)$/.test(span)) : [];
    if (spans.length > 0) return [...spans.map((period) => call('get_value_history', { ...scope(scene), period })), ...dates.slice(0, 4).map((date) => call('get_value_history', { ...scope(scene), date }))];
    const hasToday = scene.ask.slots.periods.some(({ expression }) => expression === 'today');
    if (dates.length > 1 && hasToday) return [...dates.slice(0, 5).map((date) => call('get_value_history', { ...scope(scene), date })), call('get_portfolio_summary', scope(scene))];
    if (dates.length > 2) return dates.slice(0, 6).map((date) => call('get_value_history', { ...scope(scene), date }));
    if (dates.length === 1 && !says(scene, / (?:since|change\w*|grown|grew|between|than|difference|richer|poorer|gone up|gone down|moved?|rise|risen|rose|fall|fallen|fell|added|lost|gained|climbed|shrunk|dropped|develop\w*|versus|vs|compared) /)) return [call('get_value_history', { ...scope(scene), date: dates[0] }), ...(says(scene, / (?:now|today|currently) /) ? [call('get_portfolio_summary', scope(scene))] : [])];
    const period = dates.length === 1 ? `${dates[0]}..as_of` : pastSpan(scene) ?? (says(scene, / (?:ever|all time|peak|highest|high) /) ? 'since_inception' : 'YTD');
    return [call('get_value_history', { ...scope(scene), period })];
  },
  // Accounts belong to a client; the cash of one portfolio is in its summary.
  // Cash across the book is a screen of it.
  account_overview: (scene) => scene.session.persona === 'advisor' && !clientId(scene) && !idOf(scene, 'portfolio') && has(scene, 'cash') ? [call('screen_book', { criterion: 'high_cash' })] : [idOf(scene, 'portfolio') ? call('get_portfolio_summary', scope(scene)) : call('get_accounts', { client: clientId(scene) })],
  performance_return: performance,
  gain_loss: gains,
  risk_metrics: (scene) => (pastSpans(scene).length > 1 ? [...new Set(pastSpans(scene))] : [pastSpan(scene) ?? yearsBack(scene) ?? '1Y']).map((period) => call('get_risk', { ...scope(scene), period, benchmark: idOf(scene, 'benchmark') })),
  benchmark_comparison: (scene) => [call('get_performance', { ...scope(scene), periods: pastSpans(scene).length > 1 ? pastSpans(scene) : [pastSpan(scene) ?? yearsBack(scene) ?? 'YTD'], methods: ['TWR'], benchmark: idOf(scene, 'benchmark') })],
  compare_portfolios: compare,
  performance_ranking: ranking,
  performance_drivers: (scene) => {
    // "What did this one contribute?" is one line of the ranking.
    const security = idOf(scene, 'security');
    return security ? [call('rank_holdings', { ...scope(scene), period: pastSpan(scene) ?? 'YTD', by: 'contribution', security, limit: 1 })] : rank(scene, 'contribution');
  },
  allocation_breakdown: allocation,
  allocation_drift(scene) {
    return [call('get_drift', { ...scope(scene), assetClass: scene.ask.slots.assetClasses[0], thresholdFraction: scene.ask.slots.percents[0] })];
  },
  rebalance_history: (scene) => [call('get_rebalancing_history', scope(scene))],
  rebalance_draft: rebalance,
  concentration_check(scene) {
    // "My three biggest positions and their weights" are a list.
    if (scene.ask.slots.count && scene.ask.slots.percents.length === 0 && !says(scene, / (?:how much of|share|make up|makes up|account for|together|sum|combined|add up|concentrat\w*) /)) return [call('list_holdings', { ...scope(scene), orderBy: 'weight', direction: 'desc', limit: scene.ask.slots.count })];
    return [
      call('get_concentration', { ...scope(scene), thresholdFraction: scene.ask.slots.percents[0] ?? scene.ask.slots.part }),
      ...(has(scene, 'sector') ? [call('get_allocation', { ...scope(scene), by: 'sector', bucket: scene.ask.slots.sectors[0] })] : []),
    ];
  },
} satisfies Record<string, PlanBuilder>;

/** The day or span that a list is asked for, whichever was said. */
export function whenever(scene: Scene): string | undefined {
  return anySpan(scene) ?? day(scene);
}
