import { unknownPersons } from './persons.ts';
import { isKnownWord } from './text/spelling.ts';

const CAPITALS = /(?<![\p{L}\d@])[A-Z]{3,6}(?![\p{L}\d])/gu;
/** Up to its possessive; what stands in capitals after it is no part of it ("Anna Smith KYC"). */
const NAME_INSIDE = /(?<=\S )(?<![.?!] )\p{Lu}[\p{L}-]+(?:['\u2019]\p{Lu}[\p{L}-]+)?(?: (?!\p{Lu}{2,}(?!\p{L}))\p{Lu}[\p{L}-]+)*(?:['\u2019]s(?!\p{L}))?/gu;
const COMPANY = / (?:Inc|Corp|Ltd|AG|SA|SE|PLC|Group|Holding|Fund|ETF|Bank)$/i;
/** Capitals that name no security. */
const ABBREVIATIONS = new Set('KYC AML ESG TWR MWR XIRR ROI YTD QTD MTD WTD ETF ETFS NAV VAR TER AUM CSV PDF JSON XLSX API APIS ETL USD EUR GBP CHF JPY CAD AUD SEK NOK IPS PIN PINS SMS CEO CFO FDA IPO ISIN USA FAQ PNL SSN OTP MFA GDP EPS FYI ASAP PLC NOW ALL NOT AND ANY NEVER MUST'.split(' '));
/** Who writes everything in capitals names nothing by them. */
const IN_SMALL_LETTERS = /\p{Ll}{2}/u;

function maskOf(name: string): string | undefined {
  if (COMPANY.test(name)) return '@security';
  if (unknownPersons(`of ${name} has`).length > 0) return '@client';
  return isKnownWord(name.toLowerCase()) ? undefined : '@portfolio';
}

/** What is written like a name as a mask, before anything is looked up: a ticker, a company, a person, or else something of the client's. */
export function withNamesGuessed(text: string): string {
  if (!IN_SMALL_LETTERS.test(text)) return text;
  return text.replaceAll(CAPITALS, (word) => (ABBREVIATIONS.has(word) ? word : '@security')).replaceAll(NAME_INSIDE, (name) => {
    const plain = name.replace(/['\u2019]s$/u, '');
    const mask = maskOf(plain);
    return mask === undefined ? name : `${mask}${name.slice(plain.length)}`;
  });
}
