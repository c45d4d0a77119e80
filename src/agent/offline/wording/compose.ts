import { sameArguments } from '../same-arguments.ts';
import type { ToolResult } from '../tool-results.ts';
import type { Ask, PlannedCall, SessionFacts } from '../types.ts';
import { suggestionsFor } from './closing.ts';
import { plain, factInWords, figureInWords, tableInWords } from './format.ts';
import { restrictionAnswer } from './restriction.ts';
import { sectionFor } from './section.ts';

export interface Composition {
  readonly asks: readonly Ask[];
  readonly results: readonly ToolResult[];
  readonly session: SessionFacts;
  /** The calls of each ask, in the order of `asks`: they tell which ask a result answers. */
  readonly plans?: readonly (readonly PlannedCall[])[];
  /** What must still be asked for another part of the message. */
  readonly question?: string;
}

/** The whole answer: one section per result in the order of the asks, a change to confirm, an open question, next questions. */
export function composeAnswer(composition: Composition): string {
  const { results, session, question } = composition;
  const restriction = composition.asks.some(({ topic }) => topic === 'restricted_check') ? restrictionAnswer(results, composition.asks.map(({ words }) => words).join(' ')) : undefined;
  const done = results.filter(({ pending, tool }) => !pending && !(restriction && (tool === 'get_client_profile' || tool === 'get_security')));
  const waiting = results.filter(({ pending }) => pending);
  const sections = [...waiting.map(confirmation), ...(restriction ? [restriction] : []), ...done.map((result) => sectionFor(result, askOf(result, composition), session, nameAmong(result, done, composition.asks)))];
  const topic = composition.asks[0]?.topic;
  const isPlain = waiting.length === 0 && !question && (restriction !== undefined || done.some(({ answer }) => answer));
  return [...new Set(sections.filter(Boolean)), ...(question ? [question] : []), ...(isPlain ? [suggestionsFor(topic, session.persona)] : [])].join('\n\n');
}

function askOf(result: ToolResult, { asks, plans }: Composition): Ask | undefined {
  const fitting = asks.filter((_, index) => plans?.[index]?.some((call) => call.name === result.tool && sameArguments(call.args, result.args)));
  const [first] = fitting;
  // One call may answer two asks: what either wants of it is shown.
  return first ? { ...first, newWords: fitting.map((ask) => ask.newWords ?? ask.words).join(' ') } : asks[0];
}

/** Which of several things an answer is about, when the same is told of each. */
function nameAmong({ tool, args }: ToolResult, all: readonly ToolResult[], asks: readonly Ask[]): string | undefined {
  const subject = (from: ToolResult['args']): unknown => from['portfolio'] ?? from['client'] ?? from['goal'] ?? from['security'];
  if (!all.some((other) => other.tool === tool && subject(other.args) !== subject(args))) return undefined;
  return asks.flatMap(({ mentions }) => mentions.flatMap(({ candidates }) => candidates)).find(({ id }) => id === subject(args))?.name;
}

/** What a change would do, and the question that lets the person decide. */
function confirmation({ answer }: ToolResult): string {
  if (!answer) return 'This change needs your approval. Shall I go ahead? Reply yes to confirm, or no to leave it.';
  const lines = [
    ...answer.facts.filter(({ kind }) => kind !== 'id').map((fact) => `- ${plain(fact.label)}: ${factInWords(fact)}`), ...answer.figures.map((figure) => `- ${plain(figure.label)}: ${figureInWords(figure)}`),
  ];
  const tables = answer.tables.filter(({ rows }) => rows.length > 0).map((table) => tableInWords(table));
  const notes = answer.caveats.slice(0, 3).map((note) => `Note: ${plain(note)}`);
  return [`Nothing has changed yet. This is what would change: ${plain(answer.title)}.`, lines.join('\n'), ...tables, notes.join('\n'), 'Shall I go ahead? Reply yes to confirm, or no to leave it.'].filter(Boolean).join('\n\n');
}
