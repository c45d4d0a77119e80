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

export function outOfReachText(): string {
  return 'This login looks at overrides of compliance results that wait for a second person, and consents to them. Everything else of the firm is out of its reach here.';
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
  admin: ['overrides of compliance results that wait for a second person: what was found, the reason given, and your consent'],
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
  admin: ['Which overrides wait for my consent?'],
};

/** A next question, what it asks, and for whom it makes sense. "It" is what was just spoken of. */
type Next = readonly [topic: string, question: string];

const OWN: Readonly<Record<string, readonly Next[]>> = {
  value: [['performance_return', 'How has it done this year?'], ['allocation_breakdown', 'How is it split by asset class?'], ['concentration_check', 'Is any single position too large?'], ['performance_ranking', 'What are my best holdings this year?']],
  result: [['performance_drivers', 'What drove the result?'], ['risk_metrics', 'How risky was it?'], ['performance_return', 'And the year before?'], ['fees_costs', 'What did it cost in fees?']],
  risk: [['stress_test', 'How would it hold up in a crash like the financial crisis?'], ['allocation_breakdown', 'How is it split by sector?'], ['recommendation_request', 'What would you recommend to lower the risk?'], ['performance_return', 'How has it done this year?']],
  mix: [['allocation_drift', 'How far is it from its targets?'], ['rebalance_draft', 'Draft a rebalance.'], ['rebalance_history', 'When was it last rebalanced?'], ['fx_exposure', 'How much of it is in foreign currencies?']],
  goal: [['goal_projection', 'How likely am I to reach it?'], ['goal_projection', 'What if I saved more every month?'], ['goal_progress', 'Which goals are behind schedule?']],
  money: [['dividend_income', 'What dividends did I receive this year?'], ['fees_costs', 'What fees have I paid this year?'], ['tax_loss_harvest', 'Do I have losses to harvest?'], ['tax_gains', 'What are my short-term and long-term gains this year?']],
  advice: [['recommendation_explain', 'Why was it recommended?'], ['recommendation_explain', 'What alternatives were considered?'], ['recommendation_list', 'Which recommendations are pending?']],
  security: [['security_rating', 'What is its rating?'], ['suitability_check', 'Is it suitable for me?'], ['esg_profile', 'How sustainable is it?'], ['holding_detail', 'How much of it do I own?']],
  service: [['advisor_relationship', 'Who is my advisor?'], ['notification_view', 'Do I have unread notifications?'], ['ticket_view', 'What is the status of my support ticket?'], ['document_lookup', 'Which documents do you have for me?']],
};

const BOOK: Readonly<Record<string, readonly Next[]>> = {
  value: [['performance_return', 'How has it done this year?'], ['allocation_drift', 'How far is it from its targets?'], ['compliance_flags', 'Are there open flags for this client?'], ['goal_progress', 'How are the goals coming along?']],
  result: [['performance_drivers', 'What drove the result?'], ['risk_metrics', 'How does its risk compare with the benchmark?'], ['performance_return', 'And the year before?']],
  risk: [['stress_test', 'How would it hold up in a crash like the financial crisis?'], ['concentration_check', 'Is any single position too large?'], ['recommendation_request', 'What would you recommend to lower the risk?']],
  mix: [['rebalance_draft', 'Draft a rebalance.'], ['rebalance_history', 'When was it last rebalanced?'], ['book_screen', 'Which other clients have drifted from their targets?']],
  goal: [['goal_projection', 'What monthly saving would it take?'], ['book_screen', 'Which clients are close to a goal?'], ['report_generate', 'Write a brief for the next meeting with this client.']],
  money: [['tax_loss_harvest', 'Are there losses to harvest?'], ['fees_costs', 'What fees were paid this year?'], ['dividend_income', 'What dividends were paid this year?']],
  advice: [['recommendation_explain', 'Why was it recommended?'], ['recommendation_list', 'Which recommendations are pending?'], ['compliance_run', 'Does the portfolio pass the compliance rules?']],
  security: [['security_rating', 'What is its rating?'], ['market_price', 'How has its price moved this year?'], ['esg_profile', 'How sustainable is it?']],
  client: [['interaction_history', 'When did we last meet?'], ['goal_progress', 'How are the goals coming along?'], ['report_generate', 'Write a brief for my next meeting with this client.'], ['client_sentiment', 'How is the sentiment of this client?']],
  book: [['not_contacted', 'Which clients have I not contacted lately?'], ['book_screen', 'Which clients have drifted from their targets?'], ['kyc_status', 'Whose KYC expires soon?'], ['risk_alerts', 'Which risk alerts came up this week?'], ['recommendation_list', 'Which recommendations wait for my decision?']],
};

const REVIEW: Readonly<Record<string, readonly Next[]>> = {
  advice: [['ai_decision', 'Which tools were called for it?'], ['ai_decision', 'Who approved it, and when?'], ['report_generate', 'Draft an audit memo on it.']],
  records: [['audit_integrity', 'Is the audit log intact this month?'], ['overrides', 'Which recommendations did advisors override this year?'], ['refusals', 'Which requests did the assistant refuse last month?'], ['export_list', 'Who exported data this quarter?'], ['sign_ins', 'How many sign-ins failed this week?']],
};

const GROUPS: readonly (readonly [string, RegExp])[] = [
  ['value', /^(?:portfolio_value|holdings_list|largest_holding|holding_detail|account_overview)/], ['result', /^(?:performance|benchmark|gain|value_history|compare)/], ['risk', /^(?:risk_metrics|stress|simulation|concentration)/],
  ['mix', /^(?:allocation|rebalance|fx_exposure|esg)/], ['goal', /^goal/], ['money', /^(?:tax|wash|dividend|fees|transaction|billing)/], ['advice', /^(?:recommendation|trade_order|ai_decision|overrides|model_versions|suitability|restricted|compliance_run)/],
  ['security', /^(?:market_price|security|fx_rate)/], ['client', /^(?:client_|interaction|tags|kyc|document|report|referral)/], ['service', /./],
];

/** Up to three next questions that weren't just asked, under the heading that the page turns into buttons. */
export function suggestionsFor(topic: string | undefined, persona: Persona): string {
  const group = topic ? GROUPS.find(([, pattern]) => pattern.test(topic))?.[0] : undefined;
  const all = persona === 'admin' ? undefined : persona === 'client' ? OWN[group ?? ''] : persona === 'advisor' ? BOOK[group ?? ''] ?? BOOK['book'] : REVIEW[group ?? ''] ?? REVIEW['records'];
  const fitting = topic && all ? all.filter(([own]) => own !== topic || all.length < 4).map(([, question]) => question) : STARTERS[persona];
  return `You could also ask:\n${fitting.slice(0, 3).map((question) => `- ${question}`).join('\n')}`;
}
