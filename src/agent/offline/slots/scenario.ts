import { phraseMatcher } from '../text/phrases.ts';

/** Named and described crashes by the ids of the stress engine. */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  '2008_crisis': ['2008', '2007', 'gfc', 'financial crisis', 'great recession', 'lehman', 'credit crunch', 'subprime*', 'global financial crash|crisis', 'banking crisis'],
  dotcom_2000_2002: ['dot com', 'dotcom', '.com', 'internet bubble', 'tech bubble', 'tech bust', 'tech wreck', '2000|2001 crash|bust|bubble|meltdown|style', 'crash|bust|bubble|meltdown|slump of|in 2000|2001|2002', 'like|as in 2000|2001|2002', 'early 2000s'],
  covid_2020: ['covid*', 'pandemic', 'corona*', 'march 2020', '2020 crash|slump|shock|meltdown|style|sell off', 'crash|slump|shock|meltdown of|in 2020', 'like|as 2020', 'like in 2020', 'spring 2020'],
  rates_up_200bp: ['rising|higher|increasing interest? rates|yields', 'rate hike*', 'interest? rate|rates .. up|rise|rose|rising|hike|hiked|increase|jump|jumped|climb|higher|spike|shock|surge', 'rise|hike|increase|jump|surge|spike in interest? rates|yields', 'yields .. rise|rose|up|jump|climb', 'like|as 2022', '2022 style'],
  inflation_1970s: ['1970s', 'the 70s|seventies', 'seventies inflation|style', '1973', '1974', 'oil shock', 'oil crisis', 'stagflation', 'high inflation scenario'],
  crypto_down_70: ['crypto winter', 'crypto crash*|collaps*|melt*|meltdown', 'bitcoin crash*'],
  custom: ['bear market', 'market|markets|stocks|equities|shares|share prices .. falls?|fell|drops?|dropped|lose|down|tank*|plung*|declin*|correct*', 'correction', 'sell off', 'selloff'],
};

const COMPILED = Object.entries(SCENARIOS).map(([id, phrases]) => ({ id, matcher: phraseMatcher(phrases) }));

/** Years in which something fell, for who speaks of it as of something that may come again. */
const OF_YEAR: Readonly<Record<string, string>> = { '2000': 'dotcom_2000_2002', '2001': 'dotcom_2000_2002', '2002': 'dotcom_2000_2002', '2009': '2008_crisis', '2020': 'covid_2020', '2022': 'rates_up_200bp' };
const YEARS = Object.keys(OF_YEAR).join('|');
const ANY_YEAR = new RegExp(` (?:${YEARS}) `);
const WITHIN = '(?:(?:in|of|during) )?(?:early |late |the (?:start|spring|autumn|end) of |(?:february|march) )?';
const AGAIN = String.raw`(?:the (?:same )?way|as (?:much|hard|far|bad\w*|sharply|deep\w*|fast)(?: as)?|just as|what happened|like|another|repeat\w*|rerun|replay\w*) (?:[^ ]+ ){0,4}?`;
const LIKE_THEN = new RegExp(String.raw` (?:if|suppose|supposing|imagine|assuming|would) .*(?:${AGAIN}${WITHIN}(${YEARS})|(${YEARS}) (?:happen\w*|came|come|repeat\w*|struck|hit) (?:[^ ]+ )?(?:again|itself|tomorrow)) `);

/** Id of the crash that a normalised text names or describes; the first in the order of the list wins. */
export function readScenario(words: string): string | undefined {
  const year = ANY_YEAR.test(words) ? LIKE_THEN.exec(words)?.slice(1).find(Boolean) : undefined;
  if (year) return OF_YEAR[year];
  for (const { id, matcher } of COMPILED) {
    matcher.lastIndex = 0;
    if (matcher.test(words)) return id;
  }
  return undefined;
}
