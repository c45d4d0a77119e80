import { phraseMatcher } from '../text/phrases.ts';

type Terms = Readonly<Record<string, readonly string[]>>;

/** Asset classes by the names that the tools take. */
const ASSET_CLASSES: Terms = {
  equity: ['equit*', 'stocks', 'stock market', 'stock|share allocation|exposure|weight|portion|sleeve|part'],
  fixed_income: ['fixed income', 'bonds', 'bond', 'debt securities'],
  cash: ['cash'],
  real_estate: ['real estate', 'reit|reits', 'propert* allocation|exposure|weight|holdings', 'property'],
  commodity: ['commodit*', 'raw materials', 'gold', 'precious metals'],
  alternative: ['alternatives', 'alternative investments|assets', 'hedge funds', 'private equity|markets|debt|credit', 'infrastructure'],
  crypto: ['crypto', 'cryptocurrenc*', 'digital assets', 'bitcoin'],
  fund: ['mutual funds'],
  etf: ['etf|etfs'],
};

/** Sectors by their usual (GICS) names. */
const SECTORS: Terms = {
  'Information Technology': ['technology', 'tech', 'it sector', 'information technology', 'software', 'semiconductor*'],
  'Health Care': ['healthcare', 'health care', 'pharma*', 'biotech', 'medical stocks'],
  Financials: ['financials', 'financial stocks|sector|services|names', 'banks', 'banking', 'bank stocks', 'insurers', 'insurance stocks|sector'],
  'Consumer Discretionary': ['consumer discretionary', 'consumer cyclical*', 'discretionary', 'retail stocks|sector', 'luxury stocks|sector'],
  'Consumer Staples': ['consumer staples', 'staples', 'consumer defensive', 'food and beverage'],
  Energy: ['energy', 'oil and gas', 'oil', 'oil stocks'],
  Materials: ['materials', 'mining', 'miners', 'chemicals'],
  Industrials: ['industrials', 'industrial stocks|sector|names', 'manufacturing'],
  Utilities: ['utilities', 'utility stocks|sector|names'],
  'Communication Services': ['communication services', 'communications', 'telecom*', 'media stocks|sector'],
  'Real Estate': ['real estate', 'reits'],
};

const REGIONS: Terms = {
  Europe: ['europe', 'european', 'eu', 'eurozone'],
  'North America': ['north america*', 'united states', 'us markets|stocks|equities|exchanges|allocation|exposure', 'america*', 'usa'],
  Asia: ['asia', 'asian', 'asia pacific', 'far east', 'apac'],
  'Emerging Markets': ['emerging markets?', 'emerging economies'],
  'Latin America': ['latin america*', 'south america*'],
  'Middle East': ['middle east*'],
  Africa: ['africa*'],
  Oceania: ['oceania', 'australia*'],
};

interface TermReader {
  readonly name: string;
  readonly matcher: RegExp;
}

function compile(terms: Terms): readonly TermReader[] {
  return Object.entries(terms).map(([name, phrases]) => ({ name, matcher: phraseMatcher(phrases) }));
}

const COMPILED = { assetClasses: compile(ASSET_CLASSES), sectors: compile(SECTORS), regions: compile(REGIONS) };

function read(readers: readonly TermReader[], words: string): string[] {
  const found: { at: number; name: string }[] = [];
  for (const { name, matcher } of readers) {
    for (const match of words.matchAll(matcher)) found.push({ at: match.index, name });
  }
  return [...new Set(found.toSorted((left, right) => left.at - right.at).map(({ name }) => name))];
}

/** A text without the words that name asset classes, sectors or regions. */
export function withoutMarketTerms(words: string): string {
  return Object.values(COMPILED).flat().reduce((rest, { matcher }) => rest.replaceAll(matcher, ' ').replaceAll(/ {2,}/g, ' '), words);
}

export const readAssetClasses = (words: string): string[] => read(COMPILED.assetClasses, words.replaceAll(/ cash (?:flow|balance|account|back|position|(?:in|out) (?!@|my|our|the|his|her|their|hand|total|all|it|each|every))/g, ' '));
export const readSectors = (words: string): string[] => read(COMPILED.sectors, words);
export const readRegions = (words: string): string[] => read(COMPILED.regions, words);
