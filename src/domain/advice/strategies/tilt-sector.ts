import { sumDecimals } from '../../../shared/decimal.ts';
import type { Asset } from '../advice-book.ts';
import { sectorWeight } from '../purchase-room.ts';
import { sectorParts } from '../security-kind.ts';
import { buyWishes, choices, sellWishes } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { PREFERRED_SECTOR_ENOUGH } from '../utility.ts';
import { adviceFigure, percent } from '../words.ts';

/** Weight that a tilt adds at most. */
const STEP = 0.05;
/** A security stands for a sector from this share of it. */
const MAINLY = 0.5;

/** Raises a sector that the client prefers or asks for, by at most five points and within caps, out of the same asset classes so that the allocation stays. */
export const tiltSector: Strategy = (book) => {
  const asked = book.request.objective === 'tilt_sector' ? book.request.constraints.sector : undefined;
  const sector = asked ?? book.rules.preferredSectors[0];
  if (sector === undefined) return declined('the client prefers no sector');
  const isOf = ({ security }: Asset): boolean => (sectorParts(security)[sector] ?? 0) >= MAINLY;
  const now = sectorWeight(book, sector);
  const most = Math.min(book.rules.sectorCap ?? 1, asked === undefined ? PREFERRED_SECTOR_ENOUGH : 1);
  const step = Math.min(STEP, most - now);
  const figures = [adviceFigure('sectorWeight', `Weight of ${sector}`, now, 'fraction', 'funds looked through where their composition is on record'), adviceFigure('sectorMost', 'Most wanted', most, 'fraction', 'the stricter of sector limit and house rule for preferences')];
  if (step < 0.005) return declined(`${sector} is ${percent(now)} already`, figures);
  const buyable = choices(book, isOf);
  if (buyable.length === 0) return declined(`nothing of ${sector} may be bought`, figures);
  const classes = [...new Set(buyable.map(({ security }) => security.exposureClass))];
  const amount = book.totalBase.times(step);
  const sells = sellWishes(book, (asset) => classes.includes(asset.security.exposureClass) && !isOf(asset), amount);
  const proceeds = sumDecimals(sells.flatMap((wish) => (wish.side === 'sell' ? [wish.quantity.times(book.assets.get(wish.securityId)!.unitBase)] : [])));
  if (proceeds.lte(0)) return declined(`nothing of the same class may be sold for ${sector}`, figures);
  return [{
    kind: 'proposal', wishes: [...sells, ...buyWishes(book, isOf, proceeds)], signal: signalOf(step, STEP),
    title: `Raise ${sector} by ${percent(step)} of the portfolio`,
    lead: `${sector} is ${percent(now)} of the portfolio and ${asked === undefined ? 'preferred by the client' : 'asked for'}: ${percent(step)} moves into it from the same asset classes.`,
    reasons: [{ text: `${sector} is ${percent(now)}; up to ${percent(most)} is wanted.`, figures: [...figures, adviceFigure('moved', 'Moved', step, 'fraction', 'share of the portfolio that changes sector')] }],
  }];
};
