import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { checkCompliance } from '../../domain/compliance/check-compliance.ts';
import type { ComplianceSubject, RuleResult } from '../../domain/compliance/compliance-subject.ts';
import type { ProposedTrade } from '../../domain/portfolio-state/portfolio-state.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { decimal } from '../../shared/decimal.ts';
import { invalidInput, notFound } from '../../shared/errors.ts';
import { isUndefined } from '../../shared/undefined-value.ts';
import { loadFxInto } from '../market/load-fx.ts';
import { loadLastPrice } from '../market/load-security.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { loadPortfolioStates } from './load-portfolio-states.ts';
import { loadStateSecurities } from './load-state-securities.ts';
import { saveChecks } from './save-checks.ts';

export interface PortfolioChecked {
  readonly subject: ComplianceSubject;
  readonly results: readonly RuleResult[];
}

/**
 * Runs every rule on a portfolio within the person's reach, with hypothetical trades or without, and keeps what they said. The facts are
 * loaded with the service's rights once the portfolio was found in reach: rules look at flags that the person may not see, and their word
 * must not depend on who asks.
 * @throws AppError not-found out of reach.
 */
export async function checkPortfolio(db: ScopedDb, { portfolioId, trades }: { readonly portfolioId: string; readonly trades: readonly ProposedTrade[] }, tools: SaveTools): Promise<PortfolioChecked> {
  const today = tools.clock.today();
  return db.transaction(async (writer) => {
    await writer.findOneOrNotFound(Portfolio, { id: portfolioId }, 'portfolio', { fields: ['id'] });
    const service = actAsService(writer);
    const [state] = await loadPortfolioStates(service, [portfolioId], today);
    if (!state) throw notFound('portfolio');
    const securities = await loadStateSecurities(service, trades.map(({ securityId }) => securityId), today);
    const subject: ComplianceSubject = { state, trades, securities: [...securities.values()].filter(({ id }) => !state.positions.some(({ security }) => security.id === id)) };
    const results = checkCompliance(subject);
    await saveChecks(service, { results, subject, trigger: 'on_demand' }, tools);
    return { subject, results };
  });
}

export interface TradeWish {
  readonly side: 'buy' | 'sell';
  readonly securityId: string;
  readonly baseCurrency: string;
  /** Units as an exact decimal, or money in the base currency; one of them. */
  readonly quantity?: string | undefined;
  readonly amountBase?: string | undefined;
}

/** A wished trade at the last close and rate. Money is turned into whole units, rounded down. @throws AppError invalid-input without a price or rate, or for less than one unit. */
export async function pricedTrade(db: ScopedDb, wish: TradeWish, today: IsoDate): Promise<ProposedTrade> {
  const security = (await loadStateSecurities(db, [wish.securityId], today)).get(wish.securityId);
  if (!security) throw notFound('security');
  const quote = await loadLastPrice(db, security.id, today);
  const rate = (await loadFxInto(db, [security.currency], wish.baseCurrency, today)).convert(decimal(1), security.currency, wish.baseCurrency, today);
  if (!quote || isUndefined(rate)) throw invalidInput(`${security.ticker} cannot be priced in ${wish.baseCurrency} today.`, { hint: 'There is no price or no exchange rate on record.' });
  const priceBase = quote.close.times(rate);
  const unit = decimal(security.unitSize);
  const wanted = wish.quantity !== undefined ? decimal(wish.quantity) : decimal(wish.amountBase ?? 0).div(priceBase).div(unit).toDecimalPlaces(20).floor().times(unit);
  if (!wanted.gt(0)) throw invalidInput('The trade would be for less than one unit.', { hint: 'Say how many units or how much money.' });
  return {
    side: wish.side, securityId: security.id, ticker: security.ticker, quantity: wanted.toFixed(), price: quote.close.toFixed(), priceDate: quote.date, currency: security.currency,
    amountBase: wanted.times(priceBase).toDecimalPlaces(4).toFixed(),
  };
}
