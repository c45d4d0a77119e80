import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { actAsService } from '../../access/act-as-service.ts';
import type { ScopedDb, ScopedWriter } from '../../access/scoped-db.ts';
import { advise } from '../../domain/advice/advise.ts';
import type { Advice, AdviceRequest } from '../../domain/advice/advice-snapshot.ts';
import { firstStatus, RELEASE_POLICY, type FirstStatus } from '../../domain/advice-life/first-status.ts';
import { moveAdvice } from '../../domain/advice-life/move-advice.ts';
import { standingOf } from '../../domain/advice-life/standing-checks.ts';
import { checkCompliance } from '../../domain/compliance/check-compliance.ts';
import type { RuleResult } from '../../domain/compliance/compliance-subject.ts';
import { AiRecommendation } from '../../entities/analytics/ai-recommendation.entity.ts';
import { ChatMessage } from '../../entities/communication/chat-message.entity.ts';
import { Portfolio } from '../../entities/portfolios/portfolio.entity.ts';
import { AppError } from '../../shared/errors.ts';
import { saveChecks } from '../compliance/save-checks.ts';
import { loadUntrustedReadings } from '../conversations/untrusted-readings.ts';
import { retryConflicts } from '../retry-conflicts.ts';
import type { SaveTools } from '../workflow/save-work.ts';
import { addAdviceTask, loadAdvicePeople, tell } from './advice-people.ts';
import { adviceColumns, complianceSubjectOf, type KeptInputs } from './advice-record.ts';
import { openWorkflow, type WorkflowSubject } from './advice-workflow.ts';
import { loadAdviceSnapshot } from './load-advice-snapshot.ts';
import { recordAdviceAct, type AdviceSubject } from './step-advice.ts';
import { supersedeOlder } from './supersede-older.ts';
import { requireWritingVersion } from './writing-version.ts';

export interface ProposalQuery {
  readonly portfolioId: string;
  readonly request: AdviceRequest;
}

/** In whose name and from where it is written: stamped by the server. */
export interface ProposalOrigin {
  readonly modelVersionId: string;
  readonly conversationId?: string | undefined;
  readonly turnId?: string | undefined;
  readonly tool: { readonly name: string; readonly version: number };
}

export interface ProposedAdvice {
  readonly id: string;
  readonly number: number;
  readonly status: AiRecommendation['status'];
  readonly statusReason: string;
  readonly advice: Advice;
  readonly checks: readonly RuleResult[];
  readonly modelVersion: string;
  /** Yearly volatility of the last year from the metrics on record. */
  readonly volatilityFraction: number | null;
  readonly superseded: number;
}

const NUMBER_ATTEMPTS = 5;

/**
 * Computes a recommendation for one portfolio, checks it, and stores it with its checks, its way through review and its audit entries in
 * one transaction. It moves nothing: that takes a person's acceptance and a person's order to carry it out.
 * @throws AppError not-found for a portfolio out of reach; conflict for a closed one or for a model version that may not write.
 */
export async function proposeRecommendation(db: ScopedDb, query: ProposalQuery, origin: ProposalOrigin, tools: SaveTools): Promise<ProposedAdvice> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await retryConflicts(() => db.transaction((writer) => propose(writer, query, origin, tools)));
    } catch (error) {
      // Two proposals of one moment took the same running number: the later takes the next.
      const isTaken = error instanceof AppError && error.cause instanceof UniqueConstraintViolationException;
      if (!isTaken || attempt >= NUMBER_ATTEMPTS) throw error;
    }
  }
}

async function propose(writer: ScopedWriter, { portfolioId, request }: ProposalQuery, origin: ProposalOrigin, tools: SaveTools): Promise<ProposedAdvice> {
  const portfolio = await writer.findOneOrNotFound(Portfolio, { id: portfolioId }, 'portfolio', { fields: ['id', 'status', 'name', 'client'] });
  if (portfolio.status !== 'active') throw new AppError('conflict', `${portfolio.name} is ${portfolio.status}: nothing is proposed for it.`);
  const service = actAsService(writer);
  const inputs: KeptInputs = { snapshot: await loadAdviceSnapshot(service, { portfolioId, asOf: tools.clock.today() }), request };
  const advice = advise(inputs.snapshot, request);
  const version = await requireWritingVersion(service, origin.modelVersionId, advice.engineVersion);
  const judged = complianceSubjectOf(inputs.snapshot, advice);
  const checks = checkCompliance(judged);
  const first = firstStatus(advice, standingOf(checks.map((check) => ({ ...check, isOverridden: false, hasSecondConsent: false }))));
  const people = await loadAdvicePeople(service, portfolio.client.id, tools.clock.today());
  const entryId = tools.newId();
  const subject = await store(writer, { portfolioId, inputs, advice, first, origin, people, entryId, version: { id: version.id, label: version.label } }, tools);
  await saveChecks(service, { results: checks, subject: judged, trigger: 'recommendation', recommendationId: subject.id }, tools);
  const status = moveAdvice({ from: 'checked', act: first.act, actor: 'system' });
  const superseded = await supersedeOlder(writer, { id: subject.id, number: subject.number, portfolioId, strategy: advice.strategy, status }, tools);
  const turn = { ...(origin.conversationId ? { conversationId: origin.conversationId } : {}), ...(origin.turnId ? { turnId: origin.turnId } : {}) };
  await recordAdviceAct(writer, subject, { act: 'draft', entryId, turn, detail: { confidence: advice.confidence, engine: advice.engineVersion, strategy: advice.strategy, model: version.label } }, tools);
  await recordAdviceAct(writer, subject, { act: 'check', turn, detail: countsOf(checks) }, tools);
  await recordAdviceAct(writer, subject, { act: first.act, turn, detail: { policy: RELEASE_POLICY.version } }, tools);
  await announce(service, subject, { first, people, title: advice.title }, tools);
  return { ...subject, status, statusReason: first.reason, advice, checks, modelVersion: version.label, volatilityFraction: inputs.snapshot.state.volatilityFraction, superseded };
}

interface ToStore {
  readonly portfolioId: string;
  readonly inputs: KeptInputs;
  readonly advice: Advice;
  readonly first: FirstStatus;
  readonly origin: ProposalOrigin;
  readonly people: Omit<WorkflowSubject, 'id'>;
  readonly version: { readonly id: string; readonly label: string };
  /** Of the audit entry that says that it was drafted. */
  readonly entryId: string;
}

async function store(writer: ScopedWriter, { portfolioId, inputs, advice, first, origin, people, version, entryId }: ToStore, tools: SaveTools): Promise<AdviceSubject> {
  const service = actAsService(writer, { auditLogId: entryId });
  const [last] = await service.aggregate({ entity: AiRecommendation, aggregates: { number: { fn: 'max', of: 'number' } } });
  const message = origin.turnId ? await service.findOne(ChatMessage, { turnId: origin.turnId, role: 'assistant' }, { fields: ['id'] }) : undefined;
  const { newId, clock } = tools;
  const id = newId();
  const number = Number(last?.['number'] ?? 0) + 1;
  const now = clock.now();
  const { principal } = writer;
  await service.create(AiRecommendation, {
    id, number, client: people.clientId, portfolio: portfolioId, ...adviceColumns(advice, inputs), modelVersion: version.id, conversationId: origin.conversationId ?? null, messageId: message?.id ?? null,
    provenance: { tool: origin.tool, turnId: origin.turnId ?? null, untrustedTexts: origin.conversationId ? await loadUntrustedReadings(service, origin.conversationId) : [], engine: advice.engineVersion, policy: RELEASE_POLICY.version, model: version.label },
    createdBy: principal.role === 'service' ? null : principal.userId, createdAt: now, status: moveAdvice({ from: moveAdvice({ from: 'drafted', act: 'check', actor: 'system' }), act: first.act, actor: 'system' }),
    statusReason: first.reason.slice(0, 400), statusChangedAt: now, releasedAt: first.act === 'release' ? now : null, isOverride: false, validUntil: new Date(now.getTime() + advice.validDays * 86_400_000),
  });
  await openWorkflow(service, { id, ...people }, first, tools);
  return { id, number, clientId: people.clientId };
}

function countsOf(checks: readonly RuleResult[]): Record<string, number> {
  const of = (result: RuleResult['result']) => checks.filter((check) => check.result === result).length;
  return { passed: of('passed'), warning: of('warning'), failed: of('failed'), cannotTell: of('cannot_tell') };
}

async function announce(service: ScopedWriter, { id, number, clientId }: AdviceSubject, { first, people, title }: Pick<ToStore, 'first' | 'people'> & { readonly title: string }, tools: SaveTools): Promise<void> {
  if (first.act === 'release') {
    await tell(service, { to: people.clientUserId, clientId, kind: 'recommendation', number, title: `Recommendation ${number}: ${title}`, body: 'It is ready for your decision. Nothing is traded before you accept it.' }, tools);
    return;
  }
  if (first.act === 'send_to_review') await addAdviceTask(service, { recommendationId: id, clientId, title: `Review recommendation ${number}: ${title}`, assignedTo: people.advisorUserId }, tools);
  await tell(service, { to: people.advisorUserId, clientId, kind: first.act === 'block' ? 'compliance' : 'recommendation', number, title: `Recommendation ${number} ${first.act === 'block' ? 'is blocked' : 'waits for your review'}`, body: first.reason }, tools);
}
