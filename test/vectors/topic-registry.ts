import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RunCase, VectorCase, VectorFile } from './vector-case.ts';

/** The topics that have a handler in `topics/`: an explicit list, so that a file of unknown topic is reported and never guessed at. */
const TOPICS = {
  beta_alpha_tracking: () => import('./topics/beta_alpha_tracking.ts'),
  dividends_income: () => import('./topics/dividends_income.ts'),
  drawdown: () => import('./topics/drawdown.ts'),
  fx: () => import('./topics/fx.ts'),
  ghostfolio_positions: () => import('./topics/ghostfolio_positions.ts'),
  lots_average: () => import('./topics/lots_average.ts'),
  lots_fifo: () => import('./topics/lots_fifo.ts'),
  optimisation: () => import('./topics/optimisation.ts'),
  rebalancing_drift: () => import('./topics/rebalancing_drift.ts'),
  return_series: () => import('./topics/return_series.ts'),
  sharpe_sortino: () => import('./topics/sharpe_sortino.ts'),
  stress: () => import('./topics/stress.ts'),
  twr: () => import('./topics/twr.ts'),
  var_es: () => import('./topics/var_es.ts'),
  volatility_downside: () => import('./topics/volatility_downside.ts'),
  wash_sales: () => import('./topics/wash_sales.ts'),
  xirr: () => import('./topics/xirr.ts'),
} as const satisfies Record<string, () => Promise<{ readonly run: RunCase }>>;

function isKnown(topic: string): topic is keyof typeof TOPICS {
  return Object.hasOwn(TOPICS, topic);
}

export interface TopicCases {
  readonly topic: string;
  readonly file: string;
  readonly cases: readonly VectorCase[];
  /** Undefined when nothing handles the topic; `problem` then says why. */
  readonly run: RunCase | undefined;
  readonly problem?: string;
}

/** Reads every `*.json` of a folder, in name order, and finds the handler of each file's topic. */
export async function loadTopics(folder: string): Promise<TopicCases[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json')).toSorted();
  const loaded: TopicCases[] = [];
  for (const name of files) loaded.push(await loadTopic(join(folder, name)));
  return loaded;
}

async function loadTopic(file: string): Promise<TopicCases> {
  // The format is documented beside the vectors; a file that breaks it fails loudly in its handler.
  const content = JSON.parse(readFileSync(file, 'utf8')) as Partial<VectorFile>;
  const topic = [content.topic, basename(file, '.json')].find((name) => name !== undefined && isKnown(name)) ?? content.topic ?? basename(file, '.json');
  const cases = content.cases ?? [];
  if (!isKnown(topic)) return { topic, file, cases, run: undefined, problem: 'no handler for this topic' };
  try {
    const { run } = await TOPICS[topic]();
    return { topic, file, cases, run };
  } catch (error) {
    return { topic, file, cases, run: undefined, problem: error instanceof Error ? error.message : String(error) };
  }
}

export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
