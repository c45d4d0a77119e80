const TITLES: ReadonlyArray<readonly [RegExp, string]> = [
  [/recommend|propose|decision|override/, 'Recommendations'],
  [/compliance|flag|kyc|suitab|restrict/, 'Compliance'],
  [/audit|refusal|export|sign_in|session|security_event|system/, 'Audit and operations'],
  [/rebalance|drift|order/, 'Rebalancing and orders'],
  [/tax|wash/, 'Taxes'],
  [/goal|simulate|project/, 'Goals and projections'],
  [/stress|risk|concentration/, 'Risk'],
  [/performance|gains|rank/, 'Performance'],
  [/income|fees|billing/, 'Income and fees'],
  [/allocation|holding|summary|history|accounts|esg|currency/, 'Portfolio'],
  [/price|fx|security|market|rating/, 'Markets'],
  [/book|screen|insight|sentiment|interaction/, 'Client book'],
  [/ticket|notification|preference|task|document|report|tag|profile|advisor/, 'Service'],
];

/** A title from the kind of tools used: it says what the talk was about and quotes neither names nor figures. */
export function titleFor(toolNames: readonly string[]): string | null {
  const names = toolNames.filter((name) => name !== 'find_names').join(' ');
  return TITLES.find(([pattern]) => pattern.test(names))?.[1] ?? (names ? 'Questions' : null);
}
