/** People say "health care", data says "Healthcare": letters alone decide. */
function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

const SAME: Readonly<Record<string, string>> = {
  tech: 'technology', informationtechnology: 'technology', it: 'technology', healthcare: 'healthcare', health: 'healthcare', financial: 'financials', finance: 'financials', banks: 'financials',
  stocks: 'equity', stock: 'equity', shares: 'equity', equities: 'equity', bonds: 'bond', fixedincome: 'bond', cashes: 'cash', commodities: 'commodity', property: 'realestate',
  cryptocurrency: 'crypto', cryptocurrencies: 'crypto', nfts: 'nft', etfs: 'etf', funds: 'fund', usa: 'us', unitedstates: 'us', uk: 'gb', unitedkingdom: 'gb',
  energies: 'energy', utility: 'utilities', industrial: 'industrials', material: 'materials', communications: 'communicationservices', communication: 'communicationservices',
};

function canonical(text: string): string {
  const plain = letters(text);
  return SAME[plain] ?? plain;
}

/** Whether a stored label is the one that was asked for, whatever the spelling; a missing label matches nothing. */
export function isSameLabel(stored: string | null | undefined, asked: string): boolean {
  return stored !== null && stored !== undefined && canonical(stored) === canonical(asked);
}

/** By what a holding is exposed to ("equity" finds share funds too) or by what the instrument is ("etf"). */
export function isOfClass({ assetClass, exposureClass }: { readonly assetClass: string; readonly exposureClass: string }, asked: string): boolean {
  return isSameLabel(exposureClass, asked) || ((canonical(asked) === 'etf' || canonical(asked) === 'fund') && isSameLabel(assetClass, asked));
}
