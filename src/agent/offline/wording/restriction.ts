import type { ToolResult } from '../tool-results.ts';
import type { Answer } from '../../../shared/answer.ts';
import { plain, tableInWords } from './format.ts';

/** Whether the client's own rules or the firm's list stand against a security, from the client's profile and the security's record. */
export function restrictionAnswer(results: readonly ToolResult[], words = ''): string | undefined {
  const profile = results.find(({ tool }) => tool === 'get_client_profile')?.answer;
  const security = results.find(({ tool }) => tool === 'get_security')?.answer;
  const rules = profile?.tables.find(({ key }) => key === 'preferences');
  if (security && !profile) return onFirmList(security);
  if (!profile || !security || !rules) return undefined;
  const traits = new Set(security.facts.flatMap(({ value }) => (typeof value === 'string' ? [value.toLowerCase()] : [])));
  const at = (key: string): number => rules.columns.findIndex((column) => column.key === key);
  const against = rules.rows.filter((row) => /exclu|avoid|ban|restrict/i.test(String(row[at('kind')] ?? '')) && [row[at('ticker')], row[at('value')]].some((cell) => typeof cell === 'string' && traits.has(cell.toLowerCase())));
  const isOnFirmList = security.caveats.some((caveat) => /restricted list/i.test(caveat));
  const name = plain(security.title);
  const whose = plain(profile.title).replace(/^Profile of /, '');
  // "May she buy it?" is answered by yes where "is it excluded?" is answered by no.
  const mayAsked = / (?:may|can|could|allowed|permitted|ok|okay|free) /.test(words) && !/ (?:not allowed|ban\w*|restrict\w*|exclu\w*|off limits|barred|forbidden|prohibit\w*|black ?list\w*|avoid\w*) /.test(words);
  const [bound, free] = mayAsked ? ['No', 'No restriction stands against it'] : ['Yes', 'No'];
  const verdict = against.length > 0 ? `${bound}: ${name} is excluded by the rules of ${whose}${isOnFirmList ? ', and it is on the restricted list of the firm' : ''}.`
    : isOnFirmList ? `${bound}: ${name} is on the restricted list of the firm, though the rules of ${whose} do not exclude it.` : `${free}: ${name} is neither excluded by the rules of ${whose} nor on the restricted list of the firm.`;
  const table = rules.rows.length > 0 ? tableInWords(against.length > 0 ? { ...rules, rows: against, total: against.length } : rules) : `${whose} has no rules of this kind on record.`;
  return [verdict, table, 'Basis: exclusions and restrictions on record today; a compliance check would judge a trade as a whole.'].join('\n\n');
}

/** Without a client only the firm's own list can be asked about. */
function onFirmList(security: Answer): string {
  const isListed = security.caveats.some((caveat) => /restricted list/i.test(caveat));
  return `${isListed ? 'Yes' : 'No'}: ${plain(security.title)} is ${isListed ? '' : 'not '}on the restricted list of the firm. Name a client to see whether their own rules exclude it.`;
}
