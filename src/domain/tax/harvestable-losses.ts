import { sumDecimals, type Decimal } from '../../shared/decimal.ts';
import { daysBetween, type IsoDate } from '../../shared/calendar.ts';
import { isUndefined, type Undefined } from '../../shared/undefined-value.ts';
import { unrealisedGainIn, type ReportingCurrency, type Valuation } from '../lots/currency-gains.ts';
import { holdingTerm } from '../lots/holding-term.ts';
import type { LotBook, OpenPosition } from '../lots/lot-book.ts';
import type { HoldingTerm, Lot } from '../lots/lot.ts';
import { US_WASH_SALE_RULES, type WashSaleRules } from './wash-lot.ts';
import { firstClearDate, washSaleReach } from './wash-sale-risk.ts';

export interface HarvestQuestion {
  readonly asOf: IsoDate;
  readonly reporting: ReportingCurrency;
  /** Price and rates of `asOf` for a security. */
  readonly valuationOf: (securityId: string) => Valuation;
  /** Smallest loss worth naming, reporting currency. */
  readonly minimumLoss: Decimal;
  readonly washSaleRules?: WashSaleRules;
}

/** A lot that could be sold at a loss today. Money in the reporting currency, losses positive. */
export interface HarvestableLoss {
  readonly securityId: string;
  readonly lotId: string;
  readonly acquiredOn: IsoDate;
  readonly quantity: Decimal;
  readonly loss: Decimal;
  readonly term: HoldingTerm;
  /** Units for which purchases of the last days stand as replacements already, were this lot sold alone today. */
  readonly replacedQuantity: Decimal;
  /** The part of the loss that would be disallowed for them. */
  readonly disallowed: Decimal;
  /** First day on which those purchases no longer matter. */
  readonly firstClearDate: IsoDate;
}

export interface HarvestableLosses {
  /** Largest loss first. */
  readonly losses: readonly HarvestableLoss[];
  /** Securities that could not be judged, with the reason: a price or rate is missing. */
  readonly unknown: ReadonlyMap<string, Undefined>;
}

/** Open long lots whose value is below their cost, with the wash-sale risk of selling each today. */
export function harvestableLosses(book: LotBook, question: HarvestQuestion): HarvestableLosses {
  const losses: HarvestableLoss[] = [];
  const unknown = new Map<string, Undefined>();
  for (const position of book.positions()) {
    if (position.quantity.isNegative()) continue;
    for (const lot of position.lots) {
      const gain = unrealisedGainIn(lot, question.valuationOf(position.securityId), question.reporting);
      if (isUndefined(gain)) {
        unknown.set(position.securityId, gain);
        break;
      }
      const loss = gain.total.neg();
      if (loss.gt(0) && loss.gte(question.minimumLoss)) losses.push(harvest(lot, loss, position, book, question));
    }
  }
  return { losses: losses.sort((left, right) => right.loss.cmp(left.loss)), unknown };
}

function harvest(lot: Lot, loss: Decimal, position: OpenPosition, book: LotBook, question: HarvestQuestion): HarvestableLoss {
  const { washSaleRules = US_WASH_SALE_RULES, asOf } = question;
  const reach = washSaleReach(washSaleRules);
  const recent = position.lots.filter((other) => other.orderId !== lot.orderId && Math.abs(daysBetween(other.acquiredOn, asOf)) <= reach);
  const replacing = sumDecimals(recent.map((other) => other.quantity));
  const replacedQuantity = replacing.lt(lot.quantity) ? replacing : lot.quantity;
  return {
    securityId: lot.securityId, lotId: lot.id, acquiredOn: lot.acquiredOn, quantity: lot.quantity, loss,
    term: holdingTerm(lot.acquiredOn, asOf, book.rules.longTermAfter), replacedQuantity,
    disallowed: loss.times(replacedQuantity).div(lot.quantity), firstClearDate: firstClearDate(asOf, recent.map((other) => other.acquiredOn), reach),
  };
}
