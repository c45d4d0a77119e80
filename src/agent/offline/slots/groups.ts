/** What records can be parted by, in the words that people use for it. */
const DIMENSIONS: readonly (readonly [string, string])[] = [
  ['day', 'days?|daily|date'], ['week', 'weeks?|weekly'], ['month', 'months?|monthly'], ['tool', 'tools?|functions?'], ['model', '(?:ai |model )?versions?|models?|engines?|llms?|algorithms?'],
  ['reason', 'reasons?|causes?|grounds?|motives?'], ['outcome', 'outcomes?|results?|success'], ['status', 'status(?:es)?|states?|stages?'], ['severity', 'severit(?:y|ies)|seriousness|urgency|gravity|priority'],
  ['role', 'roles?|personas?|user types?|(?:kinds?|types?) of (?:user|person|people)'], ['rule', 'rules?|checks?'], ['client', 'clients?|customers?|households?'],
  ['person', 'persons?|people|users?|accounts?|logins?|employees?|staff|colleagues?|advisors?|advisers?|individuals?|names?|assignees?|owners?|somebody|someone|members? of staff|actors?'],
  ['channel', 'channels?'], ['job', 'jobs?|feeds?|loads?|imports?|pipelines?'], ['source', 'sources?|components?|subsystems?|modules?|parts? of the system|systems?'], ['code', 'codes?'], ['error', 'errors?'],
  ['dataset', 'datasets?|data sets?'], ['format', 'formats?|file types?'], ['destination', 'destinations?'], ['table', 'tables?'], ['event', 'events?|actions?|acts?|activit(?:y|ies)'], ['address', '(?:ip|network)(?: address(?:es)?)?|ips|address(?:es)?'],
  ['kind', 'kinds?|types?|categor(?:y|ies)|sorts?|strateg(?:y|ies)'], ['portfolio', 'portfolios?'],
];

const NOUN = `(${DIMENSIONS.map(([, words]) => words).join('|')})`;
const BEFORE = '(?:the |our |its |their |each |every |single |individual |model |tool |login |user |job |business |calendar |refusal |failure |error |rule |client |event |export )?';
const MOST = '(?:most(?! recent)|often|oftenest|frequent\\w*|least|fewest|commonest|common|busiest|heaviest|top|more often|highest|largest|biggest|main|dominant|predominant\\w*|usual\\w*|active)';
const END = '(?= )';

/** "Per day", "by reason", "for each tool", "split by user and outcome". "By advisors" says who did it: only one of a kind parts. */
const PARTED = new RegExp(` (?:(per|for each|for every|each|every|grouped (?:on|per)|according to|across|in each)|by|and|or|and by|and per) ${BEFORE}${NOUN}${END}`, 'g');
/** "By which clients" parts, where "by clients" says who did it. */
const BY_WHICH = new RegExp(` (?:by|for|of|on) (?:which|what) ${NOUN} `, 'g');
const AGENTS = /^(?:people|users|accounts|logins|employees|staff|colleagues|advisors|advisers|clients|customers|households|persons|individuals|models|systems|someone|somebody)$/;
const ASKED_MOST: readonly RegExp[] = [
  new RegExp(` (?:which|what|whose) (?:[^ ]+ ){0,2}?${NOUN} (?!calls? )(?:[^ ]+ ){0,6}${MOST}${END}`), new RegExp(` ${MOST} (?:used |called |active |refused |common |frequent |failing |often |overridden |cited |seen |hit |broken )?${BEFORE}${NOUN} (?!calls? )`), new RegExp(` ${NOUN} (?:with|by|has|have|had|having) (?:the )?(?:most|fewest|least|highest|largest)${END}`),
  new RegExp(` ${NOUN} (?:were |was |is |are |came up |come up |comes up )?(?:the )?(?:most|least) (?:often|frequent\\w*|used|called|common|active|popular)${END}`),
];
/** "Which addresses had more than 2 failures?" */
const BOUNDED = new RegExp(` (?:which|what|whose) (?:[^ ]+ ){0,2}?${NOUN} (?!calls? )(?:[^ ]+ ){0,5}(?:more than|over|at least|\\d+ or more|exceed\\w*) `);
/** "Was anybody refused twice?" */
export const REPEATEDLY = / (?:anybody|anyone|who|somebody|someone|any (?:client|user|person|advisor)|which (?:clients?|users?|persons?|people|advisors?)) (?:[^ ]+ ){0,6}(?:twice|more than once|repeatedly|several times|multiple times|again and again|more than \d+ times) /;
/** Two kinds of people set against each other. */
const ROLES = '(?:clients?|customers?|advisors?|advisers?|auditors?|staff)';
const ROLE_AGAINST_ROLE = new RegExp(` ${ROLES} (?:[^ ]+ ){0,6}(?:versus|vs|against|compared (?:with|to)|and how many|and|or|than) (?:[^ ]+ ){0,2}${ROLES} `);
/** What a spread is mostly wanted by, also without a "by". */
const NAMED_SPREAD = / (reasons?|outcomes?|results?|status(?:es)?|severit(?:y|ies)|formats?|channels?|rules?|roles?|datasets?|sources?|destinations?) /;
const WHO_MOST = / (?:who|whom|whose) (?:[^ ]+ ){0,7}(?:most(?! recent)|more often|oftenest|top|least|fewest|heaviest|busiest) | (?:heaviest|busiest|top|most active|biggest) (?:users?|people|person) /;
const COUNTED = '(?:counts?|numbers?|totals?|volumes?|figures?|trends?|averages?|tall(?:y|ies))';
const RHYTHM = new RegExp(` (daily|weekly|monthly|day by day|week by week|month by month) ${COUNTED}?| ${COUNTED} (?:[^ ]+ ){0,4}(daily|weekly|monthly) | (day by day|week by week|month by month) `);
const OVER_TIME = / (?:over time|trend|trends|developed|development|evolution|evolved|time series|history of the count|rising or falling|going up or down|more or fewer than before) /;
const SPREAD = / (?:break (?:[^ ]+ ){0,4}down|(?<!ha(?:s|ve|d) )broken down|breakdown|break down|split|splits|distribution|distributed|spread|tally|tallied|grouped|group them|statistics|stats|shares?|proportions?|percentages?|what percent|mix of|ratio|(?:override|overrule|failure|success|refusal|error|pass|decline|acceptance) rates?) /;
/** "For each of the last three months". */
const EACH_OF_SPANS = / each of (?:the |these |those )?(?:last |past |previous )?(?:\d{1,2} )?(days|weeks|months) /;
/** "Who released advice, and how often?" */
const WHO_HOW_OFTEN = / who (?:(?!when |why )[^ ]+ ){1,12}(?:and )?how (?:often|many times) (?=$|each|in all|per|did each|was each|this|last|in |during |since )/;
const ENDED = / how (?:[^ ]+ ){0,2}(?:ended|turned out|went|came out) /;
const EACH = / how many (?:[^ ]+ ){0,8}each | each (?:[^ ]+ ){0,3}how many /;
const SEVERAL_COUNTS = / how many .* how many (?!of (?:those|them|these|which))| how many (?:[^ ]+ ){0,6}(?:succeeded|passed|worked|ok|accepted) (?:and|versus|vs|or|against) (?:how many )?(?:[^ ]+ )?(?:failed|not|declined|rejected)| (?:successful|passed|accepted|good) (?:and|versus|vs|against|or) (?:un)?(?:failed|successful|rejected|declined|bad) /;

function dimensionOf(noun: string): string | undefined {
  return DIMENSIONS.find(([, words]) => new RegExp(`^(?:${words})$`).test(noun))?.[0];
}

function parted(words: string): string[] {
  const found: string[] = [];
  for (const match of words.matchAll(PARTED)) {
    const continues = / (?:and|or)(?: by| per)? /.test(match[0]) && !/ (?:and|or) (?:by|per) /.test(match[0]);
    if (continues && found.length === 0) continue;
    const isStrict = match[1] !== undefined;
    if (!isStrict && AGENTS.test(match[2]!)) continue;
    const by = dimensionOf(match[2]!);
    if (by && !found.includes(by)) found.push(by);
  }
  for (const match of words.matchAll(BY_WHICH)) {
    const by = dimensionOf(match[1]!);
    if (by && found.length > 0 && !found.includes(by)) found.push(by);
  }
  return found;
}

/**
 * Ways in which a normalised text wants records parted and counted: the names of what they differ in; none when only their spread is asked
 * for; undefined when it asks for no groups at all.
 */
export function groupsAsked(words: string): readonly string[] | undefined {
  const said = parted(words);
  if (said.length > 0) return said;
  const rhythm = RHYTHM.exec(words)?.slice(1).find(Boolean);
  if (rhythm) return [rhythm.startsWith('da') ? 'day' : rhythm.startsWith('week') ? 'week' : 'month'];
  const spans = EACH_OF_SPANS.exec(words)?.[1];
  if (spans) return [spans.slice(0, -1)];
  if (WHO_MOST.test(words) || WHO_HOW_OFTEN.test(words)) return ['person'];
  for (const pattern of ASKED_MOST) {
    const by = dimensionOf(pattern.exec(words)?.[1] ?? '');
    if (by) return [by];
  }
  const bounded = dimensionOf(BOUNDED.exec(words)?.[1] ?? '');
  if (bounded && bounded !== 'person') return [bounded];
  if (OVER_TIME.test(words)) return ['month'];
  if (REPEATEDLY.test(words)) return ['person'];
  if (EACH.test(words) && / who /.test(words)) return ['person'];
  if (ROLE_AGAINST_ROLE.test(words) && / (?:how many|how often|number|count|share|more|versus|vs|compared) /.test(words)) return ['role'];
  if (!SPREAD.test(words) && !EACH.test(words) && !ENDED.test(words) && !SEVERAL_COUNTS.test(words)) return undefined;
  const named = dimensionOf(NAMED_SPREAD.exec(words)?.[1] ?? '');
  return named ? [named] : [];
}
