import { z } from 'zod';
import { loadFxInto } from '../../src/data/market/load-fx.ts';
import { loadLastPrice } from '../../src/data/market/load-security.ts';
import { resolveSecurity } from '../../src/data/names/resolve.ts';
import { loadClientRules, loadSecurityTraits } from '../../src/data/planning/load-client-rules.ts';
import { loadHoldings } from '../../src/data/portfolios/load-holdings.ts';
import { loadScope } from '../../src/data/portfolios/load-scope.ts';
import { answer } from '../../src/shared/answer.ts';
import { decimal, sumDecimals, ZERO, type Decimal } from '../../src/shared/decimal.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { isUndefined } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { column, fact, fractionFigure, moneyFigure, plainFigure } from '../portfolio/figures.ts';
import { amount, fraction, portfolio, security } from '../shared-inputs.ts';
import { orderChecks, suitabilityOf } from './order-checks.ts';

const DEFAULT_MAX_WEIGHT = 0.1;

const input = z.strictObject({
  side: z.enum(['buy', 'sell']), security, portfolio: portfolio.unwrap(), quantity: amount.optional().describe('Units'), amount: amount.optional().describe('Money in the portfolio currency'),
  fraction: fraction.optional().describe('Part of the position'), weightFraction: fraction.optional().describe('Target weight'),
});

export const draftOrder = defineTool({
  name: 'draft_order', effect: 'draft', version: 1, roles: ['client', 'advisor'],
  purpose: 'Drafts a buy or sell order by units, money, part of the position or target weight, with price, value, holding and checks. Places nothing.',
  input,
  async run(asked, { db, clock, principal }) {
    const today = clock.today();
    const scope = await loadScope(db, { portfolio: asked.portfolio });
    const target = scope.portfolios[0]!;
    const id = await resolveSecurity(db, asked.security);
    const traits = await loadSecurityTraits(db, id, today);
    const held = await loadHoldings(db, scope, today);
    const own = held.positions.find(({ securityId }) => securityId === id);
    const quote = await loadLastPrice(db, id, today);
    const rate = (await loadFxInto(db, [traits.currency], scope.currency, today)).rate(traits.currency, scope.currency, today);
    if (!quote || isUndefined(rate)) throw invalidInput(`${traits.ticker} cannot be priced in ${scope.currency} today.`, { hint: 'There is no price or no exchange rate on record.' });
    const priceBase = quote.close.times(rate.rate);
    const holding = own?.quantity ?? ZERO;
    const quantity = inUnits(wantedUnits(asked, { holding, priceBase, total: held.total, value: own?.value ?? ZERO }), decimal(traits.unitSize));
    if (!quantity.gt(0)) throw invalidInput('The order would be for less than one unit.', { hint: 'Say how many units, how much money or which part of the position.' });
    const value = quantity.times(priceBase);
    const after = (own?.value ?? ZERO).plus(asked.side === 'buy' ? value : value.neg());
    const weightAfter = held.total.gt(0) ? after.div(held.total).toNumber() : 0;
    const cash = sumDecimals(held.positions.flatMap((position) => (position.isCash && position.value ? [position.value] : [])));
    const checks = orderChecks({
      side: asked.side, security: traits, rules: await loadClientRules(db, target.clientId, today), value, cash, cashFloor: held.total.times(target.cashFloorFraction ?? 0), held: holding, quantity,
      weightAfter, maxWeight: target.maxPositionFraction ?? DEFAULT_MAX_WEIGHT, isForStaff: principal.role !== 'client',
    });
    const basis = { asOf: quote.date, currency: scope.currency, method: `last close ${traits.currency === scope.currency ? '' : `at the rate of ${rate.from} `}before costs` };
    return answer({
      title: `Draft: ${asked.side} ${quantity.toFixed()} ${traits.ticker} in ${target.name}`, asOf: quote.date,
      figures: [
        plainFigure('holdingQuantity', 'Held now', holding, 'units', { asOf: held.asOf, method: 'units on record' }), plainFigure('orderQuantity', 'Units to order', quantity, 'units', { asOf: quote.date, method: 'rounded down to the tradable unit' }),
        moneyFigure('orderValue', 'Value of the order', value, basis), plainFigure('price', 'Price', quote.close, 'price', { asOf: quote.date, currency: traits.currency, method: 'last close' }),
        moneyFigure('cashAfter', 'Cash after', asked.side === 'buy' ? cash.minus(value) : cash.plus(value), basis), fractionFigure('weightAfter', 'Weight after', weightAfter, basis),
      ],
      facts: [fact('suitability', 'Suitability', suitabilityOf(checks)), fact('side', 'Side', asked.side), fact('security', 'Security', traits.name, 'name'), fact('portfolio', 'Portfolio', target.name, 'name')],
      tables: [{
        key: 'checks', title: 'Checks', total: checks.length, method: 'a first look; the binding checks run when an order is submitted',
        columns: [column('rule', 'Rule', 'text'), column('result', 'Result', 'text'), column('detail', 'Detail', 'text')], rows: checks.map(({ rule, result, detail }) => [rule, result, detail]),
      }],
      caveats: ['This is a draft: nothing was ordered.', ...held.caveats],
    });
  },
});

interface Sizing {
  readonly holding: Decimal;
  readonly priceBase: Decimal;
  readonly total: Decimal;
  readonly value: Decimal;
}

/** @throws AppError invalid-input when it isn't said how much. */
function wantedUnits(asked: z.output<typeof input>, { holding, priceBase, total, value }: Sizing): Decimal {
  if (asked.quantity !== undefined) return decimal(asked.quantity);
  if (asked.amount !== undefined) return decimal(asked.amount).div(priceBase);
  if (asked.fraction !== undefined) return holding.times(asked.fraction);
  if (asked.weightFraction !== undefined) {
    const gap = total.times(asked.weightFraction).minus(value);
    return (asked.side === 'buy' ? gap : gap.neg()).div(priceBase);
  }
  throw invalidInput('It is not said how much.', { hint: 'Say how many units, how much money, which part of the position or which target weight.' });
}

function inUnits(quantity: Decimal, unitSize: Decimal): Decimal {
  return unitSize.gt(0) ? quantity.div(unitSize).toDecimalPlaces(20).floor().times(unitSize) : quantity;
}
