/** Topics that, with a pronoun, speak of what was asked before: "which holding paid most of it" is still about dividends. */
const BELONGS: Readonly<Record<string, readonly string[]>> = {
  dividend_income: ['holdings_list', 'largest_holding', 'performance_ranking', 'transaction_search', 'holding_detail', 'concentration_check'],
  esg_profile: ['performance_drivers', 'performance_ranking', 'largest_holding', 'holdings_list', 'security_rating'],
  account_overview: ['portfolio_value', 'allocation_breakdown', 'largest_holding'],
  tax_loss_harvest: ['holdings_list', 'largest_holding', 'gain_loss', 'performance_ranking', 'portfolio_value', 'fx_rate'],
  transaction_search: ['largest_holding', 'holdings_list', 'book_ranking', 'performance_ranking'],
  concentration_check: ['holdings_list', 'largest_holding'],
  stress_test: ['performance_drivers', 'holdings_list', 'largest_holding', 'performance_ranking', 'gain_loss'],
  fees_costs: ['largest_holding', 'portfolio_value'],
  allocation_breakdown: ['largest_holding'],
  fx_exposure: ['largest_holding', 'holdings_list', 'gain_loss', 'stress_test', 'simulation_whatif'],
  goal_progress: ['portfolio_value'],
  allocation_drift: ['portfolio_value', 'performance_return', 'goal_progress'],
  market_price: ['value_history', 'performance_ranking', 'risk_metrics'],
  ai_decision: ['overrides', 'tool_calls', 'compliance_checks', 'recommendation_review', 'recommendation_list'],
  recommendation_explain: ['overrides', 'risk_metrics', 'tool_calls', 'recommendation_request', 'compliance_checks'],
  book_screen: ['book_summary', 'holdings_list'],
  overrides: ['document_lookup', 'ai_decision', 'recommendation_review', 'recommendation_list', 'advisor_relationship', 'compliance_checks'],
  recommendation_review: ['document_lookup', 'ai_decision', 'overrides', 'advisor_relationship'],
  recommendation_list: ['document_lookup', 'ai_decision', 'overrides', 'performance_return'],
  compliance_flags: ['advisor_relationship', 'task_list'],
  refusals: ['conversation_history', 'ai_decision'],
  fx_rate: ['referral', 'fx_exposure', 'portfolio_value', 'market_price', 'value_history'],
  // "And what do I get for it?" asks for the reward, not for an exchange rate.
  referral: ['fx_rate', 'gain_loss', 'fees_costs'],
  export_list: ['document_lookup', 'ai_decision', 'audit_entries'],
  // A memo tells all of it.
  report_generate: ['ai_decision', 'model_versions', 'overrides'],
  // "How often did it fail?" is about what was counted, whatever else fails.
  tool_calls: ['sign_ins', 'refusals', 'error_status', 'compliance_checks', 'etl_status'],
  etl_status: ['error_status', 'tool_calls', 'sign_ins', 'compliance_checks'],
  error_status: ['tool_calls', 'sign_ins', 'compliance_checks', 'etl_status', 'task_list', 'ticket_view'],
};
const POINTS_BACK = / (?:ones|it|its|this|that|those|them|these|they|thereof) (?!(?:year|month|quarter|week) )/;

/** "It is about my fees" after a request for a call, a message or help: its subject. */
const TELLS_SUBJECT = /^ (?:(?:it|this|that|the subject|the matter) (?:is|would be|will be|was) (?:all |just |only |mainly )?|(?:just |all |mainly |mostly )?)(?:about|regarding|concerning|to do with|because of|to discuss|to talk (?:about|through|over)) /;
const WITH_SUBJECT: ReadonlySet<string> = new Set(['task_create', 'message_send', 'ticket_open', 'log_interaction']);

const DETAILS: ReadonlySet<string> = new Set(['holding_detail', 'gain_loss', 'performance_return']);

/** "My biggest holding, and what did I pay for it?": a detail of the thing that the same message asks for. */
export function isDetailOf(topic: string, earlier: string, words: string): boolean {
  return earlier === 'largest_holding' && DETAILS.has(topic) && POINTS_BACK.test(words);
}

/** "Its ESG score, and which two are the black sheep?": a superlative that names no measure goes by the one before it. */
const UNMEASURED = / (?:worst|weakest|poorest|lowest|highest|best|strongest|black sheep|bad ones|bad boys|sinners|offenders|culprits|spoil\w*|leaders|most generous) /;
const MEASURED = / (?:return\w*|perform\w*|gain\w*|profit\w*|loss(?:es)?|lost|weight\w*|value|worth|price\w*|since|this|last|year|month) /;
/** "Which are in dollars, and what share of the whole do they make?" */
const SHARE_OF_ALL = / (?:share|part|percentage|percent|portion|proportion|fraction|much) of (?:the |my |our |all |his |her |their )?(?:overall |total |whole |entire )?(?:whole|total|everything|all|portfolio|portfolios|money|wealth|assets|investments|holdings) /;
const ENDS_UP = / (?:what|how much|how many) (?:[^ ]+ ){0,2}(?:would|will|do|does|could) (?:i|we|it|that|this|they|he|she) (?:[^ ]+ )?(?:end up with|get|receive|make|come to|amount to|be|have|give) | (?:what|how much|how many) (?:[^ ]+ ){0,2}(?:i|we|it|that|this|they) (?:would|will|could) (?:[^ ]+ )?(?:end up with|get|receive|make|come to|amount to|be|have|give) /;
const BY_MEASURE: ReadonlySet<string> = new Set(['esg_profile', 'dividend_income']);

/** "Top three please": how many of what was just asked for. */
const ONLY_HOW_MANY = /^ (?:(?:and|just|only|please|the|give|show|name|list|me|say|your|my) )*(?:(?:top|best|worst|bottom|biggest|largest|first) \d{1,2}|\d{1,2} (?:best|worst|biggest|largest|names|ones|lines)?)(?: (?:please|will do|would do|is enough|are enough|is plenty|only|of them|will be enough|is fine|names|ones|for now|thanks))* $/;

/** "…, and how many of those were refused?": a part of the records just asked for. */
const PART_OF_THEM = / (?:how many|which|what share|what part|any|some|who|none) (?:of|among) (?:them|those|these|which) /;
const RECORDS: ReadonlySet<string> = new Set(['tool_calls', 'conversation_history', 'sign_ins', 'sessions', 'security_events', 'export_list', 'refusals', 'overrides', 'audit_entries', 'change_history', 'compliance_checks', 'compliance_flags', 'recommendation_review', 'error_status', 'etl_status', 'assistant_use', 'vendor_status']);

/** "…, and how many were declined?": a count that names nothing counts what was just asked for. */
const COUNTS_ON = /^ (?:and |or |also )?how many (?:(?:were|are|was|is|have|had|has|did|do|got|went|came|ended|remain\w*|failed|succeeded|passed|still|also|then|been|not|yet|being|to|in|up|out|through|\w{4,}ed|open|closed|pending|successful|unsuccessful) ?)+$/;

/** "On which accounts?", "from which address?" */
const OF_SIGN_INS: ReadonlySet<string> = new Set(['account_overview', 'user_settings', 'client_profile']);

/** "What is the target, where do we stand, and what's the gap?": all of it is told by how far one is from the target. */
const BY_HOW_MUCH = / (?:where (?:do|are|am|is) (?:we|i|it|things|@client)(?! (?:with|at with|on) )|(?:the )?(?:gap|difference|shortfall|distance|deviation)|how far (?:off|away|apart|out)) /;
const AGAINST_A_TARGET: ReadonlySet<string> = new Set(['allocation_drift', 'goal_progress']);

/** "Top 3 of my book, TWR QTD": a measure and a time alone say by what it is ranked. */
const RANKINGS: ReadonlySet<string> = new Set(['book_ranking', 'performance_ranking']);
const MEASURE_ALONE = /^ (?!(?:and|what|how|which) )(?:[^ ]+ ){1,4}$/;

/** Whether an ask of one topic is more about an earlier one, judged by its pronoun. */
export function belongsTo(topic: string, earlier: string, words: string): boolean {
  if (ONLY_HOW_MANY.test(words)) return true;
  if (RANKINGS.has(earlier) && topic === 'performance_return' && MEASURE_ALONE.test(words)) return true;
  if (AGAINST_A_TARGET.has(earlier) && BY_HOW_MUCH.test(words)) return true;
  if (WITH_SUBJECT.has(earlier) && TELLS_SUBJECT.test(words)) return true;
  // "Today's rate, and what would I end up with?"
  if (earlier === 'fx_rate' && ENDS_UP.test(words)) return true;
  // After sign-ins an account is a login, not money, and an address is that of a machine.
  if (RECORDS.has(earlier) && (PART_OF_THEM.test(words) || COUNTS_ON.test(words))) return true;
  if (earlier === 'sign_ins' && OF_SIGN_INS.has(topic)) return true;
  if ((earlier === 'holdings_list' || earlier === 'account_overview') && SHARE_OF_ALL.test(words) && POINTS_BACK.test(words)) return true;
  if (BY_MEASURE.has(earlier) && UNMEASURED.test(words) && !MEASURED.test(words) && BELONGS[earlier]?.includes(topic)) return true;
  return POINTS_BACK.test(words) && (BELONGS[earlier]?.includes(topic) ?? false);
}
