import type { Answer } from '../../../shared/answer.ts';

type RowFilter = (answer: Answer, words: string) => Answer;

const SUPPLIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ market data /, ['prices', 'fx', 'market_data']], [/ (?:prices?|pricing|quotes?) /, ['prices']], [/ (?:fx|exchange rates?|currency|currencies) /, ['fx']], [/ custod\w* /, ['custody']], [/ (?:esg|sustainab\w*) /, ['esg']], [/ (?:kyc|identity|verification|sanctions) /, ['kyc']], [/ (?:credit )?ratings? /, ['ratings']], [/ (?:e mails?|emails?|mails?|messag\w*|sms|text messages?|newsletters?) /, ['messaging']],
];

/** "Who supplies our prices?" is about those vendors alone. */
function vendorsOfKind(answer: Answer, words: string): Answer {
  const kinds = SUPPLIES.find(([asked]) => asked.test(words))?.[1];
  return {
    ...answer, tables: answer.tables.map((table) => {
      const kind = table.columns.findIndex(({ key }) => key === 'kind');
      const state = table.columns.findIndex(({ key }) => key === 'state');
      const ill = / (?:fail\w*|down|degraded|broken|failing|unhealthy|not working|problems?|trouble|out of order|outage) /.test(words);
      const rows = table.key !== 'vendors' ? table.rows : table.rows.filter((row) => (!kinds || kind < 0 || kinds.includes(String(row[kind]))) && (!ill || state < 0 || row[state] !== 'healthy'));
      return rows.length === 0 ? table : { ...table, rows, total: rows.length };
    }),
  };
}

const DATASETS: readonly (readonly [RegExp, RegExp])[] = [
  [/ (?:client (?:lists?|records?|files?|data)|lists? of clients) /, /^clients$/i], [/ (?:transactions?|trades) /, /^transactions$/i], [/ (?:holdings?|positions?) /, /^holdings$/i], [/ (?:audit|logs?) /, /^auditlogs$/i], [/ recommendations? /, /^airecommendations$/i],
];

/** "Exports with personal data", "who exported client lists": those rows alone. */
function exportsOf(answer: Answer, words: string): Answer {
  const isPersonal = / (?:personal|private|sensitive|identifiable) /.test(words);
  const dataset = DATASETS.find(([asked]) => asked.test(words))?.[1];
  if (/ (?:biggest|largest|heaviest|most rows|greatest) /.test(words)) return largestExport(answer, words);
  const isUnapproved = / (?:no approver|nobody approved|no one approved|without (?:[^ ]+ ){0,2}approv\w*|unapproved|not (?:been )?approved|lack\w* (?:an )?approv\w*) /.test(words);
  const isElsewhere = / (?:other than|not (?:a |by )?|anything but|except|besides) (?:[^ ]+ )?downloads? | (?:mailed|e mailed|emailed|sent out|to a folder|external\w*) /.test(words);
  if (!isPersonal && !dataset && !isUnapproved && !isElsewhere) return answer;
  return {
    ...answer, figures: [], tables: answer.tables.map((table) => {
      const [personal, name, approver, destination] = ['personal', 'dataset', 'approvedBy', 'destination'].map((wanted) => table.columns.findIndex(({ key }) => key === wanted)) as [number, number, number, number]; // one each
      const rows = table.rows.filter((row) => (!isPersonal || row[personal] === true) && (!isUnapproved || row[approver] === null) && (!isElsewhere || row[destination] !== 'download') && (!dataset || dataset.test(String(row[name] ?? ''))));
      return { ...table, rows, total: rows.length };
    }),
  };
}

/** "The biggest export": by rows, and one when one is asked for. */
function largestExport(answer: Answer, words: string): Answer {
  const isOne = / (?:biggest|largest|heaviest|greatest) (?:single |data |ever )?(?:export|download|extract|one|file) | (?:which|what) (?:single |data )?(?:export|download|extract|one) (?:was|is|had) (?:the )?(?:biggest|largest|heaviest|greatest|most rows) /.test(words);
  return {
    ...answer, figures: isOne || / \d/.test(words) ? [] : answer.figures, tables: answer.tables.map((table) => {
      const at = table.columns.findIndex(({ key }) => key === 'rows');
      const rows = at < 0 || table.rows.length < table.total ? table.rows : table.rows.toSorted((left, right) => Number(right[at]) - Number(left[at])).slice(0, isOne ? 1 : undefined);
      return { ...table, rows, total: isOne ? rows.length : table.total };
    }),
  };
}

/** "The oldest open flag": oldest first, and one when one is asked for. */
function oldestFlag(answer: Answer, words: string): Answer {
  if (!/ (?:oldest|longest open|open (?:the )?longest|earliest) /.test(words)) return answer;
  const isOne = / (?:oldest|earliest) (?:[^ ]+ ){0,2}(?:flag|one|case|breach|complaint) /.test(words);
  return {
    ...answer, figures: isOne ? [] : answer.figures, tables: answer.tables.map((table) => {
      const at = table.columns.findIndex(({ key }) => key === 'openedOn');
      const rows = at < 0 || table.rows.length < table.total ? table.rows : table.rows.toSorted((left, right) => String(left[at]).localeCompare(String(right[at])));
      // Several may be as old.
      const oldest = isOne ? rows.filter((row) => row[at] === rows[0]?.[at]) : rows;
      return { ...table, rows: oldest, total: isOne ? oldest.length : table.total };
    }),
  };
}

/** "As admin or root": the accounts that the question names, where it names any. */
function accountsNamed(answer: Answer, words: string): Answer {
  const isNamed = (account: unknown): boolean => words.includes(` ${String(account).split('@')[0]} `) || words.includes(` ${String(account)} `);
  const listed = answer.tables.find(({ key }) => key === 'accounts');
  const at = listed?.columns.findIndex(({ key }) => key === 'account') ?? -1;
  if (!listed?.rows.some((row) => isNamed(row[at]))) return answer;
  return {
    ...answer, figures: [], tables: answer.tables.map((table) => {
      const column = table.columns.findIndex(({ key }) => key === 'account');
      const rows = table.rows.filter((row) => isNamed(row[column]));
      return { ...table, rows, total: rows.length };
    }),
  };
}

/** "Who mistyped it again and again?": the accounts that failed more than once. */
function failedRepeatedly(answer: Answer, words: string): Answer {
  if (!/ (?:repeated(?:ly)?|again and again|several times|multiple times) /.test(words)) return answer;
  return {
    ...answer, tables: answer.tables.map((table) => {
      const at = table.columns.findIndex(({ key }) => key === 'failed');
      if (at < 0) return table;
      const rows = table.rows.filter((row) => Number(row[at]) > 1);
      return { ...table, rows, total: rows.length };
    }),
  };
}

const EVENT_KINDS: readonly (readonly [RegExp, RegExp])[] = [
  [/ new (?:places?|locations?|countr\w+|devices?) | unusual (?:places?|locations?) /, /new_place/], [/ (?:throttl\w*|lock\w* out|lockouts?|too many (?:failed )?(?:attempts|sign ins)|brute force) /, /throttled/],
  [/ (?:large|big|bulk|mass) (?:data )?(?:exports?|downloads?) /, /export/], [/ (?:denied|forbidden|other clients?|another client|unauthori[sz]ed) /, /denied/],
];

/** "Sign-ins from new places": events of that kind alone. */
function eventsOfKind(answer: Answer, words: string): Answer {
  const kind = EVENT_KINDS.find(([asked]) => asked.test(words))?.[1];
  if (!kind) return answer;
  return {
    ...answer, figures: [], tables: answer.tables.map((table) => {
      const at = table.columns.findIndex(({ key }) => key === 'kind');
      const rows = at < 0 ? table.rows : table.rows.filter((row) => kind.test(String(row[at])));
      return { ...table, rows, total: rows.length };
    }),
  };
}

/** "Which versions have been retired?": those alone. */
function retiredOnes(answer: Answer, words: string): Answer {
  if (!/ (?:which|what|any|list|show|all) (?:[^ ]+ ){0,6}(?:retired|withdrawn|taken out of use|decommissioned|switched off|replaced) /.test(words)) return answer;
  return {
    ...answer, facts: [], tables: answer.tables.map((table) => {
      const at = table.columns.findIndex(({ key }) => key === 'retiredOn');
      const rows = at < 0 ? table.rows : table.rows.filter((row) => row[at] !== null);
      return { ...table, rows, total: rows.length };
    }),
  };
}

/** "Least confident first": the whole list in that order; a list that is cut stays as it was ordered. */
function inOrder(answer: Answer, words: string): Answer {
  const direction = / (?:least|lowest|weakest) (?:[^ ]+ ){0,2}(?:first|confiden\w*|sure|certain\w*) | (?:ascending|low to high) /.test(words) ? 1 : / (?:most|highest|strongest|surest) (?:[^ ]+ ){0,2}(?:first|confiden\w*|sure|certain\w*) | (?:descending|high to low) /.test(words) ? -1 : 0;
  if (direction === 0) return answer;
  return {
    ...answer, tables: answer.tables.map((table) => {
      const at = table.columns.findIndex(({ key }) => key === 'confidence');
      return at < 0 || table.rows.length < table.total ? table : { ...table, rows: table.rows.toSorted((left, right) => direction * (Number(left[at]) - Number(right[at]))) };
    }),
  };
}

/** "What has drifted by more than 3 points?" is about the classes beyond it; the status was judged by that bound. */
function beyondBound(answer: Answer, words: string): Answer {
  if (!/ (?:more than|over|above|at least|exceed\w*|beyond|outside|greater than|bigger than|further than|larger than) (?:[^ ]+ ){0,4}?\d| (?:out of|outside|beyond) (?:[^ ]+ ){0,2}(?:bands?|tolerance|limits?) /.test(words)) return answer;
  return {
    ...answer, tables: answer.tables.map((table) => {
      const status = table.columns.findIndex(({ key }) => key === 'status');
      const rows = status < 0 ? table.rows : table.rows.filter((row) => row[status] !== 'within');
      return { ...table, rows, total: rows.length };
    }),
  };
}

/** "My smallest position" is no leftover of cash, and it is one. */
function smallestOf(answer: Answer, words: string): Answer {
  if (!/ (?:smallest|tiniest|lightest|least valuable) /.test(words) || / cash /.test(words)) return answer;
  const isOne = / (?:smallest|tiniest|lightest|least valuable) (?:single )?(?:holding|position|stock|fund|investment|share|bond|one|line) /.test(words);
  return {
    ...answer, figures: isOne ? [] : answer.figures, tables: answer.tables.map((table) => {
      const name = table.columns.findIndex(({ key }) => key === 'name');
      const rows = table.rows.filter((row) => name < 0 || !/ cash$/i.test(String(row[name] ?? '')));
      const most = / (?:smallest|tiniest|lightest) (\d{1,2}) | (\d{1,2}) (?:smallest|tiniest|lightest) /.exec(words)?.slice(1).find(Boolean);
      const kept = isOne ? rows.slice(0, 1) : rows.slice(0, most ? Number(most) : rows.length);
      return kept.length === 0 ? table : { ...table, rows: kept, total: kept.length };
    }),
  };
}

/** "Which portfolios lost money?" is about those that did. */
function losersOnly(answer: Answer, words: string): Answer {
  if (!/ (?:which|what|any|who|whose) (?:[^ ]+ ){0,6}(?:lost|losing|negative|in the red|made a loss|under water) (?!the most|most)/.test(words) || / (?:top|bottom|worst|best) \d/.test(words)) return answer;
  return {
    ...answer, tables: answer.tables.map((table) => {
      const at = table.columns.findIndex(({ key, kind }) => key === 'value' && (kind === 'fraction' || kind === 'money'));
      const rows = at < 0 ? table.rows : table.rows.filter((row) => Number(row[at]) < 0);
      return { ...table, rows, total: rows.length };
    }),
  };
}

/** "More than 20 % up": those whose gain on their cost is as large. */
function gainBeyond(answer: Answer, words: string): Answer {
  const bound = / (?:(?:more than|over|at least|above) )?(\d+(?:\.\d+)?) (?:%|percent) (?:(?:or more|plus) )?(up|down) | (?<!makes? |made )(up|down|gained|lost) (?:by )?(?:more than|over|at least|above) (\d+(?:\.\d+)?) (?:%|percent) /.exec(words);
  if (!bound) return smallestOf(answer, words);
  const least = Number(bound[1] ?? bound[4]) / 100;
  const sign = /down|lost/.test(bound[2] ?? bound[3]!) ? -1 : 1;
  return {
    ...answer, figures: [], tables: answer.tables.map((table) => {
      const [gain, cost] = ['gain', 'cost'].map((wanted) => table.columns.findIndex(({ key }) => key === wanted)) as [number, number]; // one each
      const rows = gain < 0 || cost < 0 ? table.rows : table.rows.filter((row) => Number(row[cost]) > 0 && (sign * Number(row[gain])) / Number(row[cost]) > least);
      return { ...table, rows, total: rows.length };
    }),
  };
}

const FILTERS: Readonly<Record<string, RowFilter>> = { get_system_status: vendorsOfKind, get_drift: beyondBound, rank_portfolios: losersOnly, list_holdings: gainBeyond, list_recommendations: inOrder, list_exports: exportsOf, list_flags: oldestFlag, list_model_versions: retiredOnes, list_security_events: eventsOfKind, list_sign_ins: (answer, words) => failedRepeatedly(accountsNamed(answer, words), words) };

/** The rows that a question is after, in the order that it asks for, where the tool itself has no such choice. */
export function rowsAskedFor(answer: Answer, tool: string, words: string): Answer {
  return FILTERS[tool]?.(answer, words) ?? answer;
}
