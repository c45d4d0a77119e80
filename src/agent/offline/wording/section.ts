import type { Answer, AnswerTable, Fact, LabelledFigure } from '../../../shared/answer.ts';
import type { ToolResult } from '../tool-results.ts';
import type { Ask, SessionFacts } from '../types.ts';
import { focusOf } from './focus.ts';
import { factInWords, figureInWords, plain, tableInWords, type TableOptions } from './format.ts';
import { headlineOf } from './headlines.ts';
import { rowsAskedFor } from './rows-asked-for.ts';
import { spoken, type Saying } from './saying.ts';

const MOST_FIGURES = 14;
const MOST_FACTS = 14;
const MOST_CAVEATS = 4;
/** A client knows whose accounts these are. */
const OWN_COLUMNS = ['client', 'clientName'];

/** One tool's answer as an advisor would say it: the point first, then what stands behind it, then what to be careful about. */
export function sectionFor(result: ToolResult, ask: Ask | undefined, session: SessionFacts, name?: string): string {
  if (result.problem) return problemInWords(result);
  const answer = rowsAskedFor(result.answer!, result.tool, ask?.newWords ?? ask?.words ?? '');
  const saying: Saying = { answer, tool: result.tool, args: result.args, ask, session };
  const headline = named(headlineOf(saying) ?? fallbackHeadline(answer), name);
  if (ask?.topic === 'largest_holding' && result.tool === 'get_portfolio_summary') return [headline, caveats(answer, headline)].filter(Boolean).join('\n\n');
  const shown = focusOf(answer, { tool: result.tool, words: ask?.newWords ?? ask?.words ?? '', ...(ask && { before: ask.words }), topic: ask?.topic });
  const without = [...(session.persona === 'client' ? OWN_COLUMNS : []), ...hiddenColumns(result.tool, ask?.newWords ?? ask?.words ?? '')];
  if (SAYS_NONE.test(headline) && answer.tables.every(({ rows }) => rows.length === 0)) return [headline, caveats(answer, headline)].filter(Boolean).join('\n\n');
  const tables = shown.tables.map((table) => tableOrNone(table, { cutOnPurpose: result.args['limit'] === table.rows.length, without }));
  const parts = [headline, figureList(shown, headline), factList(shown, headline), ...tables, caveats(answer, headline)];
  return parts.filter(Boolean).join('\n\n');
}

/** A headline that leaves open whose figures these are says it first, when several are told of. */
function named(headline: string, name: string | undefined): string {
  return name === undefined || headline.includes(plain(name)) ? headline : `${plain(name)}: ${lower(headline)}`;
}

/** What a role may not see, said plainly, with what can be done instead. */
const OUT_OF_REACH: Readonly<Record<string, string>> = {
  list_interactions: 'I can\u2019t show the record of meetings and calls here: your advisor keeps it. I can tell you who your advisor is, or ask for a call in which it is gone through.',
  list_compliance_checks: 'I can\u2019t show the record of past checks here. I can run the rules on your portfolio now.',
  list_model_versions: 'I can\u2019t show the list of model versions here. Each recommendation names the version that made it.',
};

/** A headline that says it all: a count of nothing and an empty list would only repeat it. */
const SAYS_NONE = /^(?:There (?:are|is) no |No holding|No such )/;

/** Columns for lawyers and machines, shown to those who ask. */
function hiddenColumns(tool: string, words: string): readonly string[] {
  return tool === 'check_compliance' && !/ (?:legal\w*|basis|law|version|regulation\w*|article) /.test(words) ? ['basis', 'version'] : [];
}

/** Errors are the product's own sentences; the hint is what the person can do next. */
function problemInWords({ tool, problem }: ToolResult): string {
  if (/no such tool/i.test(problem!.message)) return OUT_OF_REACH[tool] ?? 'That is not something that I can look up for you here; your advisor or the firm\u2019s staff can. I can help with your portfolios, plans, reports and requests instead.';
  const sentence = /[.?!]$/.test(problem!.message) ? problem!.message : `${problem!.message}.`;
  return problem!.hint ? `${sentence} ${problem!.hint}` : sentence;
}

function fallbackHeadline(answer: Answer): string {
  const [first] = answer.figures;
  if (first) return `${plain(answer.title)}: ${lower(spoken(first.label))} ${first.value === null ? 'is ' : ''}${figureInWords(first)}.`;
  const [fact] = answer.facts;
  if (fact) return `${plain(answer.title)}: ${lower(fact.label)} ${factInWords(fact)}.`;
  const [table] = answer.tables;
  if (table && table.rows.length === 0) return `${plain(answer.title)}: there is none on record.`;
  return `${plain(answer.title)}.`;
}

export function lower(label: string): string {
  const text = plain(label);
  return /^[A-Z]{2}/.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);
}

function figureList(answer: Answer, headline: string): string {
  const rest = answer.figures.filter((figure) => !headline.includes(figureInWords(figure)) || figure.value === null);
  const lines = rest.slice(0, MOST_FIGURES).map((figure: LabelledFigure) => `- ${spoken(figure.label)}: ${figureInWords(figure)}`);
  return lines.filter((line) => !headline.includes(line.slice(2))).join('\n');
}

function factList(answer: Answer, headline: string): string {
  const rest = answer.facts.filter((fact: Fact) => fact.value !== null && (fact.kind !== 'id' || /number|hash|isin/i.test(fact.key))).filter((fact) => typeof fact.value !== 'string' || !headline.includes(factInWords(fact).replace(/[.;]+$/, '')));
  return rest.slice(0, MOST_FACTS).map((fact) => `- ${plain(fact.label)}: ${factInWords(fact)}`).join('\n');
}

function tableOrNone(table: AnswerTable, options: TableOptions): string {
  if (table.rows.length > 0) return tableInWords(table, options);
  return `${plain(table.title || 'List')}: there is none.`;
}

/** Method and day of the leading figure, then what the tools say a careful reader must know. */
function caveats(answer: Answer, headline: string): string {
  const leading = answer.figures.find((figure) => headline.includes(figureInWords(figure))) ?? answer.figures[0];
  const method = leading?.method || answer.tables[0]?.method;
  const quality = answer.figures.flatMap((figure) => figure.quality ?? []);
  const notes = [...new Set([...answer.caveats, ...quality])].slice(0, MOST_CAVEATS).map((note) => `Note: ${plain(note).replace(/\.?$/, '.')}`);
  return [...(method ? [`Basis: ${plain(method).replace(/\.$/, '')}.`] : []), ...notes].join('\n');
}
