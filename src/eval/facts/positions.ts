import { text } from '../firm.ts';
import { IN_IDS, ids, textArg, type FactContext, type FactScope } from './context.ts';

/** A line of holdings: the same security in several portfolios is one, money in the scope's currency. */
export interface Position {
  readonly securityId: string;
  readonly ticker: string;
  readonly name: string;
  readonly assetClass: string;
  readonly exposureClass: string;
  readonly sector: string;
  readonly region: string;
  readonly currency: string;
  readonly quantity: number;
  readonly value: number;
  readonly cost: number;
  readonly gain: number;
}

/** Everything held in the scope, from the holdings on record at their last prices. */
export function positionsOf({ firm }: FactContext, { portfolios, currency }: FactScope): Position[] {
  const rows = firm.all(`select h.portfolio_id portfolio, s.id, s.ticker, s.name, s.asset_class, s.exposure_class, s.sector, s.region, h.currency, num(h.quantity) quantity,
    num(h.market_value_base) value, num(h.cost_basis_base) cost, num(h.unrealised_gain_base) gain from Holdings h join Securities s on s.id = h.security_id where h.portfolio_id ${IN_IDS} and num(h.quantity) <> 0`, ids(portfolios));
  const merged = new Map<string, Position>();
  for (const row of rows) {
    const rate = firm.fx(portfolios.find(({ id }) => id === row['portfolio'])?.currency ?? currency, currency) ?? Number.NaN;
    const id = text(row['id']);
    const known = merged.get(id);
    const [quantity, value, cost, gain] = [Number(row['quantity']), Number(row['value']) * rate, Number(row['cost']) * rate, Number(row['gain'] ?? 0) * rate];
    merged.set(id, {
      securityId: id, ticker: text(row['ticker']), name: text(row['name']), assetClass: text(row['asset_class']), exposureClass: text(row['exposure_class']), sector: text(row['sector']), region: text(row['region']),
      currency: text(row['currency']), quantity: (known?.quantity ?? 0) + quantity, value: (known?.value ?? 0) + value, cost: (known?.cost ?? 0) + cost, gain: (known?.gain ?? 0) + gain,
    });
  }
  return [...merged.values()].toSorted((left, right) => right.value - left.value);
}

export const isCash = ({ assetClass }: Position): boolean => assetClass === 'cash';

export function totalOf(positions: readonly Position[], part: (position: Position) => number = ({ value }) => value): number {
  return positions.reduce((sum, position) => sum + part(position), 0);
}

/** The security named by ticker or name; `largest_holding` points at the fact of that name. */
export function chosenPositions(context: FactContext, positions: readonly Position[]): Position[] {
  const wanted = textArg(context, 'ticker') ?? textArg(context, 'security_name');
  const sector = textArg(context, 'sector');
  const assetClass = textArg(context, 'asset_class');
  const currency = textArg(context, 'currency');
  if (wanted === 'largest_holding') return positions.filter((position) => !isCash(position)).slice(0, 1);
  return positions.filter((position) => (!wanted || position.ticker === wanted || position.name === wanted)
    && (!sector || position.sector.toLowerCase() === sector.toLowerCase()) && (!assetClass || position.assetClass === assetClass || position.exposureClass === assetClass)
    && (!currency || position.currency === currency));
}

export function spellings(position: { readonly ticker: string; readonly name: string }): string[] {
  return [position.ticker, position.name];
}
