import { CURRENCY_CODES } from './written-figure.ts';

/** Words in capitals that are no tickers. */
const KNOWN = new Set([...CURRENCY_CODES, ...`AI AML API AND ANY ALL APR ASAP AUM AUD BUY BPS BTC CAGR CEO CET CFO CPI CSV CVAR CRM DCA DNA DIY DTI EBIT EPS ESG EST ETF ETFS ETH ETL ETN EU EUR FAQ FATCA FIFO FINRA FOMC FTSE FX FY GAAP GBP GDP
GIPS GMT HHI HIFO HMRC HNW HR ID IFRS IPO IRA IRR IRS ISA ISIN ISO IT JSON KID KIID KPI KYC LIFO LTD LTCG MAX MD ME MIN MSCI MTD MWR NA NAV NFT NO NOT NOW NULL OECD OK ONLY OR OTC PDF PE PEP PIN PL PM AM PNL QTD REIT REITS ROI
SAR SEC SELL SIPP SLA SMA SMS SP SQL SRI STCG TBD TER THE TIN TO TWR UCITS UI UK UN US USA USD UTC VAR VAT VIX VS XIRR YES YOY YTD YTM HOLD MIFID NB PS RSU CD CDS LLC PLC AG SA NV SE INC CO II III IV VI VII WACC OCF RSI GICS CUSIP SEDOL LEI
FIFO MAR JAN FEB APR JUN JUL AUG SEP OCT NOV DEC MON TUE WED THU FRI SAT SUN FROM WITH FOR NOT MUST MAY CAN OF IN ON AT BY IS BE DO IF SO AS AN WE HE IT MY UP GO NYSE NASDAQ LSE SIX XETRA EEA EMEA APAC DACH EM DM EEA VC P2P ROE ROA EV GIC FED ECB BOE SNB BOJ DJIA DAX SMI CAC NIKKEI`.split(/\s+/)]);

const CAPITALS = /(?<![\p{L}\d_./-])[A-Z]{2,5}(?:\.[A-Z]{1,2})?(?![\p{L}\d_]|\.[A-Z])/gu;
const IN_BRACKETS = /\(([A-Z][A-Z\d]{0,4}(?:\.[A-Z]{1,2})?)\)/g;

/** Tickers in a text that neither evidence nor the person named. Headings in capitals throughout aren't tickers. */
export function unknownTickers(text: string, isKnown: (word: string) => boolean): readonly string[] {
  const found = [...text.matchAll(CAPITALS)].map((match) => match[0]).concat([...text.matchAll(IN_BRACKETS)].map((match) => match[1]!));
  if (found.length === 0 || (!/\p{Ll}/u.test(text) && !text.includes('|') && found.length > 2)) return [];
  return [...new Set(found)].filter((word) => !KNOWN.has(word) && !isKnown(word) && !(word.endsWith('S') && KNOWN.has(word.slice(0, -1))));
}
