import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb } from '../../access/scoped-db.ts';
import { advise } from '../../domain/advice/advise.ts';
import type { Advice, AdviceConstraints, AdviceRequest } from '../../domain/advice/advice-snapshot.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { loadAdviceSnapshot } from './load-advice-snapshot.ts';

export interface Compared {
  readonly objective: AdviceRequest['objective'];
  readonly advice: Advice;
}

/** What the engine says under each objective on one and the same snapshot, doing nothing always among them. @throws AppError not-found out of reach. */
export async function compareAlternatives(db: ScopedDb, { portfolioId, objectives, constraints }: { readonly portfolioId: string; readonly objectives: readonly AdviceRequest['objective'][]; readonly constraints: AdviceConstraints }, today: IsoDate): Promise<Compared[]> {
  const snapshot = await db.transaction(async (writer) => {
    await writer.findOneOrNotFound(Portfolio, { id: portfolioId }, 'portfolio', { fields: ['id'] });
    return loadAdviceSnapshot(actAsService(writer), { portfolioId, asOf: today });
  });
  const unique = [...new Set<AdviceRequest['objective']>([...objectives, 'do_nothing'])];
  return unique.map((objective) => ({ objective, advice: advise(snapshot, { objective, constraints }) }));
}
