import type { ScopedDb } from '../../access/scoped-db.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import { invalidInput } from '../../shared/errors.ts';
import { resolveClient, resolvePortfolio } from '../names/resolve.ts';

/** Whom a question about service, compliance or advice is about. */
export interface Subject {
  /** "Elena Marchetti", "Long-Term Growth", "your whole book". */
  readonly label: string;
  /** Undefined: all clients within reach. */
  readonly clientId: string | undefined;
  readonly portfolioId: string | undefined;
}

export interface ClientSubject extends Subject {
  readonly clientId: string;
}

interface SubjectQuery {
  readonly client?: string | undefined;
  readonly portfolio?: string | undefined;
}

/**
 * Resolves loose references within reach. A client always means themselves; staff without a name mean everyone within reach.
 * @throws AppError as the resolvers: not-found for a missing and for somebody else's client alike.
 */
export async function loadSubject(db: ScopedDb, query: SubjectQuery): Promise<Subject> {
  const ownId = db.principal.role === 'client' ? db.principal.clientId : undefined;
  const clientId = query.client ? await resolveClient(db, query.client) : ownId;
  if (query.portfolio) {
    const id = await resolvePortfolio(db, query.portfolio, { clientId });
    const portfolio = await db.findOneOrNotFound(Portfolio, { id }, 'portfolio', { fields: ['name', 'client'] });
    return { label: portfolio.name, clientId: portfolio.client.id, portfolioId: id };
  }
  if (clientId === undefined) return { label: db.principal.role === 'advisor' ? 'your whole book' : 'the whole firm', clientId, portfolioId: undefined };
  const client = await db.findOneOrNotFound(Client, { id: clientId }, 'client', { fields: ['fullName'] });
  return { label: client.fullName, clientId, portfolioId: undefined };
}

/** The same, for questions that make sense for one client only. @throws AppError invalid-input when none is named. */
export async function loadClientSubject(db: ScopedDb, query: SubjectQuery): Promise<ClientSubject> {
  const subject = await loadSubject(db, query);
  if (subject.clientId === undefined) throw invalidInput('It is not said which client is meant.', { hint: 'Name the client.' });
  return { ...subject, clientId: subject.clientId };
}
