import type { ScopedWriter } from '../../access/scoped-db.ts';
import type { AdviceAct } from '../../domain/advice-life/advice-status.ts';
import { Task } from '../../entities/workflow/task.entity.ts';
import { WorkflowInstance } from '../../entities/workflow/workflow-instance.entity.ts';
import { WorkflowStep } from '../../entities/workflow/workflow-step.entity.ts';
import type { SaveTools } from '../workflow/save-work.ts';

type StepName = 'compliance_checks' | 'advisor_review' | 'client_decision' | 'execution';
type StepStatus = 'pending' | 'active' | 'done' | 'skipped' | 'failed';
const STEPS: readonly StepName[] = ['compliance_checks', 'advisor_review', 'client_decision', 'execution'];

interface WorkflowMove {
  readonly steps: Readonly<Partial<Record<StepName, StepStatus>>>;
  readonly status: 'waiting' | 'completed' | 'failed' | 'cancelled';
  /** The step whose note is the reason of the act. */
  readonly noted?: StepName;
}

const MOVES: Readonly<Partial<Record<AdviceAct, WorkflowMove>>> = {
  block: { steps: { compliance_checks: 'failed', advisor_review: 'pending', client_decision: 'pending', execution: 'pending' }, status: 'failed', noted: 'compliance_checks' },
  send_to_review: { steps: { compliance_checks: 'done', advisor_review: 'active', client_decision: 'pending', execution: 'pending' }, status: 'waiting' },
  release: { steps: { compliance_checks: 'done', advisor_review: 'done', client_decision: 'active', execution: 'pending' }, status: 'waiting', noted: 'advisor_review' },
  reject: { steps: { advisor_review: 'done', client_decision: 'skipped', execution: 'skipped' }, status: 'completed', noted: 'advisor_review' },
  accept: { steps: { client_decision: 'done', execution: 'active' }, status: 'waiting', noted: 'client_decision' },
  decline: { steps: { client_decision: 'done', execution: 'skipped' }, status: 'completed', noted: 'client_decision' },
  defer: { steps: { client_decision: 'active' }, status: 'waiting', noted: 'client_decision' },
  hold: { steps: { advisor_review: 'active' }, status: 'waiting', noted: 'advisor_review' },
  execute: { steps: { execution: 'done' }, status: 'completed', noted: 'execution' },
  expire: { steps: {}, status: 'cancelled' },
  supersede: { steps: {}, status: 'cancelled' },
};

const ENDED: readonly StepStatus[] = ['done', 'skipped', 'failed'];

export interface WorkflowSubject {
  readonly id: string;
  readonly clientId: string;
  /** Login of the advisor in charge; null when nobody is. */
  readonly advisorUserId: string | null;
  readonly clientUserId: string | null;
}

/** Opens the way of a recommendation through review, as it stands right after its checks. A review that nobody needed is skipped. */
export async function openWorkflow(service: ScopedWriter, subject: WorkflowSubject, first: { readonly act: 'block' | 'send_to_review' | 'release'; readonly reason: string }, { clock, newId }: SaveTools): Promise<void> {
  const now = clock.now();
  const id = newId();
  const move = MOVES[first.act]!;
  const statusOf = (name: StepName): StepStatus => (first.act === 'release' && name === 'advisor_review' ? 'skipped' : move.steps[name] ?? 'pending');
  await service.create(WorkflowInstance, {
    id, kind: 'recommendation_review', subjectType: 'AIRecommendations', subjectId: subject.id, client: subject.clientId, status: move.status, startedAt: now, lastProgressAt: now,
    currentStep: STEPS.find((name) => statusOf(name) === 'active') ?? null, completedAt: null, owner: subject.advisorUserId,
  });
  const assignees: Readonly<Partial<Record<StepName, string | null>>> = { advisor_review: subject.advisorUserId, client_decision: subject.clientUserId, execution: subject.advisorUserId };
  await service.createMany(WorkflowStep, STEPS.map((name, index) => {
    const status = statusOf(name);
    return {
      id: newId(), instance: id, sequence: index + 1, name, status, assignee: assignees[name] ?? null, startedAt: status === 'pending' ? null : now, completedAt: ENDED.includes(status) ? now : null,
      note: name === 'compliance_checks' ? first.reason : null,
    };
  }));
}

/** Takes the workflow of a recommendation along with an act. One that was recorded without a workflow has none to move. */
export async function moveWorkflow(service: ScopedWriter, recommendationId: string, act: AdviceAct, reason: string | undefined, { clock }: Pick<SaveTools, 'clock'>): Promise<void> {
  const move = MOVES[act];
  const instance = move && await service.findOne(WorkflowInstance, { subjectType: 'AIRecommendations', subjectId: recommendationId, kind: 'recommendation_review' }, { fields: ['id'] });
  if (!move || !instance) return;
  const now = clock.now();
  const steps = await service.find(WorkflowStep, { instance: instance.id }, { orderBy: { sequence: 'asc' } });
  const isOver = move.status === 'cancelled';
  let current: string | null = null;
  for (const step of steps) {
    const name = step.name as StepName; // a step of another name is in no table here and is left alone
    const status = isOver && !ENDED.includes(step.status) ? 'skipped' : move.steps[name] ?? step.status;
    if (status === 'active') current = name;
    const note = move.noted === name && reason ? { note: reason.slice(0, 1000) } : {};
    if (status === step.status && !('note' in note)) continue;
    await service.update(WorkflowStep, { id: step.id }, {
      status, ...note, ...(status === 'active' && !step.startedAt ? { startedAt: now } : {}), ...(ENDED.includes(status) && !step.completedAt ? { startedAt: step.startedAt ?? now, completedAt: now } : {}),
    });
  }
  await service.update(WorkflowInstance, { id: instance.id }, { status: move.status, currentStep: current, lastProgressAt: now, completedAt: move.status === 'waiting' ? null : now });
}

/** Ends the undone tasks that serve a recommendation. */
export async function closeTasks(service: ScopedWriter, recommendationId: string, status: 'done' | 'cancelled', { clock }: Pick<SaveTools, 'clock'>): Promise<void> {
  const tasks = await service.find(Task, { recommendation: recommendationId, status: { $in: ['open', 'in_progress'] } }, { fields: ['id'] });
  for (const { id } of tasks) await service.update(Task, { id }, { status, completedAt: clock.now() });
}
