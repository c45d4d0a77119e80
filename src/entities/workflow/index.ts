import type { TableDescription } from '../table.ts';
import { scheduledTasks } from './scheduled-task.entity.ts';
import { tasks } from './task.entity.ts';
import { workflowInstances } from './workflow-instance.entity.ts';
import { workflowSteps } from './workflow-step.entity.ts';

export * from './scheduled-task.entity.ts';
export * from './task.entity.ts';
export * from './workflow-instance.entity.ts';
export * from './workflow-step.entity.ts';

export const workflowTables: readonly TableDescription[] = [
  workflowInstances,
  workflowSteps,
  tasks,
  scheduledTasks,
];
