import type { LotMethod } from '../../domain/lots/lot-rules.ts';
import type { FundComposition } from '../../entities/trading/security.entity.ts';
import type { PortfolioFacts, SecurityFacts } from './context.ts';
import type { SqlRow, SqlRows } from './sql-rows.ts';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Securities by id, and cash securities by currency. */
export interface SecurityCatalogue {
  readonly byId: ReadonlyMap<string, SecurityFacts>;
  readonly cashByCurrency: ReadonlyMap<string, SecurityFacts>;
}

/** The given securities and every currency's cash. */
export async function loadSecurities(sql: SqlRows, ids: readonly string[]): Promise<SecurityCatalogue> {
  const rows = await sql.select(
    `select id, ticker, currency, asset_class, exposure_class, sector, region, country, composition from Securities where asset_class = 'cash'${ids.length > 0 ? ` or id in (${sql.marks(ids)})` : ''}`,
    ids,
  );
  const facts = rows.map(factsOf);
  return {
    byId: new Map(facts.map((security) => [security.id, security])),
    cashByCurrency: new Map(facts.filter(({ isCash }) => isCash).map((security) => [security.ticker, security])),
  };
}

function factsOf(row: SqlRow): SecurityFacts {
  const composition = row['composition'];
  return {
    id: String(row['id']), ticker: String(row['ticker']), currency: String(row['currency']), isCash: row['asset_class'] === 'cash',
    exposureClass: String(row['exposure_class']), sector: text(row['sector']), region: text(row['region']), country: text(row['country']),
    composition: (typeof composition === 'string' ? JSON.parse(composition) : composition ?? null) as FundComposition | null, // written by the entity only
  };
}

/** The given portfolios, or all of them, by id. */
export async function loadPortfolios(sql: SqlRows, ids?: readonly string[]): Promise<PortfolioFacts[]> {
  const rows = await sql.select(
    `select p.id, p.base_currency, p.lot_method, c.tax_residence from Portfolios p join Clients c on c.id = p.client_id${ids ? ` where p.id in (${sql.marks(ids)})` : ''} order by p.id`,
    ids ?? [],
  );
  return rows.map((row) => ({
    id: String(row['id']), baseCurrency: String(row['base_currency']), taxResidence: String(row['tax_residence']),
    lotMethod: String(row['lot_method']) as LotMethod, // a CHECK keeps the list
  }));
}
