/** Topics that, with a pronoun, speak of what was asked before: "which holding paid most of it" is still about dividends. */
const BELONGS: Readonly<Record<string, readonly string[]>> = {
  dividend_income: ['holdings_list', 'largest_holding', 'performance_ranking', 'transaction_search', 'holding_detail', 'concentration_check'],
  esg_profile: ['performance_drivers', 'performance_ranking', 'largest_holding', 'holdings_list', 'security_rating'],
  account_overview: ['portfolio_value', 'allocation_breakdown', 'largest_holding'],
  tax_loss_harvest: ['holdings_list', 'largest_holding', 'gain_loss', 'performance_ranking'],
  transaction_search: ['largest_holding', 'holdings_list', 'book_ranking', 'performance_ranking'],
  concentration_check: ['holdings_list', 'largest_holding'],
  stress_test: ['performance_drivers', 'holdings_list', 'largest_holding', 'performance_ranking', 'gain_loss'],
  fees_costs: ['largest_holding', 'portfolio_value'],
  allocation_breakdown: ['largest_holding'],
  fx_exposure: ['largest_holding', 'holdings_list'],
  goal_progress: ['portfolio_value'],
  market_price: ['value_history'],
  ai_decision: ['overrides', 'tool_calls', 'compliance_checks', 'recommendation_review', 'recommendation_list'],
  recommendation_explain: ['overrides', 'risk_metrics', 'tool_calls', 'recommendation_request', 'compliance_checks'],
  book_screen: ['book_summary', 'holdings_list'],
  overrides: ['document_lookup', 'ai_decision', 'recommendation_review', 'recommendation_list', 'advisor_relationship', 'compliance_checks'],
  recommendation_review: ['document_lookup', 'ai_decision', 'overrides', 'advisor_relationship'],
  recommendation_list: ['document_lookup', 'ai_decision', 'overrides', 'performance_return'],
  compliance_flags: ['advisor_relationship', 'task_list'],
  refusals: ['conversation_history', 'ai_decision'],
  export_list: ['document_lookup', 'ai_decision', 'audit_entries'],
};
const POINTS_BACK = / (?:ones|it|its|that|those|them|these|they|thereof) (?!(?:year|month|quarter|week) )/;

const DETAILS: ReadonlySet<string> = new Set(['holding_detail', 'gain_loss', 'performance_return']);

/** "My biggest holding, and what did I pay for it?": a detail of the thing that the same message asks for. */
export function isDetailOf(topic: string, earlier: string, words: string): boolean {
  return earlier === 'largest_holding' && DETAILS.has(topic) && POINTS_BACK.test(words);
}

/** Whether an ask of one topic is more about an earlier one, judged by its pronoun. */
export function belongsTo(topic: string, earlier: string, words: string): boolean {
  // "On which accounts?" after sign-ins means logins, not money.
  if (earlier === 'sign_ins' && topic === 'account_overview') return true;
  return POINTS_BACK.test(words) && (BELONGS[earlier]?.includes(topic) ?? false);
}
