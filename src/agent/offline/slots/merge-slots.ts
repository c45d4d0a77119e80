import type { Slots } from '../types.ts';

/** `main` wins; what it leaves open comes from `other`. */
export function mergeSlots(main: Slots, other: Slots): Slots {
  const list = <K extends 'periods' | 'amounts' | 'percents' | 'currencies' | 'assetClasses' | 'sectors' | 'regions'>(key: K): Slots[K] => (main[key].length > 0 ? main[key] : other[key]);
  return {
    ...other, ...main, periods: list('periods'), amounts: list('amounts'), percents: list('percents'), currencies: list('currencies'),
    assetClasses: list('assetClasses'), sectors: list('sectors'), regions: list('regions'),
  };
}
