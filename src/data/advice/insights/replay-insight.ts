import type { EntityManager } from '@mikro-orm/core';
import type { ScopedReader } from '../../../access/scoped-db.ts';
import { scopedWithin } from '../../../access/firm-doors.ts';
import { SERVICE_PRINCIPAL } from '../../../access/scoped-dbs.ts';
import { ENGINE_VERSION } from '../../../domain/advice/engine-version.ts';
import { differencesOf } from '../../../domain/advice-life/compare-values.ts';
import { findInsights } from '../../../domain/signals/find-insights.ts';
import { AiInsight } from '../../../entities/analytics/ai-insight.entity.ts';
import { AuditTrail } from '../../../entities/compliance/audit-trail.entity.ts';
import type { IsoDate } from '../../../shared/calendar.ts';
import { loadChangesSince, withChanges } from '../../rewind/changes-since.ts';
import { KNOWN_NOW, withStateAt, type StateAt } from '../../rewind/with-state-at.ts';
import type { CausedDifference } from '../cause-of.ts';
import { hashedInsight } from './find-and-save-insights.ts';
import { loadInsightFacts } from './load-insight-facts.ts';

export interface InsightReplay {
  readonly insightId: string;
  readonly kind: string;
  /** When the finding, as it is on record, was made. */
  readonly foundAt: Date;
  readonly engine: { readonly atDecision: string; readonly now: string };
  /** The record against what the engine finds on the data of then; empty = the same to the last digit. */
  readonly insight: readonly CausedDifference[];
  /** What it finds on the data of then against the same day as it is known now. */
  readonly correctedSince: readonly CausedDifference[];
  readonly putBack: readonly string[];
  readonly asTheyStand: readonly string[];
}

const PASSES = 4;

/** Finds an insight again on the data as they were known when it was found. Writes nothing. @throws AppError not-found. */
export async function replayInsight(em: EntityManager, db: ScopedReader, id: string): Promise<InsightReplay> {
  const row = await db.findOneOrNotFound(AiInsight, { id }, 'insight', { populate: ['modelVersion'] });
  const foundAt = await loadFoundAt(db, row);
  const kept = plain(row);
  const read = new Set<string>();
  const find = async (at: Date, more: { readonly derivedDay?: IsoDate; readonly isDerivedAnyway?: boolean } = {}) => withStateAt(em, { at, tables: [...read], clientIds: [row.client.id], ...more }, async (within, state) => {
    const [facts] = await loadInsightFacts(scopedWithin(within, SERVICE_PRINCIPAL, { onRead: (table) => { read.add(table); } }), [row.client.id], row.dataAsOf);
    const found = facts && findInsights(facts).find((one) => one.kind === row.kind && one.portfolioId === (row.portfolio?.id ?? null) && one.securityId === (row.security?.id ?? null));
    const insight = facts && found ? plain({ ...found, inputHash: hashedInsight(facts, found).inputHash }) : null;
    return { insight, state, isSame: differencesOf(kept, insight).length === 0, day: more.derivedDay ?? state.derivedDays[0] };
  });
  const then = await found(find, foundAt, read);
  const now = await find(KNOWN_NOW, { isDerivedAnyway: true, ...(then.day ? { derivedDay: then.day } : {}) });
  const { atDecision, asTheyStand } = { atDecision: row.modelVersion.engineVersion, asTheyStand: then.state.asTheyStand.filter((table) => read.has(table)) };
  const cause = atDecision !== ENGINE_VERSION ? `the advice engine changed from ${atDecision} to ${ENGINE_VERSION}` : asTheyStand.length > 0 ? `${asTheyStand.join(', ')} changed since, and nothing keeps what stood before` : 'same engine on the data of then: the record or the engine is not what it was';
  return {
    insightId: id, kind: row.kind, foundAt, engine: { atDecision, now: ENGINE_VERSION }, putBack: then.state.putBack, asTheyStand,
    insight: differencesOf(kept, then.insight).map((difference) => ({ ...difference, cause })),
    correctedSince: withChanges(differencesOf(then.insight, now.insight), await loadChangesSince(db, { at: foundAt, tables: read, clientIds: [row.client.id] }), asTheyStand),
  };
}

interface FoundAgain {
  readonly insight: unknown;
  readonly state: StateAt;
  readonly isSame: boolean;
  readonly day: IsoDate | undefined;
}

/** What is read is learned by reading; which day had been derived last is proved by what comes out the same. */
async function found(find: (at: Date, more?: { readonly derivedDay?: IsoDate }) => Promise<FoundAgain>, at: Date, read: ReadonlySet<string>): Promise<FoundAgain> {
  for (let pass = 1; ; pass += 1) {
    const before = read.size;
    const first = await find(at);
    for (const derivedDay of first.isSame ? [] : first.state.derivedDays.slice(1)) {
      const other = await find(at, { derivedDay });
      if (other.isSame) return other;
    }
    if (read.size === before || pass === PASSES) return first;
  }
}

/** A finding moves on from night to night: the trail says when it became what it is. */
async function loadFoundAt(db: ScopedReader, { id, detectedAt }: Pick<AiInsight, 'id' | 'detectedAt'>): Promise<Date> {
  const [last] = await db.find(AuditTrail, { tableName: 'AIInsights', rowKey: id, fieldList: { $like: '%,inputHash,%' } }, { fields: ['occurredAt'], orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }], limit: 1 });
  return last?.occurredAt ?? detectedAt;
}

/** The part of a finding that the engine answers for, as it comes back from JSON. */
function plain({ severity, title, detail, figures, confidence, inputHash }: Pick<AiInsight, 'severity' | 'title' | 'detail' | 'figures' | 'confidence' | 'inputHash'>): unknown {
  return JSON.parse(JSON.stringify({ severity, title, detail, figures, confidence, inputHash }));
}
