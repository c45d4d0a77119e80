import type { Binding, BoundClient } from './binding.ts';
import { text, type Firm, type Row } from './firm.ts';
import type { QuestionCase } from './format.ts';
import { hashOf, rotated } from './hash.ts';
import { choices, type Draft } from './placeholder-choices.ts';

/**
 * One consistent set of placeholders for a case, so that everything it requires holds; undefined when the firm has none.
 * The same case, variant and firm give the same set.
 */
export function bind(question: QuestionCase, firm: Firm, variant = 0): Binding | undefined {
  const needed = neededBy(question);
  const turn = hashOf(question.id) + variant;
  for (const person of rotated(personsOf(question, firm), turn)) {
    for (const client of rotated(candidatesOf(question, person, needed), turn)) {
      const draft: Draft = { question, firm, person, client, needed, turn, values: {}, texts: {} };
      const filled = fill(draft, choices);
      if (filled) return bindingOf(filled);
    }
  }
  return undefined;
}

const TERMS: ReadonlySet<string> = new Set([
  'one_portfolio', 'two_portfolios', 'same_first_name', 'ticker_at_loss', 'ticker2_not_held', 'foreign_currency', 'rec_pending', 'rec_decided', 'has_unread', 'has_open_ticket', 'has_kyc', 'has_dividends', 'tag_not_on_client', 'amount_below_cash',
]);
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  'client', 'client_first', 'other_client', 'portfolio', 'portfolio2', 'ticker', 'ticker2', 'security_name', 'sector', 'asset_class', 'benchmark', 'goal', 'currency', 'tag', 'advisor', 'amount', 'date', 'month', 'year', 'recommendation_id', 'model_version',
]);

/** Preconditions that cannot be checked here: whether they hold is not known. */
export function unknownTerms({ requires }: QuestionCase): string[] {
  return requires.filter((term) => !TERMS.has(term));
}

export function unknownPlaceholders(question: QuestionCase): string[] {
  return [...neededBy(question)].filter((name) => !PLACEHOLDERS.has(name)).map((name) => `{${name}}`);
}

function neededBy(question: QuestionCase): ReadonlySet<string> {
  return new Set([...JSON.stringify([question.turns, question.facts, question.forbidden, question.action ?? null]).matchAll(/\{(\w+)\}/g)].map((match) => match[1]!));
}

/** Who can ask: every client, every advisor, the auditor. */
export interface Person {
  readonly userId: string;
  readonly reach: readonly BoundClient[];
  readonly advisor?: { readonly id: string; readonly name: string; readonly userId: string };
}

export const CLIENT_COLUMNS = 'c.id, c.full_name name, c.first_name first, c.user_id user, c.base_currency currency';

export function clientOf(row: Row): BoundClient {
  return { id: text(row['id']), name: text(row['name']), firstName: text(row['first']), userId: text(row['user']), currency: text(row['currency']) };
}

export function clientsOfAdvisor(firm: Firm, advisorId: string): BoundClient[] {
  return firm.all(`select distinct ${CLIENT_COLUMNS} from Clients c join AdvisorAssignments a on a.client_id = c.id where a.advisor_id = ? and a.starts_on <= ? and (a.ends_on is null or a.ends_on >= ?) order by c.id`, advisorId, firm.today, firm.today).map(clientOf);
}

function personsOf({ persona }: QuestionCase, firm: Firm): Person[] {
  const everybody = firm.all(`select ${CLIENT_COLUMNS} from Clients c order by c.id`).map(clientOf);
  if (persona === 'client') return everybody.filter(({ userId }) => userId).map((client) => ({ userId: client.userId, reach: [client] }));
  if (persona === 'advisor') {
    return firm.all("select id, full_name name, user_id user from Advisors where status <> 'left' order by id").map((row) => {
      const advisor = { id: text(row['id']), name: text(row['name']), userId: text(row['user']) };
      return { userId: advisor.userId, reach: clientsOfAdvisor(firm, advisor.id), advisor };
    });
  }
  return firm.texts("select id from Users where role = 'auditor' and is_active = 1 order by id").map((userId) => ({ userId, reach: everybody }));
}

/** Clients that a question could be about; when it names nobody, anybody of the reach. */
function candidatesOf(question: QuestionCase, { reach }: Person, needed: ReadonlySet<string>): readonly BoundClient[] {
  if (!needed.has('client_first')) return reach;
  const wantsNamesake = question.requires.includes('same_first_name');
  return reach.filter(({ firstName }) => firstName && (reach.filter((other) => other.firstName === firstName).length > 1) === wantsNamesake);
}

/** Tries the choices for each placeholder in turn and steps back where nothing fits. */
function fill(draft: Draft, rest: typeof choices): Draft | undefined {
  const [choice, ...later] = rest;
  if (!choice) return draft;
  if (!choice.isWanted(draft)) return fill(draft, later);
  for (const option of choice.options(draft)) {
    const found = fill({ ...draft, ...option, values: { ...draft.values, ...option.values }, texts: { ...draft.texts, ...option.texts } }, later);
    if (found) return found;
  }
  return undefined;
}

function bindingOf({ question, firm, person, client, portfolio, portfolio2, otherClient, values, texts }: Draft): Binding {
  const always = { client: client.name, client_first: client.firstName, ...(person.advisor ? { advisor: person.advisor.name } : {}) };
  return {
    persona: question.persona, userId: person.userId, reach: person.reach, client,
    ...(person.advisor ? { advisor: person.advisor } : {}), ...(portfolio ? { portfolio } : {}), ...(portfolio2 ? { portfolio2 } : {}), ...(otherClient ? { otherClient } : {}),
    texts: { ...always, ...texts }, values: { ...always, as_of: firm.today, ...values },
  };
}
