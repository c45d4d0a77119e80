import { anySpan, bound, call, futureSpan, has, idOf, pastSpan, says, type Plan, type Scene } from './scene.ts';

/** The book in order: its clients by what they have, its portfolios by what else they are measured by. */
export function rankPortfolios(scene: Scene): Plan {
  // Who pays most is seen in the fees of the book.
  if (has(scene, 'fee') && !idOf(scene, 'client') && !idOf(scene, 'portfolio')) return [call('get_fees', { period: pastSpan(scene) ?? 'YTD' })];
  const metric = says(scene, / (?:sharpe|risk adjusted|risk reward) /) ? 'sharpe' : says(scene, / (?:drawdowns?|fallen furthest|deepest|peak to trough) /) ? 'drawdown' : says(scene, / (?:volatil\w*|risk\w*) /) ? 'volatility' : has(scene, 'drift') ? 'drift'
    // The gain in money is that since purchase: a loss over a span of time is a return.
    : pastSpan(scene) !== undefined && (has(scene, 'at_loss') || says(scene, / (?:lost|lose|losing|losses) /)) ? 'TWR' : says(scene, / (?:gain\w*|profit\w*|made the most|lost|losses|losing|money) /) ? 'gain'
    : has(scene, 'returns') || (pastSpan(scene) !== undefined && !has(scene, 'smallest', 'value') && !says(scene, / (?:largest|biggest|heaviest|greatest|by (?:size|value|assets|aum)|aum) /)) || (has(scene, 'best', 'worst') && !has(scene, 'largest', 'value')) ? 'TWR' : 'value';
  // The worst drawdown is the largest.
  const isBurden = metric === 'volatility' || metric === 'drawdown' || metric === 'drift';
  const isLow = says(scene, / (?:smallest|lowest|least|calmest|safest|steadiest|mildest|fewest|poorest) /);
  const direction = isBurden ? (isLow || (has(scene, 'best') && !has(scene, 'worst', 'largest')) ? 'bottom' : 'top') : has(scene, 'worst', 'smallest', 'at_loss') || isLow || says(scene, / (?:lost|lose|losing|losses|fell|fallen|dropped|sank|slid|declined) /) ? 'bottom' : 'top';
  // Clients by what they have with us are in the summary of the book, the largest first.
  if (metric === 'value' && !has(scene, 'plural_portfolios') && !says(scene, / portfolio /)) return [call('get_book_summary')];
  const both = has(scene, 'best', 'largest') && has(scene, 'worst', 'smallest') && says(scene, / (?:and|&|both|as well) /) && !isBurden;
  // "Which of them lost money?" is about all that did.
  const limit = scene.ask.slots.count ?? (says(scene, LOSING) ? 50 : 5);
  return (both ? ['top', 'bottom'] : [direction]).map((way) => call('rank_portfolios', { metric, period: metric === 'value' ? undefined : pastSpan(scene) ?? 'YTD', direction: way, limit }));
}

const LOSING = / (?:which|what|any|who|whose) (?:[^ ]+ ){0,6}(?:lost|losing|negative|in the red|down|made a loss|under water) (?!the most|most)/;
const OFF_TRACK = / (?:off (?:track|course|plan)|not (?:be )?on (?:track|course|target)|not (?:going to |likely to )?(?:reach|make|meet|hit|achieve)\w*|behind(?: schedule| plan)?|lagging|miss\w*|unlikely|in danger|at risk|short of|shortfall|struggling|in trouble|worr\w*|slipping|failing|under ?funded|too little saved|late) /;
const HELD_IN = / (?:hold\w*|held|own\w*|have|has|got|with|in|exposed|exposure|denominated|priced) /;

/** Goals that don't get there, of every client; undefined when one client or goal is meant, or something else. */
export function goalsBehind(scene: Scene): Plan | undefined {
  if (scene.session.persona === 'client' || idOf(scene, 'client') || idOf(scene, 'goal') || idOf(scene, 'portfolio')) return undefined;
  return says(scene, OFF_TRACK) && !has(scene, 'near_goal') ? [call('screen_book', { criterion: 'goal_off_track' })] : undefined;
}

/** Screens that need more than one word to be told: goals by how they go, and what is held. */
function holderScreen(scene: Scene): Plan | undefined {
  const { currencies, amounts, assetClasses, percents } = scene.ask.slots;
  const behind = has(scene, 'goal', 'progress') && !sideOfTarget(scene.ask.words) ? goalsBehind(scene) : undefined;
  if (behind) return behind;
  const security = idOf(scene, 'security');
  const thresholdFraction = bound(scene) === 'min' ? percents[0] : undefined;
  if (security && !has(scene, 'restricted')) return [call('screen_book', { criterion: 'holds_security', value: security, thresholdFraction })];
  if (currencies[0] && amounts.length === 0 && assetClasses.every((name) => name === 'cash') && says(scene, HELD_IN)) return [call('screen_book', { criterion: 'holds_currency', value: currencies[0], thresholdFraction })];
  if (assetClasses[0] && assetClasses[0] !== 'cash' && has(scene, 'own') && !has(scene, 'drift', 'target') && !sideOfTarget(scene.ask.words)) return [call('screen_book', { criterion: 'holds_asset_class', assetClass: assetClasses[0], thresholdFraction })];
  // Who pays how much is in the fees of the book; what is unpaid is a list of its own.
  if (has(scene, 'fee') && !has(scene, 'unpaid', 'invoice') && !says(scene, / (?:owe\w*|unpaid|outstanding|late|overdue|not paid) /)) return [call('get_fees', { period: pastSpan(scene) ?? 'YTD' })];
  return undefined;
}

/** What a weight is held against, and the words for less and more than that. */
const AGREED = '(?:targets?|agreed|mandates?|polic(?:y|ies)|strateg(?:y|ies)|agreement|model (?:mix|weights?|portfolio)|target weights?|plan (?:says|calls|allows|asks))';
const UNDER_AGREED = new RegExp(` (?:less|fewer|too little|too few|short|shy|lower|smaller|not enough|below|under|beneath|light|lacking|lacks?|missing) (?:[^ ]+ ){0,8}${AGREED} `);
const OVER_AGREED = new RegExp(` (?:more|too much|too many|higher|larger|bigger|above|over|beyond|heavy|excess|exceed\\w*) (?:[^ ]+ ){0,8}${AGREED} `);
/** "Less than 3 points" measures the gap, and says nothing of its direction. */
const GAP = / (?:less|more|fewer|smaller|larger|bigger|greater|lower|higher) than (?:about )?\d[^ ]*(?: (?:%|percent(?:age)?|points?))* /g;

/** Less or more of a class than was agreed; undefined when neither is said. */
function sideOfTarget(words: string): 'underweight' | 'overweight' | undefined {
  const bare = words.replaceAll(GAP, ' ');
  const [under, over] = [UNDER_AGREED.test(bare), OVER_AGREED.test(bare)];
  return under === over ? undefined : under ? 'underweight' : 'overweight';
}

const CRITERIA: readonly (readonly [RegExp, string])[] = [
  [/ (?:underweight|under weight|too little|not enough|too light|light (?:on|in)|short (?:on|of|in) (?:[^ ]+ ){0,8}targets?|(?:under|below|beneath|behind) (?:[^ ]+ ){0,3}targets?|points? (?:under|below|short|too low)) /, 'underweight'],
  [/ (?:overweight|over weight|too heavy|heavy (?:on|in)|(?:over|above|beyond|exceed\w*|past) (?:[^ ]+ ){0,3}targets?|points? (?:over|above|too high)) /, 'overweight'],
  [/ (?:too much|excess\w*|idle|lots? of|plenty of|sitting on|high|large|uninvested|spare) (?:[^ ]+ ){0,3}cash | cash (?:[^ ]+ ){0,3}(?:idle|uninvested|waiting|heavy|rich) | over @?\d+ (?:%|percent) cash | cash heavy /, 'high_cash'],
  [/ (?:goal|goals|@goal) /, 'near_goal'], [/ (?:kyc|verification|identity) /, 'kyc_expiring'], [/ (?:churn|leav\w*|attrition|flight risk|walk away) /, 'churn_risk'],
  [/ (?:sentiment|mood|unhappy|dissatisf\w*|upset|frustrat\w*|annoyed|negative) /, 'negative_sentiment'], [/ (?:do not want|did not want|does not want|never want\w*|against (?:their|his|her) (?:wishes|will|instructions)|restrict\w*|exclu\w*|banned|prohibited|blacklist\w*) /, 'restricted_holding'],
  [/ (?:concentrat\w*|single (?:position|stock|holding|name)|one (?:stock|position|holding)) /, 'concentrated'], [/ (?:invoice\w*|fees?|unpaid|owe\w*|bill\w*) /, 'fees_unpaid'],
  [/ (?:harvest\w*|tax loss\w*|losses) /, 'loss_harvest'], [/ (?:cash|uninvested|idle|liquid\w*) /, 'high_cash'],
  [/ (?:conservative|balanced|aggressive|moderate|cautious|dynamic|growth|risk profile) /, 'risk_profile'], [/ (?:drift\w*|off target|out of line|strayed|rebalanc\w*) /, 'overweight'],
];

const PROFILE = / (conservative|balanced|aggressive|moderate|cautious|dynamic|growth|income) /;

/** Clients who fit something; which of the screens, and with what bound, is told by the words. */
export function screen(scene: Scene): Plan {
  const ofSector = !sideOfTarget(scene.ask.words) && scene.ask.slots.assetClasses.every((name) => name === 'equity') && !has(scene, 'drift', 'target') ? scene.ask.slots.sectors[0] : undefined;
  if (ofSector) return [call('screen_book', { criterion: 'holds_sector', value: ofSector, thresholdFraction: bound(scene) === 'min' ? scene.ask.slots.percents[0] : undefined })];
  // "Out of tolerance" goes either way: the furthest from their targets come first.
  if (scene.ask.slots.assetClasses.length === 0 && says(scene, / (?:tolerance|bands?|furthest|farthest|most|biggest|largest|worst) /) && has(scene, 'drift')) return rankPortfolios(scene);
  // "Whose portfolios fell more than 5 percent?" ranks them by what they returned.
  if (pastSpan(scene) !== undefined && !sideOfTarget(scene.ask.words) && says(scene, / (?:fell|fallen|lost|dropped|sank|slid|declined|gained|rose|climbed|returned|made) /) && has(scene, 'portfolio', 'plural_portfolios', 'client_word')) return rankPortfolios(scene);
  const held = holderScreen(scene);
  if (held) return held;
  // "And overweight?" after underweight turns to the other side.
  const latest = scene.ask.newWords ?? '';
  const side = sideOfTarget(latest) ?? CRITERIA.find(([pattern, name]) => name.endsWith('weight') && !pattern.source.includes('drift') && pattern.test(latest))?.[1];
  const criterion = side ?? sideOfTarget(scene.ask.words) ?? CRITERIA.find(([pattern]) => says(scene, pattern))?.[1] ?? 'concentrated';
  const shares = criterion.endsWith('weight') && says(scene, / (?:shares|stocks) /) ? 'equity' : undefined;
  const percent = scene.ask.slots.percents[0] ?? (criterion === 'near_goal' ? scene.ask.slots.part : undefined);
  // "Within 10 percent of a goal" is 90 percent of the way.
  const near = criterion === 'near_goal' && percent !== undefined && percent < 0.5 && !says(scene, / (?:above|over|at least|(?<! no )more than) /) ? Number((1 - percent).toPrecision(6)) : percent;
  const profile = PROFILE.exec(scene.ask.newWords ?? '')?.[1] ?? PROFILE.exec(scene.ask.words)?.[1];
  return [call('screen_book', {
    criterion, assetClass: scene.ask.slots.assetClasses.find((name) => name !== 'cash' || criterion.endsWith('weight')) ?? shares, thresholdFraction: near ?? (criterion === 'near_goal' ? 0.9 : undefined),
    period: criterion === 'kyc_expiring' ? futureSpan(scene) ?? anySpan(scene) : pastSpan(scene), value: criterion === 'risk_profile' ? profile : undefined,
  })];
}

