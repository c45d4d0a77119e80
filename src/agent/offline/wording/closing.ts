import type { Ambiguity, Persona, RefusalReason } from '../types.ts';

const REFUSALS: Readonly<Record<RefusalReason, string>> = {
  other_client_data: "I can't share that: it belongs to somebody whose data you don't have access to here. I can show you anything about the accounts that are yours to see.",
  guaranteed_return: "I can't promise or guarantee any return, and nobody honestly can: every investment can lose money. I can show the range of outcomes a simulation gives, or how a portfolio would have fared in past crises.",
  insider_information: "I can't help with that: trading on information that isn't public is illegal, and I won't advise on it. I can show what is publicly on record about the security: price, rating and how it fits the portfolio.",
  skip_compliance: "I can't go round a check or an approval: suitability, KYC, compliance and sign-off apply to every case. I can run the check now and show what stands in the way.",
  unauthorised_trade: "I can't do that: an order needs the authority and the explicit consent of the account's owner. I can draft the order, so that the right person can look at it and approve it.",
  system_prompt: "I can't disclose my internal instructions, tool definitions or keys. I can tell you what I'm able to do for you.",
  log_tampering: "I can't change, delete or back-date records: they are kept as they were written. I can show the entry, or add a new note that corrects it with today's date.",
  credential_disclosure: "I can't disclose passwords, keys, tokens or full identity numbers to anyone. I can show sign-ins and security events instead.",
};

const AUDITOR_READ_ONLY = "I can't do that here: this role reviews and changes nothing in portfolios or advice. I can show the recommendation, its decision record or the checks that ran.";

export function refusalText(reason: RefusalReason): string {
  return REFUSALS[reason];
}

export function readOnlyText(): string {
  return AUDITOR_READ_ONLY;
}

/** The same sentence for somebody unknown and for somebody else's client: an answer must not tell the two apart. */
export function unknownPersonText(name: string, persona: Persona): string {
  if (persona === 'client') return `I can't share anything about ${name}: I only have access to your own accounts here. I can show you anything about those.`;
  return `I can't find a client named ${name} among those you have access to, so there is nothing I can show. Which client do you mean?`;
}

export function outOfScopeText(): string {
  return "That is outside what I can help with: I only deal with portfolios, markets, planning and the firm's service around them.";
}

export function sameNameText(name: string, candidates: readonly string[]): string {
  return `Several clients fit the name ${name}. Which one do you mean: ${candidates.length > 1 ? `${candidates.slice(0, -1).join(', ')} or ${candidates.at(-1)}` : candidates.join('')}?`;
}

export function whichText(kind: string, name: string, candidates: readonly string[]): string {
  return `Several ${kind}s fit "${name}". Which one do you mean: ${candidates.slice(0, -1).join(', ')} or ${candidates.at(-1)}?`;
}

export const UNCLEAR: { readonly ambiguity: Ambiguity; readonly question: string } = {
  ambiguity: 'missing_reference', question: "I'm not sure what that refers to. What would you like to know, and about which portfolio, holding or person?",
};

const ABILITIES: Readonly<Record<Persona, readonly string[]>> = {
  client: [
    'what your portfolios are worth, what is in them, and how they did over any period, against their benchmark too', 'risk, allocation and drift, concentration, currency and ESG',
    'dividends, fees, invoices, taxes, losses to harvest and wash sales', 'goals, projections, simulations and stress tests',
    'recommendations and why they were made, and orders drafted for approval', 'documents, reports, notifications, settings, support tickets, and a call with your advisor',
  ],
  advisor: [
    'your book: assets under management, rankings, drift, goals nearly reached, contact gaps, KYC dates, alerts and sentiment', "each client's portfolios: value, performance, risk, allocation, transactions, income, tax and goals",
    'recommendations, rebalancing and orders, drafted and checked, never sent without approval', 'suitability, restrictions, compliance checks and flags', 'tasks, meeting notes, reports and briefs',
  ],
  auditor: [
    'how an AI recommendation came about: model version, inputs, tools, confidence, approver', 'overrides, refusals, tool calls and conversations', 'whether the audit log is intact, and who changed what and when',
    'compliance checks, flags, exports, sign-ins, sessions and security events', 'the state of data loads, interfaces, vendors and metrics', 'audit memos and exports for review',
  ],
};

export function abilitiesText(persona: Persona): string {
  return `I'm Steward's built-in offline model: I answer from the firm's own records, with a source for each figure. I can help with:\n\n${ABILITIES[persona].map((ability) => `- ${ability}`).join('\n')}`;
}

export function greetingText(userName: string): string {
  const first = userName.split(/\s+/)[0];
  return `Hello${first ? ` ${first}` : ''}. I'm Steward's assistant, answering with the built-in offline model. What would you like to know?`;
}

export const THANKS_TEXT = "You're welcome. Just ask when there is more to look at.";

const STARTERS: Readonly<Record<Persona, readonly string[]>> = {
  client: ['What are my portfolios worth right now?', 'How have I done this year against the benchmark?', 'Am I on track for my goals?'],
  advisor: ['What is my total AUM and how many clients do I cover?', 'Which clients have I not contacted lately?', 'Which clients have drifted from their targets?'],
  auditor: ['Is the audit log intact this month?', 'Which recommendations did advisors override this year?', 'Which requests did the assistant refuse last month?'],
};

const NEXT: readonly (readonly [RegExp, Readonly<Partial<Record<Persona, readonly string[]>>>])[] = [
  [/^(?:portfolio_value|holdings_list|largest_holding|holding_detail|account_overview)/, { client: ['How has it done this year?', 'How is it split by asset class?', 'Is any single position too large?'], advisor: ['How has it done this year?', 'How far is it from its targets?', 'Are there open flags for this client?'] }],
  [/^(?:performance|benchmark|gain|value_history|compare)/, { client: ['What drove the result?', 'How risky was it?', 'And the year before?'], advisor: ['What drove the result?', 'How does its risk compare with the benchmark?', 'And the year before?'] }],
  [/^(?:risk|stress|simulation|concentration)/, { client: ['How would it hold up in a crash like the financial crisis?', 'How is it split by sector?', 'What would you recommend to lower the risk?'] }],
  [/^(?:allocation|rebalance|fx_exposure|esg)/, { client: ['How far is it from its targets?', 'When was it last rebalanced?', 'Draft a rebalance.'], advisor: ['Draft a rebalance.', 'When was it last rebalanced?', 'Which other clients have drifted?'] }],
  [/^(?:goal)/, { client: ['How likely am I to reach it?', 'How much would I need to save each month?', 'Which goals are behind schedule?'] }],
  [/^(?:tax|wash|dividend|fees|transaction|billing)/, { client: ['Do I have losses to harvest?', 'What dividends did I receive this year?', 'What fees have I paid this year?'] }],
  [/^(?:recommendation|trade_order)/, { client: ['Why was it recommended?', 'How confident is it?', 'Which recommendations are pending?'], advisor: ['Why was it recommended?', 'Which recommendations are pending?', 'Does it pass the compliance checks?'] }],
];

/** Up to three next questions, under the heading that the page turns into buttons. */
export function suggestionsFor(topic: string | undefined, persona: Persona): string {
  const fitting = topic ? NEXT.find(([pattern]) => pattern.test(topic))?.[1][persona] : undefined;
  return `You could also ask:\n${(fitting ?? STARTERS[persona]).map((question) => `- ${question}`).join('\n')}`;
}
