import type { ScopedDb } from '../../access/scoped-db.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { InvestmentGoal } from '../../entities/planning/investment-goal.entity.ts';
import { Benchmark } from '../../entities/portfolios/benchmark.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import { Tag } from '../../entities/tagging/tag.entity.ts';
import { Security } from '../../entities/trading/security.entity.ts';
import { invalidInput, notFound } from '../../shared/errors.ts';
import { loadNameIndex } from './load-names.ts';
import type { NameMatch } from './name-index.ts';
import type { NameKind } from './named-thing.ts';

const IS_ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** Scores this close are a tie. A reference is meant to name something, so that even an everyday word of a name counts. */
const TIE = 0.05;
const LEAST = 0.4;

const BY_ID: Readonly<Record<NameKind, (db: ScopedDb, id: string) => Promise<{ readonly id: string }>>> = {
  client: (db, id) => db.findOneOrNotFound(Client, { id }, 'client', { fields: ['id'] }),
  portfolio: (db, id) => db.findOneOrNotFound(Portfolio, { id }, 'portfolio', { fields: ['id'] }),
  security: (db, id) => db.findOneOrNotFound(Security, { id }, 'security', { fields: ['id'] }),
  goal: (db, id) => db.findOneOrNotFound(InvestmentGoal, { id }, 'goal', { fields: ['id'] }),
  tag: (db, id) => db.findOneOrNotFound(Tag, { id }, 'tag', { fields: ['id'] }),
  benchmark: (db, id) => db.findOneOrNotFound(Benchmark, { id }, 'benchmark', { fields: ['id'] }),
  advisor: (db, id) => db.findOneOrNotFound(Advisor, { id }, 'advisor', { fields: ['id'] }),
};

export interface ResolveOptions {
  /** Only things of this client. */
  readonly clientId?: string | undefined;
}

/**
 * The id that a loose reference means, within the principal's reach: an id, a name, a part of one, a ticker, a misspelling.
 * @throws AppError invalid-input with the candidates in its hint when several fit alike; not-found, the same for a missing thing and for
 * somebody else's.
 */
async function resolve(db: ScopedDb, kind: NameKind, reference: string, { clientId }: ResolveOptions = {}): Promise<string> {
  const text = reference.trim();
  if (IS_ID.test(text)) return (await BY_ID[kind](db, text)).id;
  const index = await loadNameIndex(db, kind);
  const within = index.things.filter((thing) => clientId === undefined || thing.clientId === null || thing.clientId === clientId);
  const same = within.filter((thing) => thing.id === text || thing.name.toLowerCase() === text.toLowerCase() || thing.code?.toLowerCase() === text.toLowerCase());
  if (same.length === 1) return same[0]!.id;
  const matches = same.length > 1
    ? same.map((thing): NameMatch => ({ thing, matchedText: text, start: 0, end: text.length, score: 1 }))
    : index.lookUp(text).filter(({ thing, score }) => score >= LEAST && within.includes(thing));
  const [best, ...others] = matches;
  if (!best) throw notFound(kind);
  const rivals = others.filter(({ score }) => best.score - score < TIE);
  if (rivals.length === 0) return best.thing.id;
  throw invalidInput(`"${text.slice(0, 80)}" could be several ${PLURAL[kind]}.`, { hint: `Which one: ${[best, ...rivals].slice(0, 6).map(describe).join('; ')}?` });
}

const PLURAL: Readonly<Record<NameKind, string>> = {
  client: 'clients', portfolio: 'portfolios', security: 'securities', goal: 'goals', tag: 'tags', benchmark: 'benchmarks', advisor: 'advisors',
};

function describe({ thing }: NameMatch): string {
  const owner = thing.kind === 'client' || thing.clientName === null ? thing.detail : thing.clientName;
  return owner ? `${thing.name} (${owner})` : thing.name;
}

/** Id of a client within reach. @throws as `resolve`. */
export async function resolveClient(db: ScopedDb, reference: string): Promise<string> {
  return resolve(db, 'client', reference);
}

/** Id of a portfolio within reach, of one client when given. @throws as `resolve`. */
export async function resolvePortfolio(db: ScopedDb, reference: string, options: ResolveOptions = {}): Promise<string> {
  return resolve(db, 'portfolio', reference, options);
}

/** Id of a security: ticker, name, or words of a company's name. @throws as `resolve`. */
export async function resolveSecurity(db: ScopedDb, reference: string): Promise<string> {
  return resolve(db, 'security', reference);
}

/** Id of a goal within reach, of one client when given. @throws as `resolve`. */
export async function resolveGoal(db: ScopedDb, reference: string, options: ResolveOptions = {}): Promise<string> {
  return resolve(db, 'goal', reference, options);
}

/** Id of a benchmark by code or name. @throws as `resolve`. */
export async function resolveBenchmark(db: ScopedDb, reference: string): Promise<string> {
  return resolve(db, 'benchmark', reference);
}

/** Id of a tag by name. @throws as `resolve`. */
export async function resolveTag(db: ScopedDb, reference: string): Promise<string> {
  return resolve(db, 'tag', reference);
}

/** Id of an advisor by name. @throws as `resolve`. */
export async function resolveAdvisor(db: ScopedDb, reference: string): Promise<string> {
  return resolve(db, 'advisor', reference);
}
