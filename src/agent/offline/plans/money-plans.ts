import { currencyOf, CURRENCY_WORD } from '../slots/currency.ts';
import { resolvePeriod } from '../../../shared/period.ts';
import { endOfMonth, isoDate } from '../../../shared/calendar.ts';
import { goalsBehind } from './book-plans.ts';
import { contributions, DRAWING, MONTHLY, STOPS } from './contributions.ts';
import { answered, bound, call, clientId, day, dayList, eitherOf, has, idOf, isQuestion, pastSpan, pastSpans, rowsOf, says, scope, securityArgument, taxYear, theOne, type Plan, type PlanBuilder, type Scene } from './scene.ts';

const EACH_CURRENCY = new RegExp(`(?<= )(?:${CURRENCY_WORD})(?= )`, 'g');

/** What came in less what went out needs both. */
const NET = / (?:net (?:new )?(?:flows?|inflows?|outflows?|money|assets|deposits?|contributions?|new money)|inflows? (?:and|less|minus|versus|vs|against) outflows?|money (?:flow|in and out)|in and outflows?|flows? in and out|(?:in|out) flows?|flows) /;

function kinds(scene: Scene): string[] {
  if (says(scene, NET)) return ['deposit', 'withdrawal', 'transfer_in', 'transfer_out'];
  const found = new Set<string>();
  if (has(scene, 'buys') || says(scene, / (?:purchase|buys?|buying|bought) /)) found.add('buy');
  if (has(scene, 'sells') || says(scene, / (?:sale|sells?|selling|sold) /)) found.add('sell');
  if (has(scene, 'deposits')) found.add('deposit');
  if (has(scene, 'withdrawals')) found.add('withdrawal');
  if (says(scene, / transfers?\w* /)) { found.add('transfer_in'); found.add('transfer_out'); }
  if (found.size === 0 && says(scene, / (?:trades?|traded|deals?|dealings) /)) { found.add('buy'); found.add('sell'); }
  return [...found];
}

function transactions(scene: Scene): Plan {
  const { amounts, count } = scene.ask.slots;
  const side = bound(scene) ?? 'min';
  const biggest = has(scene, 'largest', 'smallest');
  const latest = has(scene, 'latest_word') && !pastSpan(scene);
  return [call('list_transactions', {
    ...scope(scene), security: idOf(scene, 'security'), kinds: kinds(scene), period: pastSpan(scene) ?? day(scene),
    minAmount: side === 'min' ? amounts[0]?.value : amounts[1]?.value, maxAmount: side === 'max' ? amounts[0]?.value : amounts[1]?.value,
    orderBy: biggest ? 'amount' : count || latest ? 'date' : undefined, direction: biggest || count || latest ? (has(scene, 'smallest') ? 'asc' : 'desc') : undefined,
    limit: count ?? (biggest || (latest && says(scene, / (?:when|what date|what day) (?:did|was|were|have|has) (?:[^ ]+ ){1,3}last (?!year|month|quarter|week)| (?:last|latest) time (?:[^ ]+ ){1,3}(?:bought|sold|traded|deposited|withdrew|paid in) | (?:my|the|was|last|latest) (?:last|latest|most recent|newest)? ?(?:trade|transaction|purchase|deposit|withdrawal|sale|transfer) /)) ? 1 : undefined),
  })];
}

/** "This year compared with last year": each span is looked up. */
function spansOr(scene: Scene, usual: string): string[] {
  const spans = pastSpans(scene);
  return spans.length > 1 ? [...new Set(spans)] : [pastSpan(scene) ?? usual];
}

function income(scene: Scene): Plan {
  const forecast = has(scene, 'expect') || scene.ask.slots.periods.some(({ kind }) => kind === 'future') || says(scene, / (?:will|going to|next) /);
  return spansOr(scene, forecast ? '1Y' : 'YTD').map((period) => call('get_income', { ...scope(scene), security: idOf(scene, 'security'), period, forecast: forecast || undefined }));
}

function tax(scene: Scene): Plan {
  return [call('get_tax_summary', { ...scope(scene), taxYear: taxYear(scene) ?? Number(scene.session.today.slice(0, 4)) })];
}

function washSale(scene: Scene): Plan {
  const security = securityArgument(scene);
  // The rule itself is asked about, not one sale.
  if (!security && has(scene, 'compliance') && scene.session.persona !== 'auditor' && (scope(scene).portfolio || scope(scene).client)) return [call('check_compliance', scope(scene))];
  if (!security) return { ambiguity: 'missing_reference', question: 'Which security do you want checked for a wash sale?' };
  const buy = says(scene, / (?:buy|bought|rebuy|repurchase\w*|buying|purchase) /) && !says(scene, / (?:sell|sold|selling|sale of) /);
  return [call('check_wash_sale', { security, ...scope(scene), side: buy ? 'buy' : 'sell', date: day(scene) ?? scene.session.today })];
}

/** Percents by the word that they stand next to: "inflation stays at 3 percent", "a 6 % return". */
function rateNear(scene: Scene, subject: string): number | undefined {
  const number = String.raw`(\d+(?:\.\d+)?) (?:%|percent)`;
  // "20 % volatility and a 4 % return": what stands right before the word is its own.
  const match = new RegExp(`${number} (?:(?:yearly|annual|a year|of) )?${subject}`).exec(scene.ask.words) ?? new RegExp(` ${subject} (?:[^ ]+ ){0,5}?${number}`).exec(scene.ask.words) ?? new RegExp(`${number} (?:[^ ]+ ){0,2}?${subject}`).exec(scene.ask.words);
  return match ? Number((Number(match[1]) / 100).toPrecision(12)) : undefined;
}

function rates(scene: Scene): { returnFraction?: number; inflationFraction?: number; volatilityFraction?: number } {
  const inflation = rateNear(scene, '(?:inflation|prices)');
  const growth = rateNear(scene, '(?:returns?|growth|grows?|earns?|earned|make|makes|yield\\w*|performance)');
  const volatility = rateNear(scene, 'volatility');
  const returns = growth === inflation && scene.ask.slots.percents.length < 2 && inflation !== undefined ? undefined : growth;
  return {
    ...(returns !== undefined && { returnFraction: returns }), ...(inflation !== undefined && { inflationFraction: inflation }),
    ...(volatility !== undefined && { volatilityFraction: volatility }),
  };
}

/** The goal named; "the endowments" are all of that client's. */
function goalMeant(scene: Scene): string | undefined {
  const goal = theOne(scene, 'goal');
  const said = scene.ask.mentions.find(({ candidates }) => candidates.some(({ id }) => id === goal?.id))?.text ?? '';
  return goal && /[^s]s$/i.test(said) && !/s$/i.test(goal.name) ? undefined : goal?.id;
}

/** The goal named, the only one, or a question that lists them. */
function withOneGoal(scene: Scene, then: (goal: string) => Plan): Plan {
  const goal = theOne(scene, 'goal')?.id;
  if (goal) return then(goal);
  const client = clientId(scene);
  if (scene.session.persona !== 'client' && !client) return { ambiguity: 'missing_reference', question: 'Which client, and which of their goals, do you mean?' };
  const list = call('list_goals', { client });
  if (!answered(scene, 'list_goals')) return [list];
  const rows = rowsOf(scene, 'list_goals', 'goals');
  const names = rows.map((row) => String(row['goal'] ?? row['name'] ?? row['id']));
  if (rows.length === 1) return then(String(rows[0]!['id'] ?? names[0]));
  return rows.length > 1 ? { ambiguity: 'missing_reference', question: `Which goal do you mean: ${eitherOf(names)}?` } : [list];
}

/** "By June 2035", "in 2040": the last day of the month or year ahead. */
function endOfFuture(scene: Scene): string | undefined {
  const ahead = scene.ask.slots.periods.find(({ expression }) => /^\d{4}(?:-\d{2})?$/.test(expression) && expression > scene.session.today.slice(0, expression.length))?.expression;
  return ahead && endOfMonth(isoDate(ahead.length === 4 ? `${ahead}-12-01` : `${ahead}-01`));
}

function projectGoal(scene: Scene): Plan {
  return withOneGoal(scene, (goal) => {
    const asTarget = says(scene, / (?:target (?:of|to|were|was|is)|goal (?:of|to|were)|aim(?:ed)? for|to reach|(?:takes?|gets?|brings?) @goal to|need\w* (?:a total of|to have)) [^ ]* ?\d/) && (!says(scene, MONTHLY) || says(scene, / (?:takes?|gets?|brings?) @goal to /));
    const { volatilityFraction: _, ...assumed } = rates(scene);
    return [call('project_goal', {
      goal, client: clientId(scene), ...(asTarget ? { targetAmount: scene.ask.slots.amounts[0]?.value, ...(says(scene, STOPS) && { monthlyContribution: 0 }) } : contributions(scene)), ...assumed, date: dayList(scene)[0] ?? endOfFuture(scene),
    })];
  });
}

function percentile(scene: Scene): number | undefined {
  const named = / (\d{1,2})(?:st|nd|rd|th) percentile /.exec(scene.ask.words) ?? / percentile (\d{1,2}) /.exec(scene.ask.words);
  if (named) return Number(named[1]);
  // "The worst 10 percent" ends at the 10th percentile, "the best 10 percent" begins at the 90th.
  const edge = / (worst|bottom|lowest|poorest|best|top|highest) (\d{1,2}) ?(?:%|percent)/.exec(scene.ask.words);
  if (edge) return /best|top|highest/.test(edge[1]!) ? 100 - Number(edge[2]) : Number(edge[2]);
  if (says(scene, / (?:bad|worst|pessimistic|poor|unlucky|unfavou?rable|downside) /)) return 5;
  if (says(scene, / (?:good|best|optimistic|lucky|favou?rable|upside) /)) return 95;
  return says(scene, / (?:typical\w*|median|average|middle|expected|likely|normal) /) ? 50 : undefined;
}

function simulate(scene: Scene): Plan {
  const drawing = says(scene, DRAWING);
  const amount = scene.ask.slots.amounts[0]?.value;
  const monthly = says(scene, / (?:a|per|each|every) year | yearly | annually /) && amount ? Number((amount / 12).toFixed(2)) : amount;
  return [call('simulate_portfolio', {
    ...scope(scene), horizonYears: scene.ask.slots.years ?? horizonFromPeriods(scene) ?? 10, percentile: percentile(scene) ?? 50, ...rates(scene),
    ...(drawing ? { monthlyWithdrawal: monthly } : contributions(scene)), real: says(scene, / (?:today 's (?:money|dollars|terms)|real terms|after inflation|inflation adjusted|purchasing power) /) || undefined,
  })];
}

function horizonFromPeriods(scene: Scene): number | undefined {
  for (const { expression, kind } of scene.ask.slots.periods) {
    const years = /^(?:next_)?(\d+)Y$/.exec(expression);
    if (years) return Number(years[1]);
    if (kind === 'date') {
      const ahead = Number(expression.slice(0, 4)) - Number(scene.session.today.slice(0, 4));
      if (ahead > 0) return ahead;
    }
    if (/^\d{4}$/.test(expression) && expression > scene.session.today.slice(0, 4)) return Number(expression) - Number(scene.session.today.slice(0, 4));
  }
  return undefined;
}

function stress(scene: Scene): Plan {
  const { percents: said, part, scenario, assetClasses } = scene.ask.slots;
  // "Dropped by a quarter" is a percentage too; "all shares" is none.
  const percents = said.length > 0 || part === undefined || part === 1 ? said : [part];
  const own = percents.length > 0 && says(scene, / (?:fall|falls|fell|falling|drop|drops|dropped|dropping|lose|loses|losing|lost|down|plung\w*|tank\w*|crash\w*|declin\w*|rise|rises|rose|gain|correct\w*|slump\w*) /);
  const named = scenario === 'custom' ? undefined : scenario;
  // "Shares halve and bonds stay put": only what falls is shocked.
  const halved = assetClasses.length === 0 || says(scene, / (?:stays?|holds?|remains?|unchanged|flat) /) ? ['equity'] : assetClasses;
  if (!named && says(scene, / (?:halve|halves|halved|half its value|loses half|cut in half) /)) return [call('run_stress_test', { ...scope(scene), shocks: Object.fromEntries(halved.map((name) => [name === 'fixed_income' ? 'bond' : name, -0.5])) })];
  if (own && !named) {
    const sign = says(scene, / (?:rise|rises|rose|gain|gains|up|increase\w*|rally|rallie\w*) /) && !says(scene, / (?:fall\w*|fell|drop\w*|lose|lost|down|crash\w*) /) ? 1 : -1;
    const classes = assetClasses.length > 0 ? assetClasses.map((name) => (name === 'fixed_income' ? 'bond' : name)) : ['equity'];
    return [call('run_stress_test', { ...scope(scene), shocks: Object.fromEntries(classes.map((name, index) => [name, sign * (percents[index] ?? percents[0]!)])) })];
  }
  return [call('run_stress_test', { ...scope(scene), scenario: named ?? '2008_crisis' })];
}

function rises(words: string): boolean {
  return / (?:rise\w*|rose|strengthen\w*|gain\w*|appreciat\w*|up|climb\w*|jump\w*|rall\w*|stronger) /.test(words) && !/ (?:fall\w*|fell|drop\w*|weaken\w*|lose\w*|depreciat\w*|down|slip\w*|slid\w*) /.test(words);
}

/** "If the pound rose, and if the euro fell": the words from one currency to the next are about it; all of them where none is written out. */
function saidOf({ ask: { words } }: Scene, currencies: readonly string[], index: number): string {
  const starts = currencies.map((code) => [...words.matchAll(EACH_CURRENCY)].find(([word]) => currencyOf(word) === code)?.index ?? -1);
  const next = starts.filter((at) => at > starts[index]!).toSorted((left, right) => left - right)[0];
  const part = starts.includes(-1) ? words : words.slice(starts[index], next);
  return / (?:r[io]se\w*|fall\w*|fell|drop\w*|gain\w*|lose\w*|weaken\w*|strengthen\w*|up|down|climb\w*|jump\w*|slip\w*|slid\w*) /.test(part) ? part : words;
}

function fxExposure(scene: Scene): Plan {
  const { currencies, percents } = scene.ask.slots;
  const up = rises(scene.ask.words);
  const foreign = currencies.find((code) => code !== scene.session.baseCurrency) ?? currencies[0];
  const shock = percents[0] ?? scene.ask.slots.part;
  const others = currencies.filter((code) => code !== scene.session.baseCurrency);
  return (others.length > 1 ? others.slice(0, 4) : [foreign]).map((currency, index) => call('get_currency_exposure', { ...scope(scene), currency, shockFraction: shock === undefined ? undefined : (others.length > 1 ? rises(saidOf(scene, others, index)) : up) ? shock : -shock, period: shock === undefined ? pastSpan(scene) : undefined }));
}

function fxRate(scene: Scene): Plan {
  const { amounts, currencies } = scene.ask.slots;
  // "How many euros were 25000 dollars worth?" has the amount's own currency beside it.
  const held = amounts.find(({ currency }) => currency)?.currency;
  const from = held ?? currencies[0];
  const other = currencies.find((code) => code !== from);
  if (!from) return { ambiguity: 'missing_reference', question: 'Which two currencies do you want the rate between?' };
  const to = other ?? (from === scene.session.baseCurrency ? undefined : scene.session.baseCurrency);
  if (!to) return { ambiguity: 'missing_reference', question: 'Into which currency should that be converted?' };
  // "How has the euro moved this year?" is the rate then and the rate now.
  const span = amounts.length === 0 && !day(scene) ? pastSpan(scene) : undefined;
  const then = span && resolvePeriod(span, scene.session.today).from;
  // "What is it worth today, and what was it a year ago?" is one rate for each day.
  const days = [...new Set([...dayList(scene), ...(scene.ask.slots.periods.some(({ expression }) => expression === 'today') || (dayList(scene).length > 0 && says(scene, / (?:now|currently|at the moment) /)) ? [scene.session.today] : [])])];
  if (days.length > 1) return days.slice(0, 4).map((date) => call('get_fx_rate', { from, to, amount: amounts[0]?.value, date }));
  return [...(then && then < scene.session.today ? [call('get_fx_rate', { from, to, date: then })] : []), call('get_fx_rate', { from, to, amount: amounts[0]?.value, date: day(scene) })];
}

const MARKETS: readonly (readonly [RegExp, string])[] = [
  [/ (?:nyse|new york stock|wall street|new york|(?:us|american) (?:stock )?(?:market|markets|exchange|exchanges|bourse)) /, 'NYSE'], [/ nasdaq /, 'NASDAQ'], [/ (?:lse|london) /, 'LSE'], [/ (?:tse|tokyo|nikkei|japan\w*) /, 'Tokyo'],
  [/ (?:xetra|frankfurt|dax|german\w*) /, 'Xetra'], [/ (?:euronext|paris|amsterdam) /, 'Euronext'], [/ (?:six|swiss|zurich) /, 'SIX'], [/ (?:hong kong|hkex) /, 'Hong Kong'],
  [/ (?:shanghai|china|chinese) /, 'Shanghai'], [/ (?:sydney|asx|australian) /, 'ASX'], [/ (?:toronto|tsx|canadian) /, 'Toronto'], [/ (?:singapore|sgx) /, 'Singapore'], [/ (?:mumbai|bse|nse|india\w*) /, 'India'],
];

function price(scene: Scene): Plan {
  const security = securityArgument(scene);
  if (!security) return { ambiguity: 'missing_reference', question: 'Its name or ticker is enough: which security do you mean?' };
  const year = says(scene, / (?:52 week|12 month|year high|year low|yearly high|high of the year|off its high|from its high|below its high) /);
  const date = dayList(scene)[0];
  // "The current price, and where was it on 3 May?" is two prices.
  const now = date && says(scene, / (?:current|currently|now|latest|today|(?:last|newest|present) (?:price|quote|close|quotation|course)) /) ? [call('get_price', { security })] : [];
  const facts = has(scene, 'security_fact') || says(scene, / (?:sector|industry|exchange|isin) /) ? [call('get_security', { security })] : [];
  // "Its close on Friday, and how near is that to its high?" is a price and a span.
  if (dayList(scene).length > 1) return [...facts, ...now, ...dayList(scene).slice(0, 4).map((each) => call('get_price', { security, date: each }))];
  const range = date && (year || says(scene, / (?:its|the|a|52 week|yearly|annual) (?:high|low|highs|lows|peak) /)) ? [call('get_price', { security, period: '1Y' })] : [];
  return [...facts, ...now, ...range, call('get_price', { security, date, period: date ? undefined : pastSpan(scene) ?? (year ? '1Y' : has(scene, 'largest') || says(scene, / (?:high|highest|low|lowest) /) ? '1Y' : undefined) })];
}

function forSecurity(tool: string): PlanBuilder {
  return (scene) => {
    const security = securityArgument(scene);
    return security ? [call(tool, { security })] : { ambiguity: 'missing_reference', question: 'Its name or ticker is enough: which security do you mean?' };
  };
}

export const MONEY_PLANS = {
  transaction_search: transactions,
  dividend_income: income,
  fees_costs: (scene) => (pastSpans(scene).join() === 'last_year' && says(scene, / (?:compar\w*|versus|vs|against|than) (?:[^ ]+ ){0,3}last year /) ? ['YTD', 'last_year'] : spansOr(scene, 'YTD')).map((period) => call('get_fees', { ...scope(scene), period })),
  billing_subscription: (scene) => [call('get_billing', { client: clientId(scene) })],
  tax_gains: tax,
  tax_loss_harvest: (scene) => [call('find_tax_losses', { ...scope(scene), minAmount: scene.ask.slots.amounts[0]?.value })],
  wash_sale_check: washSale,
  goal_progress: (scene) => says(scene, STOPS) ? projectGoal(scene) : goalsBehind(scene) ?? [call('list_goals', { client: clientId(scene), goal: goalMeant(scene), minProgressFraction: bound(scene) ? scene.ask.slots.percents[0] : undefined })],
  goal_projection: projectGoal,
  simulation_whatif: simulate,
  stress_test: stress,
  fx_exposure: fxExposure,
  fx_rate: fxRate,
  esg_profile: (scene) => [call('get_esg', { ...scope(scene), security: idOf(scene, 'security'), limit: idOf(scene, 'security') ? undefined : scene.ask.slots.count })],
  security_facts(scene) {
    const security = securityArgument(scene);
    const plan = forSecurity('get_security')(scene);
    // "Its sector, its exchange and its close on the 2nd" asks for a price too.
    return security && !isQuestion(plan) && has(scene, 'price') && dayList(scene)[0] ? [...plan, call('get_price', { security, date: dayList(scene)[0] })] : plan;
  },
  market_price: price,
  security_rating: forSecurity('get_rating'),
  market_overview(scene) {
    const markets = MARKETS.filter(([pattern]) => says(scene, pattern)).map(([, name]) => name);
    const region = scene.ask.slots.regions[0];
    // "Where do the markets stand, and is New York open?" is two questions.
    const all = markets.length > 0 && says(scene, / (?:global|world|worldwide|international|major|all|main|big|biggest|other|others|rest|remaining|elsewhere) /) ? [call('list_markets', {})] : [];
    // "How are the European markets doing, and is London open?" too.
    const around = all.length === 0 && region && markets.length > 0 && says(scene, / (?:markets|exchanges|bourses|indices|indexes) /) ? [call('list_markets', { region })] : [];
    return [...all, ...around, ...(markets.length > 0 ? markets.slice(0, 4).map((market) => call('list_markets', { market })) : [call('list_markets', { region })])];
  },
} satisfies Record<string, PlanBuilder>;
