import { CLEAR_SCORE, classify } from './intents/classify.ts';
import { featuresOf } from './intents/features.ts';
import { likelihoodsFor } from './learned/reading.ts';
import { conceptsOf } from './lexicon/concepts.ts';
import { readSlots } from './slots/read-slots.ts';
import { normalise } from './text/normalise.ts';
import { correctSpelling } from './text/spelling.ts';
import type { Persona } from './types.ts';
import type { IsoDate } from '../../shared/calendar.ts';

/** Topics that do something or answer to a whole sentence: a noun beside another doesn't ask for them. */
const ACTS: ReadonlySet<string> = new Set([
  'recommendation_request', 'recommendation_decision', 'recommendation_execute', 'override_do', 'trade_order', 'money_transfer', 'rebalance_draft', 'compliance_run', 'flag_handle', 'document_read', 'report_generate', 'notification_set',
  'user_setting_change', 'ticket_open', 'task_create', 'log_interaction', 'add_note', 'message_send', 'tag_add', 'export_do', 'help', 'greeting', 'thanks', 'ai_decision', 'recommendation_explain', 'simulation_whatif', 'wash_sale_check', 'suitability_check', 'blocked_reason', 'recommendation_review', 'recommendation_list', 'alternatives_compare', 'confidence_heatmap',
]);
const CLEAR_NOUN = CLEAR_SCORE + 0.1;
const AND = /,?\s+(?:and|plus|as well as|along with|together with|&)\s+(?:also\s+|the\s+|his\s+|her\s+|their\s+|my\s+|any\s+)*/i;

interface Setting {
  readonly persona: Persona;
  readonly today: IsoDate;
}

/** Splits a stretch that names two things at once, where each half says clearly what it is about and the halves differ. */
export function pairedClauses(clauses: readonly string[], setting: Setting): string[] {
  return clauses.flatMap((clause) => {
    const listed = listedClauses(clause, setting);
    if (listed) return listed;
    const parts = clause.split(AND);
    if (parts.length !== 2 || parts.some((part) => part.trim().length < 3) || / into account\b/i.test(clause)) return [clause];
    const [left, right] = parts.map((part) => topicOf(part, setting));
    return left && right && left !== right && topicOf(clause, setting) !== undefined ? parts : [clause];
  });
}

/** A paper or an entry is to be made: what it should hold is not asked for by itself. Reports issued are looked up. */
const WRITES = /\b(?:brief\w*|memo|summary|one[- ]?pager?|talking points|draft)\b|\breports?\b(?! (?:issued|made|produced|sent|for|of|from|on file)\b)|\b(?:write|prepare|create|log|make|add|open|set|remind|schedule|book|arrange|knock|put|note down)\b.*\b(?:meeting|task|ticket|note|call)\b/i;

/** "Her numbers: value, return since January, biggest position, cash": a list of things to know, each its own ask. */
function listedClauses(clause: string, setting: Setting): string[] | undefined {
  const named = clause.split(/[:,]\s+(?:and\s+|together with\s+|as well as\s+)?|\s+(?:and|together with|as well as)\s+|\s*&\s+/).filter((part) => part.trim().length > 2).map(inFull);
  if (named.length < 3 || WRITES.test(clause)) return undefined;
  const parts: string[] = [];
  for (const part of named) {
    if (parts.length > 0 && isDetail(part, setting)) parts.push(`${parts.pop()!} and ${part}`);
    else parts.push(part);
  }
  const topics = parts.map((part) => topicOf(part, setting));
  const first = topics.findIndex(Boolean);
  if (new Set(topics.filter(Boolean)).size < 2 || topics.slice(first).some((topic) => !topic) || (topicOf(clause, setting) === undefined && !/:\s/.test(clause))) return undefined;
  return first > 0 ? [`${parts.slice(0, first).join(', ').replaceAll(HEAD, ' ')}: ${parts[first]}`, ...parts.slice(first + 1)] : parts;
}

const LIKELY_DETAIL = 0.3;

/** "The author of its latest version": more about the part before it. */
function isDetail(part: string, setting: Setting): boolean {
  if (topicOf(part, setting)) return false;
  const likelihoods = likelihoodsFor(normalise(part), setting.persona);
  return likelihoods('detail') + likelihoods('refine') >= LIKELY_DETAIL;
}

/** Words for the list itself, which ask for nothing more than is in it. */
const HEAD = /\b(?:(?:quick |short |brief )?(?:rundown|run-down|round-?up|snapshot|overview|update|picture|numbers|figures|stats|facts|status|low-?down)(?: on| of| for)?)\b/gi;
/** Parts of a list that say in one word what takes more alone. */
const IN_FULL: readonly (readonly [RegExp, string])[] = [
  [/^\W*(?:the |her |his |their |my |total )*(?:assets|aum|worth|nav|size|balance)\W*$/i, 'portfolio value'],
  [/^\W*(?:the )?((?:ytd|mtd|qtd|year to date|this year|last year|this month|last month|1 ?y(?:r|ear)?)(?: so far)?)(?: perf(?:ormance)?)?\W*$/i, 'return $1'],
  [/^\W*(?:the |her |his |their )*(?:last |latest |most recent )?(?:contact|touch ?point)\W*$/i, 'last contact'],
];

function inFull(part: string): string {
  const found = IN_FULL.find(([pattern]) => pattern.test(part));
  return found ? part.replace(...found) : part;
}

function topicOf(text: string, { persona, today }: Setting): string | undefined {
  const words = correctSpelling(normalise(text));
  const best = classify(words, featuresOf(conceptsOf(words), readSlots(words, today), words, persona), persona)[0];
  return best && best.score >= CLEAR_NOUN && !ACTS.has(best.topic) ? best.topic : undefined;
}
