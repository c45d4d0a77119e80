/** A word of a text with its place, folded for comparison. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
  /** As typed, for tickers. */
  readonly raw: string;
}

/** Lower case, without accents, apostrophes and possessive endings: "Lefèvre's" and "lefevre" are one. */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replace(/['’]s$/, '').replaceAll(/['’.]/g, '');
}

/** The words of a text. A hyphen parts words, an ampersand and a dot inside one do not ("S&P", "BRK.B"). */
export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{M}\d](?:[\p{L}\p{M}\d'’&.]*[\p{L}\p{M}\d])?/gu)].map((match) => {
    const raw = match[0].replace(/['’]s$/i, '');
    return { folded: fold(match[0]), raw, start: match.index, end: match.index + raw.length };
  });
}

const list = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Words that say what kind of thing a name is, and so don't tell one from another. */
export const KIND_WORDS = list('portfolio portfolios account accounts goal goals client security share shares stock index benchmark tag the and of a my our for in at to de la le von van family');

/** Words of many names that are also everyday words of a question: alone they name nothing for certain. */
export const EVERYDAY_WORDS = list(
  'growth income balanced core reserve savings saving fund funds retirement pension college school education house home global general investment investments '
  + 'technology energy future steady long term plus main grants legacy preservation capital high conviction joint flexible household assets asset holdings holding '
  + 'freedom purchase opportunities trust bond bonds equity equities gold cash market markets world international european emerging value dividend dividends short '
  + 'real estate health care industrial industries financial bank first new national united group systems solutions power water data digital cloud media food '
  + 'travel emergency wealth wedding car boat children kids tax risk total aggregate treasury corporate government green sustainable rainy day sleeve drawdown '
  + 'down payment deposit early university plan target all america american us usa uk europe asia small large mid cap composite blend 60 40 review year month week '
  + 'one two three best worst top next last time age move moved check paid pay business quarter',
);

/** Words that are never taken for a misspelt name. */
export const ORDINARY_WORDS = list(
  'about above account accounts actual advice advisor after again against allocation amount analysis annual another anything around asking balance bank based because been before '
  + 'being below benchmark between bought break breakdown bring buying calculate call called came can cash change changed changes charge check clean clear client clients close come '
  + 'compare compared compliance could current currently date days deal dear did different does doing done down draft drift during each earn earned ease either else email enough '
  + 'euro euros even every exact exactly explain exposed exposure fees figure find fine first flag following from full fund gain gained gains give given goes going good great grow '
  + 'grown growth had happen happened have having hello help here high hold holding holdings house how idea income increase index inside instead interest into invest invested '
  + 'investment issue just keep kind know large largest last late later least left less like list little look looking lose losing loss losses lost lots lower made make many market '
  + 'maximum mean meeting might mind mine money month monthly months more most move much must near need never next none note number off offer once only open order other ours over '
  + 'owe owed own paid part past percent perform performance performed period person place plan please point portfolio portfolios position positions possible pounds price prices '
  + 'profit put quarter question quick rate rather rates really reason rebalance recent recommend recommendation record report return returned returns right rise risk risks '
  + 'said sale same save saved say score sector see sell sells send sent set share shares shed should show shown side simple since sold some someone something soon sort spare start '
  + 'started state status still stock stocks stop such suit suitable summary sure take taken talk task tasks tax team tell than thank thanks that their them then there these they '
  + 'thing things think this those though thousand through till time times today together told top total toward trade trades trading transaction turn under until update upon '
  + 'usual value values very view wait want wanted was week weeks well were what when where whether which while who whole whom whose why will wish with within without word work '
  + 'worst worth would write wrong year years yesterday your yours yield yields loan line lines fall fell held hard half hand happy hope hours moved none real review since small '
  + 'grand million trend today alert alerts audit brief bonus cost costs cover crash cross data debt delta dollar dollars drop dropped early exit extra final float fresh front funds '
  + 'future general gold home hour joined jump just kick kinds lead level life limit load long main major march april june july august september october november december january '
  + 'february mail match memo mention model mood name named names news night noise notice old opened option orders outlook outside overdue pending people phone pick planned prior '
  + 'proof range ranked ratio reach read ready remove rest rule rules running safe says scale search second secure seems shape short sign simply single size skip speak spend split '
  + 'staff stand step stress style switch system table target tell test text third ticket track true type unit units used user using version volatile volatility warn ways wealth went',
);

const COMPANY_ENDINGS = list('inc incorporated corp corporation plc ag sa se nv ltd limited co company spa ab asa oyj kk group holdings holding llc lp trust etf ucits fund class acc dist adr');

/** "Aurelia Energy plc" is spoken of as "Aurelia Energy". */
export function withoutCompanyEnding(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 1 && COMPANY_ENDINGS.has(words[end - 1]!)) end -= 1;
  return words.slice(0, end);
}
