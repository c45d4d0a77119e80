/** `npm run replay -- ID`: computes a decision again and says figure by figure what is different and why. ID: number or id of a recommendation, or id of an insight, a turn or a message. */
import { parseArgs } from 'node:util';
import { SERVICE_PRINCIPAL } from '../access/scoped-dbs.ts';
import { recordAudit } from '../audit/record.ts';
import { readSettings } from '../config.ts';
import { replayRecommendation, type AdviceReplay } from '../data/advice/replay-recommendation.ts';
import type { CausedDifference } from '../data/advice/cause-of.ts';
import { replayInsight, type InsightReplay } from '../data/advice/insights/replay-insight.ts';
import { AiInsight } from '../entities/analytics/ai-insight.entity.ts';
import { AiRecommendation } from '../entities/analytics/ai-recommendation.entity.ts';
import { ChatMessage } from '../entities/communication/chat-message.entity.ts';
import { AppError, notFound } from '../shared/errors.ts';
import { endWithProblem } from './end-with-problem.ts';
import { openApp } from './open-app.ts';
import type { App } from '../compose.ts';
import type { RebuiltExchange } from '../data/conversations/rebuild-exchange.ts';
import type { ReplayedCall } from './replay-call.ts';
import { replayTurn, type TurnReplay } from './replay-turn.ts';

const USAGE = `npm run replay -- ID [--json] [--messages]
  ID          number or id of a recommendation, or id of an insight, a turn or a message
  --messages  of a turn: also print, word for word, what the model was sent and what it answered`;
const SHOWN_OF_A_KIND = 40;

async function main(): Promise<void> {
  const { positionals: [id], values } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, messages: { type: 'boolean', default: false } } });
  if (!id) throw new AppError('invalid-input', 'Which decision?', { hint: USAGE });
  const app = await openApp(readSettings(process.env), () => undefined);
  try {
    const report = await replay(app, id);
    console.log(values.json ? JSON.stringify(report, null, 2) : 'number' in report ? adviceText(report) : 'insightId' in report ? insightText(report) : turnText(report, values.messages));
    process.exitCode = isSame(report) ? 0 : 3;
  } finally {
    await app.database.close();
  }
}

type Report = AdviceReplay | TurnReplay | InsightReplay;

async function replay(app: App, id: string): Promise<Report> {
  const em = app.database.orm.em.fork();
  const db = app.openScope(SERVICE_PRINCIPAL);
  recordAudit(em, { actorId: null, actorRole: 'service', event: 'decision.replayed', decision: 'done', objectId: id.slice(0, 120) }, { clock: app.clock, newId: app.newId });
  await em.flush();
  if (/^\d+$/.test(id)) return replayRecommendation(em, db, { number: Number(id) }, app.clock.now());
  if (await db.count(AiRecommendation, { id }) > 0) return replayRecommendation(em, db, { id }, app.clock.now());
  if (await db.count(AiInsight, { id }) > 0) return replayInsight(app.database.orm.em, db, id);
  const message = await db.findOne(ChatMessage, { $or: [{ id }, { turnId: id }] }, { fields: ['turnId'] });
  if (!message) throw notFound('recommendation, insight, turn or message');
  return replayTurn(app, message.turnId);
}

/** Corrections since are history, not a failure: a replay fails when a decision cannot be computed again as it was. */
function isSame(report: Report): boolean {
  if ('number' in report) return report.hashes.inputs && report.hashes.trades && report.advice.length + report.rules.length + report.inputsThen.length === 0;
  if ('insightId' in report) return report.insight.length === 0;
  const { calls, exchange } = report;
  return calls.every(({ outcome }) => outcome !== 'differs') && (exchange === null || (exchange.isAsAudited === true && exchange.rounds.every(({ isAsSent }) => isAsSent)));
}

function insightText({ insightId, kind, foundAt, engine, insight, correctedSince, putBack, asTheyStand }: InsightReplay): string {
  return [
    `Insight ${insightId} (${kind}), found ${foundAt.toISOString()} by engine ${engine.atDecision} (now ${engine.now}).${putBack.length > 0 ? ` Put back: ${putBack.join(', ')}.` : ''}${asTheyStand.length > 0 ? ` As they stand now: ${asTheyStand.join(', ')}.` : ''}`,
    ...section('The engine on the data as known then', insight), ...section('The same day, as it is known now', correctedSince, 'nothing was corrected since'),
  ].join('\n');
}

function adviceText(report: AdviceReplay): string {
  return [
    `Recommendation ${report.number}, made ${report.decidedAt.toISOString()} by ${report.modelVersion}, engine ${report.engine.atDecision} (now ${report.engine.now}), rule set ${report.ruleSet.atDecision.join(', ') || 'none'} (now ${report.ruleSet.now}).`,
    `Kept inputs: ${report.hashes.inputs ? 'hash fits' : 'HASH DOES NOT FIT'}. Trades: ${report.hashes.trades ? 'hash fits' : 'HASH DOES NOT FIT'}.`,
    ...section('The engine on the kept inputs', report.advice), ...section('The rules on the kept inputs', report.rules),
    ...section('The inputs, rebuilt as they were known then', report.inputsThen), ...section('The same day, as it is known now', report.correctedSince, 'nothing was corrected since'),
  ].join('\n');
}

function section(title: string, differences: readonly CausedDifference[], none = 'the same to the last digit'): string[] {
  if (differences.length === 0) return [`${title}: ${none}.`];
  const shown = differences.slice(0, SHOWN_OF_A_KIND).map(({ path, kept, other, cause }) => `  ${path}: was ${shownValue(kept)}, is ${shownValue(other)} (${cause})`);
  return [`${title}: ${differences.length} differences.`, ...shown, ...(differences.length > shown.length ? [`  and ${differences.length - shown.length} more (--json shows all)`] : [])];
}

function shownValue(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function turnText({ turnId, askedAt, person, calls, prompt, catalogue, engine, exchange, recommendations }: TurnReplay, verbatim: boolean): string {
  return [
    `Turn ${turnId}, asked ${askedAt.toISOString()} by ${person}. Prompt ${prompt}, tool catalogue ${catalogue}, advice engine ${engine}.`,
    ...(exchange ? exchangeText(exchange, verbatim) : ['What the model was sent is not on record: no model was asked, or it was before that was kept.']),
    ...calls.flatMap(callText), ...recommendations.map((number) => `It made recommendation ${number}: npm run replay -- ${number}`),
  ].join('\n');
}

function exchangeText({ messages, rounds, isAsAudited }: RebuiltExchange, verbatim: boolean): string[] {
  return [
    ...rounds.map(({ sent, sentHash, isAsSent, tools, reply }, index) => `Round ${index + 1}: ${sent} messages and ${tools.length} tools sent${reply ? ` to ${reply.endpoint} (${reply.model})` : ', no reply'}. Put together again: ${isAsSent ? `hash fits (${sentHash.slice(0, 12)})` : 'HASH DOES NOT FIT'}.`),
    isAsAudited === null ? 'The audit entry of the turn is not there.' : `The record of the rounds: ${isAsAudited ? 'hash fits that of the audit entry' : 'HASH DOES NOT FIT that of the audit entry'}.`,
    ...(verbatim ? messages.map((message, index) => `--- message ${index + 1}: ${JSON.stringify({ ...message, content: undefined })}\n${message.content}`) : []),
    ...(verbatim ? rounds.map(({ reply }, index) => `--- reply ${index + 1}: ${reply ? JSON.stringify(reply) : 'none'}`) : []),
  ];
}

function callText({ tool, at, outcome, why, differences, correctedSince, putBack, asTheyStand }: ReplayedCall): string[] {
  if (outcome === 'not run again') return [`${tool}: not run again (${why ?? ''})`];
  return [
    `${tool}, on the data as known at ${at.toISOString()}${putBack.length > 0 ? ` (put back: ${putBack.join(', ')})` : ''}${asTheyStand.length > 0 ? ` (as they stand now: ${asTheyStand.join(', ')})` : ''}`,
    ...section('  the recorded answer', differences), ...section('  the same day, as it is known now', correctedSince, 'nothing was corrected since'),
  ];
}

await endWithProblem(main);
