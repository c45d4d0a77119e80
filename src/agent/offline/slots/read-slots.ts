import type { IsoDate } from '../../../shared/calendar.ts';
import type { Slots } from '../types.ts';
import { readMeasures } from './amount.ts';
import { readCurrencies } from './currency.ts';
import { readAssetClasses, readRegions, readSectors } from './market-terms.ts';
import { readPeriods } from './period.ts';
import { namedRecommendation } from './recommendation-number.ts';
import { readScenario } from './scenario.ts';

/** "Sure of, 80 and up": where confidence is spoken of, a bound without a unit is in percent. */
const CONFIDENCE_BOUND = /(?<= (?:sure|confiden\w+|certain\w*|conviction) (?:[^ ]+ ){0,5})(\d{2}) ((?:and|or) (?:up|above|over|more|higher|better|below|less|under|lower)|plus)(?= )/g;
/** "With a confidence of more than 80": the bound may stand before the number, too. */
const CONFIDENCE_OVER = /(?<= (?:confiden\w+|conviction|certainty|sure) (?:(?:is|was|were|of|at|score|level|a|being|that|which) ){0,3}(?:(?:more|less|higher|lower|greater|better|worse) than|over|above|under|below|beyond|exceeding|at least|at most|not under|not over|no less than|no more than|up to|from) )(\d{2})(?= (?!%|percent|pct|points?|of |recommendations?|proposals?))/g;

/** Reads every slot of a normalised text in which names are masked as `@kind`. */
export function readSlots(typed: string, today: IsoDate): Slots {
  const words = typed.replaceAll(CONFIDENCE_BOUND, '$1 % $2').replaceAll(CONFIDENCE_OVER, '$1 %');
  const number = namedRecommendation(words);
  const scenario = readScenario(words);
  const withoutNumber = number ? words.replace(number.text, ' ') : words;
  const time = readPeriods(withoutNumber, today);
  const measures = readMeasures(time.rest);
  return {
    periods: time.periods,
    ...measures,
    // "like 2008" is the crash's name.
    amounts: measures.amounts.filter((amount) => !(scenario && amount.value > 1980 && amount.value < 2030)),
    currencies: readCurrencies(words),
    assetClasses: readAssetClasses(words),
    sectors: readSectors(words),
    regions: readRegions(words),
    ...(number && { recommendationNumber: number.number }),
    ...(scenario && { scenario }),
  };
}
