const SYMBOL = { EUR: '€', USD: '$', CHF: 'CHF ' } as const;
const NAME = { EUR: 'euros', USD: 'dollars', CHF: 'francs' } as const;
const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

export function inWords(count: number): string {
  if (count < 20) return WORDS[count]!;
  const ones = count % 10;
  return `${TENS[Math.floor(count / 10)]}${ones ? `-${WORDS[ones]}` : ''}`;
}

/** Ways in which people write an amount; each is right to the digits that it shows. */
export function amounts(cents: number, currency: 'EUR' | 'USD' | 'CHF'): readonly string[] {
  const units = cents / 100;
  const us = (places: number) => units.toLocaleString('en-US', { minimumFractionDigits: places, maximumFractionDigits: places });
  return [
    `${SYMBOL[currency]}${us(2)}`, `${currency} ${us(2)}`, `${us(0)} ${currency}`, `${currency} ${us(2).replaceAll(',', '\'')}`, `${SYMBOL[currency]}${us(0)}`,
    `${us(0).replaceAll(',', ' ')} ${NAME[currency]}`, `about ${SYMBOL[currency]}${(units / 1e3).toFixed(0)}k`, ...(units > 1e6 ? [`${SYMBOL[currency]}${(units / 1e6).toFixed(2)} million`, `${currency} ${(units / 1e6).toFixed(3)}m`] : []),
  ];
}

export function rates(fraction: number): readonly string[] {
  const percent = fraction * 100;
  return [
    `${percent.toFixed(2)} %`, `${percent.toFixed(2)}%`, `${percent.toFixed(1)} %`, `${percent.toFixed(1)} percent`, `about ${percent.toFixed(0)}%`, `${inWords(Math.round(percent))} percent`,
    `${percent.toFixed(1)} per cent`, `${(fraction * 1e4).toFixed(0)} bps`, `${(fraction * 1e4).toFixed(0)} basis points`, `**${percent.toFixed(2)} %**`, `${percent.toFixed(2).replace('.', ',')} %`,
  ];
}

export const DAYS: Readonly<Record<string, readonly string[]>> = {
  '2026-11-23': ['23 November 2026', '2026-11-23', 'November 23, 2026', '23 Nov 2026', 'Nov 23rd, 2026'], '2026-03-31': ['31 March 2026', '2026-03-31', 'March 31, 2026', '31.03.2026', 'the end of March 2026'],
};
