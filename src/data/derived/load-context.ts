import type { LotMethod } from '../../domain/lots/lot-rules.ts';
import type { FundComposition } from '../../entities/trading/security.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import type { BenchmarkFacts } from './benchmark-levels.ts';
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

/** The primary benchmark in use on a day, by portfolio. */
export async function loadBenchmarks(sql: SqlRows, portfolioIds: readonly string[], today: IsoDate): Promise<ReadonlyMap<string, BenchmarkFacts>> {
  const rows = await sql.select(
    `select u.portfolio_id, b.id, b.rebalancing, b.security_id, b.components from PortfolioBenchmarks u join Benchmarks b on b.id = u.benchmark_id
     where u.portfolio_id in (${sql.marks(portfolioIds)}) and u.is_primary = ? and u.valid_from <= ? and (u.valid_to is null or u.valid_to >= ?) order by u.valid_from, b.id`,
    [...portfolioIds, 1, today, today],
  );
  return new Map(rows.map((row) => {
    const parts = row['components'];
    const index = text(row['security_id']);
    const components = (typeof parts === 'string' ? JSON.parse(parts) : parts ?? []) as BenchmarkFacts['components']; // written by the entity only
    return [String(row['portfolio_id']), {
      id: String(row['id']), rebalancing: String(row['rebalancing']) as BenchmarkFacts['rebalancing'], // a CHECK keeps the list
      components: index ? [{ securityId: index, weightFraction: 1 }] : components,
    }] as const;
  }));
}
