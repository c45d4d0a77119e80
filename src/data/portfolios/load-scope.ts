import type { ScopedDb } from '../../access/scoped-db.ts';
import type { LotMethod } from '../../domain/lots/lot-rules.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { invalidInput } from '../../shared/errors.ts';
import { loadBaseCurrency } from '../clients/load-base-currency.ts';
import { resolveClient, resolvePortfolio } from '../names/resolve.ts';

export interface ScopedPortfolio {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly kind: string;
  readonly status: string;
  readonly baseCurrency: string;
  readonly lotMethod: LotMethod;
  readonly strategy: string | null;
  readonly openedOn: IsoDate;
  readonly cashFloorFraction: number | null;
  readonly maxPositionFraction: number | null;
  readonly driftToleranceFraction: number | null;
}

/** Which portfolios a question is about and in which currency its totals are. */
export interface PortfolioScope {
  /** "Long-Term Growth", "all portfolios of Elena Marchetti". */
  readonly label: string;
  readonly currency: string;
  readonly clientId: string | undefined;
  readonly portfolios: readonly ScopedPortfolio[];
}

export interface ScopeQuery {
  readonly client?: string | undefined;
  readonly portfolio?: string | undefined;
  /** Totals in this currency instead. */
  readonly currency?: string | undefined;
}

/**
 * Resolves loose references. A client without any sees the own portfolios; an advisor or auditor the whole reach where `wholeBook` allows it.
 * Closed portfolios are left out unless named. Totals are in the currency that all portfolios share, otherwise in the client's (the firm's).
 * @throws AppError as the resolvers; invalid-input when neither client nor portfolio is named and the question is about one.
 */
export async function loadScope(db: ScopedDb, query: ScopeQuery, { wholeBook = false } = {}): Promise<PortfolioScope> {
  const ownId = db.principal.role === 'client' ? db.principal.clientId : undefined;
  const clientId = query.client ? await resolveClient(db, query.client) : ownId;
  if (query.portfolio) return onePortfolio(db, await resolvePortfolio(db, query.portfolio, { clientId }), query.currency);
  if (!clientId && !wholeBook) {
    throw invalidInput('It is not said whose portfolio is meant.', { hint: 'Name a client or a portfolio.' });
  }
  const portfolios = await loadPortfolios(db, { status: { $ne: 'closed' }, ...(clientId ? { client: clientId } : {}) });
  const shared = new Set(portfolios.map(({ baseCurrency }) => baseCurrency));
  if (!clientId) {
    return { label: db.principal.role === 'advisor' ? 'your whole book' : 'the whole firm', currency: query.currency ?? await loadBaseCurrency(db), clientId: undefined, portfolios };
  }
  const client = await db.findOneOrNotFound(Client, { id: clientId }, 'client', { fields: ['fullName', 'baseCurrency'] });
  const [only] = shared;
  return {
    label: portfolios.length === 1 ? portfolios[0]!.name : `all portfolios of ${client.fullName}`,
    currency: query.currency ?? (shared.size === 1 && only ? only : client.baseCurrency), clientId, portfolios,
  };
}

async function onePortfolio(db: ScopedDb, id: string, currency: string | undefined): Promise<PortfolioScope> {
  const portfolios = await loadPortfolios(db, { id });
  const [portfolio] = portfolios;
  if (!portfolio) throw invalidInput('The portfolio was removed meanwhile.');
  return { label: portfolio.name, currency: currency ?? portfolio.baseCurrency, clientId: portfolio.clientId, portfolios };
}

async function loadPortfolios(db: ScopedDb, where: { id?: string; client?: string; status?: { $ne: 'closed' } }): Promise<ScopedPortfolio[]> {
  const rows = await db.find(Portfolio, where, { populate: ['client'], orderBy: [{ openedOn: 'asc' }, { name: 'asc' }] });
  return rows.map((row) => ({
    id: row.id, name: row.name, clientId: row.client.id, clientName: row.client.fullName, kind: row.kind, status: row.status, baseCurrency: row.baseCurrency,
    lotMethod: row.lotMethod, strategy: row.strategy ?? null, openedOn: row.openedOn, cashFloorFraction: row.cashFloorFraction ?? null,
    maxPositionFraction: row.maxPositionFraction ?? null, driftToleranceFraction: row.driftToleranceFraction ?? null,
  }));
}

/** Several portfolios by loose reference, in the order given, without doubles. @throws as `loadScope`. */
export async function loadNamedPortfolios(db: ScopedDb, references: readonly string[]): Promise<PortfolioScope> {
  const clientId = db.principal.role === 'client' ? db.principal.clientId : undefined;
  const ids = new Set<string>();
  for (const reference of references) ids.add(await resolvePortfolio(db, reference, { clientId }));
  const portfolios: ScopedPortfolio[] = [];
  for (const id of ids) portfolios.push(...await loadPortfolios(db, { id }));
  const shared = new Set(portfolios.map(({ baseCurrency }) => baseCurrency));
  return {
    label: portfolios.map(({ name }) => name).join(', '), currency: shared.size === 1 ? portfolios[0]!.baseCurrency : await loadBaseCurrency(db),
    clientId, portfolios,
  };
}
