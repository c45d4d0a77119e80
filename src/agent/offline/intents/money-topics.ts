import type { TopicTable } from './topic.ts';

/** Money moving, tax, goals, scenarios, markets. */
export const MONEY_TOPICS = {
  transaction_search: {
    intent: 'transaction_search', requires: ['transaction|buys|sells|deposits|withdrawals'],
    features: { 'persona:auditor+#recommendation': -4, 'persona:auditor+activity': -4, why_trade: -3, pre_trade: -3, looks_ahead: -2.5, market: -1.5, transaction: 2.2, fee: -2.5, buys: 1.4, sells: 1.2, deposits: 0.8, withdrawals: 0.8, list: 0.8, '#period': 0.9, '#amount': 0.5, how_many: 0.6, largest: 0.3, value: -0.2, wash_sale: -3, order: -0.5, draft: -0.5, realised: -2.5, gain: -1, imperative_order: -3, tax: -1.5, project: -1, goal: -0.8, simulate: -0.8, recommendation: -1.5, bought_when: -2.5, notification: -1.2, restricted: -1, suitable: -1.5, rebalance: -1.2, interaction: -0.6, returns: -0.8, stress: -1, ticket: -1.5, past_event: 0.3, security_event: -3, audit_log: -1.5, sign_in: -2, dividend: -3, cost: -3, referral: -2.5, if_word: -1, how_much_made: -1.5, return_method: -2.5, 'gain+lose': -2.5 },
  },
  dividend_income: {
    intent: 'dividend_income', requires: ['dividend'],
    features: { dividend: 3, '#period': 0.6, expect: 0.5, largest: 0.3, holding: 0.2, '@security': 0.3, withheld: 0.5, tax: -0.8, term: -1, stress: -0.8, profile: -1.2, scenario: -1, fee: -0.5, risk: -0.3, '#scenario': -2.5, why: -0.2, list: 0.2, complaint_word: -2, setting: -2 },
  },
  fees_costs: {
    intent: 'fees_costs', requires: ['fee'],
    features: { fee: 3, etl: -2.5, '#period': 0.6, portfolio: 0.2, invoice: 0.2, subscription: -2, cost: -0.5, tax: -0.3, which_client: -2, recommend: -2.5, project: -0.4, esg: -1, ticket: -3, make_ticket: -2, new_recommendation: -2.5, complaint_word: -1.5, document: -1.5, conversation: -2 },
  },
  billing_subscription: {
    intent: 'billing_subscription', requires: ['invoice|subscription'],
    features: { invoice: 2.6, subscription: 2.2, fee: 0.3, goal: -0.8, '@goal': -1.5, kyc: -2.2, target: -0.4, rebalance: -1, which_client: -1, expire: 0.9, task: -0.4, tax: -0.8, '#asset_class': -0.6, document: -0.3, switch_off: -0.8, marketing: -1, ticket: -3, make_task: 0.2, '#period': -0.9, how_many: -0.2 },
  },
  tax_gains: {
    intent: 'tax_gains', requires: ['tax|term'],
    features: { tax: 2, '#recommendation': -3, term: 2.4, gain: 0.8, '#period': 0.5, harvest: -2, report: -0.9, produce: -0.4, wash_sale: -2, dividend: 0, rebalance: -1.5, withheld: -0.3, '@security': 0.1, document: -0.5, bought_when: 0.4 },
  },
  tax_loss_harvest: {
    intent: 'tax_loss_harvest', requires: ['harvest'],
    features: { harvest: 3.4, 'recommendation+why': -2.5, recommend: -1.2, 'recommendation+status_word': -3, tax: 0.4, gain: 0.4, at_loss: 0.3, list: 0.2, holding: 0.2, wash_sale: -0.8, which_client: -2.5, recommendation: -0.5, own: 0.1, book: -1 },
  },
  wash_sale_check: {
    intent: 'wash_sale_check', requires: ['wash_sale'],
    features: { wash_sale: 4, '@security': 0.6, order: 0.3, harvest: 0.1, 'compliance+fail': -3, 'compliance+list': -1.5 },
  },
  goal_progress: {
    intent: 'goal_progress', requires: ['goal|@goal|progress'],
    features: { goal: 1.8, '@goal': 1, progress: 1.8, list: 0.4, which_client: -1.4, near_goal: -0.8, project: -0.5, '#amount': -1, simulate: -0.8, make_task: -2, benchmark: -1, own: 0.1, past_value: -0.2, portfolio: 0, workflow: -1.5, drift: -0.3, '@portfolio': -0.5, profile: -0.9, task: -0.4, '#percent': -1, '@security': -3, advisor: -2 },
  },
  goal_projection: {
    intent: 'goal_projection', requires: ['project|#amount|progress', 'goal|@goal|#followup'],
    features: { '@portfolio+withdrawals': -2, '@portfolio+simulate': -1, project: 2.2, imperative_transfer: -2, goal: 1, '@goal': 1, '#amount': 1, progress: 0.2, '#date': 0.3, simulate: -0.4, which_client: -1, near_goal: -0.8, make_task: -2, fee: -0.5, '#years': 0.2, order: -0.5, stress: -1, 'persona:client': 0.01, '#percent': 0.6, odds_word: 1.2 },
  },
  simulation_whatif: {
    intent: 'simulation_whatif', requires: ['simulate|#years|looks_ahead'],
    features: { looks_ahead: 2.2, simulate: 2.3, '#years': 1.6, '#future': 1, horizon: 0.5, project: 0.4, portfolio: 0.4, '@goal': -1.3, goal: -0.6, '#percent': 0.3, stress: -0.8, '#scenario': -1, value: 0.2, '@portfolio': 0.5, fx_move: -3, withdrawals: 0.3, wash_sale: -2, '#amount': 0.3, rating: -1, transaction: -0.2, '#followup_goal': -3, risk_measure: -2.5, subscription: -3, kyc: -3, '#currency': -1.5, simulate_word: 3.2 },
  },
  stress_test: {
    intent: 'stress_test', requires: ['stress|#scenario'],
    features: { 'stress+#other_class': 0.6, stress: 2.6, '#scenario': 1.2, lose: 1, portfolio: 0.4, value: 0.2, '#percent': 0.3, fx_move: -1.8, simulate: -0.3, '#date': -0.5, tax: -2, system: -1, error: -2, fail: -1, etl: -2, export: -2, period_word: -0.5, risk_measure: -1.8 },
  },
  fx_exposure: {
    intent: 'fx_exposure', requires: ['currency|fx_move|#currency'],
    features: { 'stress+#other_class': -2, deploy: -4, '@security': -2.6, fx_move: 2.2, currency: 1, '#currency': 0.5, portfolio: 0.5, '@portfolio': 0.4, '#percent': 0.8, lose: 0.4, allocation: 0.8, weight: 0.8, convert: -0.9, '#amount': -0.8, '#two_currencies': -1.2, user_setting: -2.5, change: -0.4, value: -0.2, own: 0.5, security_fact: -1, 'allocation+currency': 0.8, 'weight+currency': 1.8, price: -1, stress: -0.2, switch_on: -1, '#region': -0.4, '#asset_class': -0.3, recommend: -1.5, 'imperative+recommend': -1.5, new_recommendation: -2.5, return_method: -3, 'persona:advisor+which_client': -2, 'fx_strength+#two_currencies': -3, 'allocation+#two_currencies': 2.5 },
  },
  fx_rate: {
    intent: 'fx_rate', requires: ['convert|currency|#two_currencies|#currency', '#currency|convert'],
    features: { cash_need: -3, etl: -3, convert: 2.4, '#two_currencies': 2, '#amount': 0.8, currency: 0.6, '#currency': 0.4, fx_move: -1, portfolio: -0.9, '@portfolio': -1, user_setting: -2.5, rating: 0.1, '@security': -1, past_event: -0.1, project: -0.6, order: -0.5, fee: -1, transaction: -0.6, goal: -0.8, '@client': -1.5, value: -0.8, total: -1.5, holding: -2.2, own: -1.5, return_method: -3, one_unit: 1.5, 'fx_strength+#two_currencies': 3.5, allocation: -3 },
  },
  esg_profile: {
    intent: 'esg_profile', requires: ['esg'],
    features: { 'restricted+own': -2, replacement: -3, esg: 3.6, portfolio: 0.2, '@security': 0.2, worst: 0.2, drivers: 0.2, holding: 0.1, recommend: -0.8, recommendation: -0.6, rating: 0.1, restricted: -0.4, which_client: -0.4, 'imperative+recommend': -2.2, new_recommendation: -2 },
  },
  security_facts: {
    intent: 'security_facts', requires: ['security_fact|@security|sector|exchange_word'],
    features: { security_fact: 2.6, '@security': 1, sector: 0.4, country: 0.3, currency: 0.1, price: -0.3, own: -0.8, rating: -1, '@portfolio': -1, portfolio: -0.8, allocation: -1, gain: -1, returns: -0.6, order: -1, transaction: -0.4, user_setting: -2.5, market_state: -0.6, quantity: -1, conversation: -2, '@client': -1.5, largest: -2, smallest: -2 },
  },
  market_price: {
    intent: 'market_price', requires: ['price|@security', 'price|returns|past_value|value|#date|largest'],
    features: { price: 2.2, '@security': 1.2, '#date': 0.8, '#period': 0.3, past_value: 0.4, value: -0.2, portfolio: -0.9, '@portfolio': -1, own: -0.9, cost: -2.6, bought_when: -1.2, returns: 0.1, market: -0.4, market_state: -1.4, order: -0.8, notification: -2.4, switch_off: -1.5, switch_on: -1.2, ticket: -1, goal: -1.5, near_goal: -1, workflow: -1, task: -1, flag: -1.5, gain: -0.4, quantity: -1.2, how_many: -0.3, risk_measure: -1, '@security+past_value': 1.6, recommend: -0.5, '@security+price': 0.6, security_fact: 0, 'security_fact+currency': -2, '@security+largest': 1.3 },
  },
  security_rating: {
    intent: 'security_rating', requires: ['rating'],
    features: { pre_trade: -2.5, rating: 2.2, '@security': 1.2, list: 0.1, esg: -2, convert: -1.5, returns: -0.8, '#two_currencies': -2, currency: -0.8, sentiment: -1, stress: -1.5, return_method: -1.2, '#scenario': -1.5, own: -0.1, why: 0, fx_move: -0.8 },
  },
  market_overview: {
    intent: 'market_overview', requires: ['market|market_state'],
    features: { 'market+now': 1.2, market: 1.6, market_state: 2.2, open: 1.2, '#region': 1, list: 0.4, now: 0.4, value: -0.3, portfolio: -0.7, own: -0.8, returns: 0.1, benchmark: -0.6, '@security': -1, '@portfolio': -1.2, stress: -1.4, security_fact: -1, allocation: -0.8, marketing: -1.5, '#scenario': -1.5, flag: -1, price: 0, risk_measure: -1 },
  },
} as const satisfies TopicTable;
