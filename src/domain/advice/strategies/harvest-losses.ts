import { roundMoney, sumDecimals, type Decimal } from '../../../shared/decimal.ts';
import { addDays } from '../../../shared/calendar.ts';
import type { AdviceBook, Asset, RankedLot } from '../advice-book.ts';
import { WASH_SALE_DAYS } from '../advice-rules.ts';
import type { Wish } from '../fill-wishes.ts';
import { replacementFor } from '../replacement.ts';
import { rankedLots } from '../sale-lots.ts';
import { maySell } from '../spread-money.ts';
import { declined, signalOf, type Strategy } from '../strategy.ts';
import { tradeCost } from '../trade-costs.ts';
import { adviceFigure, listed, money } from '../words.ts';

/** A lot below its cost by less is not worth realising. */
const LEAST_LOSS_FRACTION = 0.03;
/** Tax saved must be this many times the cost of selling and buying the replacement. */
const LEAST_SAVING_TIMES_COST = 3;

interface Harvest {
  readonly asset: Asset;
  readonly lots: readonly RankedLot[];
  readonly quantity: Decimal;
  readonly loss: Decimal;
  readonly saved: Decimal;
  readonly replacement: Asset | undefined;
}

/** Realises losses of lots where no purchase within 30 days, in any portfolio of the client, disallows them, and keeps the exposure through a stand-in. */
export const harvestLosses: Strategy = (book) => {
  const { tax } = book.snapshot;
  if (!tax.isTaxable) return declined('the portfolio is sheltered from tax: a loss saves none');
  const losing = book.held.filter((asset) => maySell(book, asset) && losingLots(book, asset).length > 0);
  const clean = losing.filter(({ security }) => !book.rules.boughtRecently(security.id));
  const washed = losing.filter(({ security }) => book.rules.boughtRecently(security.id));
  const blocked = washed.length > 0 ? ` ${listed(washed.map(({ security }) => security.ticker))} was bought within ${WASH_SALE_DAYS} days in a portfolio of the client, so that its loss would be disallowed.` : '';
  const harvests = clean.map((asset) => harvestOf(book, asset, new Set(clean.map(({ security }) => security.id)))).filter((harvest) => pays(book, harvest));
  if (harvests.length === 0) return declined(losing.length === 0 ? 'no lot stands enough below its cost' : clean.length === 0 ? `every loss would be a wash sale.${blocked}` : `the tax saved would not pay for the trades.${blocked}`);
  const loss = sumDecimals(harvests.map((harvest) => harvest.loss));
  const saved = sumDecimals(harvests.map((harvest) => harvest.saved));
  const names = listed(harvests.map(({ asset }) => asset.security.ticker));
  const value = { currency: book.currency };
  return [{
    kind: 'proposal', wishes: wishesOf(harvests), signal: signalOf(saved.div(book.totalBase).toNumber(), 0.002),
    title: `Realise losses of ${money(loss, book.currency)} in ${names}`,
    lead: `Lots of ${names} stand ${money(loss, book.currency)} below their cost: selling them saves about ${money(saved, book.currency)} of tax while similar holdings keep the exposure.`,
    reasons: [{
      text: harvests.map(({ asset, loss: own, replacement }) => `${asset.security.ticker} is ${money(own, book.currency)} below cost${replacement ? `, and ${replacement.security.ticker} stands in for it` : ', and its proceeds stay cash because nothing similar may be bought'}`).join('; ') + '.',
      figures: [
        adviceFigure('loss', 'Loss realised', roundMoney(loss, book.currency).toFixed(), 'money', 'value of the lots less their cost, at the last closes', value),
        adviceFigure('taxSaved', 'Tax saved', roundMoney(saved, book.currency).toFixed(), 'money', tax.source, value),
        adviceFigure('realisedYearToDate', 'Realised this year', tax.realisedYearToDateBase ?? undefined, 'money', 'gains less losses on record', value),
        ...harvests.map(({ asset, loss: own }) => adviceFigure(`loss.${asset.security.ticker}`, `Loss in ${asset.security.ticker}`, roundMoney(own, book.currency).toFixed(), 'money', 'value of the lots less their cost, at the last closes', value)),
      ],
    }],
    warnings: [`Nothing sold here may be bought back before ${addDays(book.asOf, WASH_SALE_DAYS + 1)}, in any portfolio of the client; check savings plans and reinvested dividends.`, ...(blocked ? [blocked.trim()] : [])],
    check: (_from, _to, filled) => (filled.taxBase?.lt(0) ? undefined : 'the sales that may be placed would save no tax'),
  }];
};

function losingLots(book: AdviceBook, asset: Asset): RankedLot[] {
  return rankedLots(book, asset).filter(({ gainBase, quantity }) => gainBase?.lt(0) && -gainBase.toNumber() >= LEAST_LOSS_FRACTION * quantity.times(asset.unitBase).minus(gainBase).toNumber());
}

function harvestOf(book: AdviceBook, asset: Asset, harvested: ReadonlySet<string>): Harvest {
  const lots = losingLots(book, asset);
  const held = sumDecimals(lots.map(({ quantity }) => quantity));
  return {
    asset, lots, quantity: held.gt(asset.sellable) ? asset.sellable : held, loss: sumDecimals(lots.map(({ gainBase }) => gainBase!.neg())), saved: sumDecimals(lots.map(({ taxBase }) => taxBase!.neg())),
    replacement: replacementFor(book, asset, ({ security }) => harvested.has(security.id)),
  };
}

function pays(book: AdviceBook, { asset, quantity, saved, replacement }: Harvest): boolean {
  const amount = quantity.times(asset.unitBase);
  const cost = tradeCost(book, asset.security, amount).plus(replacement ? tradeCost(book, replacement.security, amount) : 0);
  return saved.gt(cost.times(LEAST_SAVING_TIMES_COST)) && amount.gte(book.rules.minTradeBase);
}

function wishesOf(harvests: readonly Harvest[]): Wish[] {
  const sells = harvests.map(({ asset, lots, quantity }): Wish => ({ side: 'sell', securityId: asset.security.id, quantity, lotIds: lots.map(({ lotId }) => lotId) }));
  const buys = new Map<string, Decimal>();
  for (const { asset, quantity, replacement } of harvests) {
    if (!replacement) continue;
    const amount = quantity.times(asset.unitBase);
    buys.set(replacement.security.id, amount.plus(buys.get(replacement.security.id) ?? 0));
  }
  return [...sells, ...[...buys].map(([securityId, amountBase]): Wish => ({ side: 'buy', securityId, amountBase }))];
}
