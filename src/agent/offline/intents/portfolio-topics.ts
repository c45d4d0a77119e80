import type { TopicTable } from './topic.ts';

/** What is owned, what it is worth, how it did, and how it is spread. */
export const PORTFOLIO_TOPICS = {
  portfolio_value: {
    intent: 'portfolio_value', requires: ['value|total+portfolio|portfolio+#currency+convert|plural_portfolios+having'],
    features: { '#count+concentration': -3, 'plural_portfolios+having': 3.2, value: 3, portfolio: 1, now: 0.7, total: 0.8, past_value: -0.6, '@security': -2, holding: -0.4, list: -0.3, '#date': -1.5, goal: -0.5, '#years': -2.5, project: -0.6, '#scenario': -2, '@goal': -2, aum: -2, '@tag': 0.5, '#currency': 0.4, 'denominated+holding': -3, 'largest+holding': -3, convert: -0.5, '#period': -0.8, cost: -1, 'portfolio+#currency': 0, harvest: -3, tax: -1.5, simulate: -2, new_recommendation: -1.5, fx_move: -2.5, user_setting: -3, own: -0.8, each_one: -1.5, 'portfolio+#currency+convert': 2.4, weight: -2, stress: -2, '#sector': -2, '#asset_class': -1.2, drift: -3, report: -1.5, one_unit: -2.5, gain: -2.5, dividend: -3, fee: -2.5, esg: -2 },
  },
  holdings_list: {
    intent: 'holdings_list', requires: ['holding|own|quantity|at_loss|at_gain|#asset_class+having|#sector+having|#sector+any_in|#asset_class+any_in'],
    features: { holding: 2, own: 1.4, list: 1, value: 0.2, at_loss: 1.5, at_gain: 1.5, sector: 0.5, '#asset_class': 0.4, how_many: 0.5, '#period': -1, best: -0.8, worst: -0.8, gain: -2.2, country: -2.5, region: -1, largest: -0.2, smallest: 1.2, '@security': -1.6, returns: -0.6, esg: -1.5, transaction: -1, dividend: -1.5, harvest: -2, drift: -0.8, concentration: -0.8, '#percent': 0, restricted: -1.5, weight: -1.4, price: -0.4, recommend: -1.6, drivers: -1, which_client: -1.5, 'own+list': 1.4, each_one: 1.5, account_kind: -2, 'denominated+holding+#currency': 2.4, 'account_kind+holding+largest': 2, '#count+largest+holding': 1.2, stress: -2.5, '#asset_class+having': 2.2, '#sector+having': 1.8, waiting_me: -3, cash: -1.2, api: -3, vendor: -3, benchmark: -1.2, document: -2.5, report: -1.5, 'any_in+#sector': 2.4, 'any_in+#asset_class': 2, 'any_in+at_loss': 1, 'list+rank': 1.2, '#currency+own': 1.2, '#date': -2.2, 'holding+at_gain': 1.2, 'holding+at_loss': 0.6, 'persona:advisor+which_client': -2, 'largest+at_loss': 2.5, 'worst+at_loss': 1, 'exceeds+at_gain': 1.5, 'exceeds+at_loss': 1.5, 'largest+sector': -3 },
  },
  largest_holding: {
    intent: 'holding_detail', requires: ['largest', 'holding|own|weight'],
    features: { largest: 2, holding: 2, own: 0.5, weight: 0.5, portfolio: 0.3, smallest: -2.5, returns: -0.7, '#count': -2.5, '#period': -1, drivers: -2, gain: -0.8, transaction: -1.5, dividend: -2.5, concentration: -1, value: -0.2, 'which_client': -1, risk_measure: -2, rank: -2.5 },
  },
  holding_detail: {
    intent: 'holding_detail', requires: ['@security|bought_when|quantity|cost'],
    features: { replacement: -3, 'order_terms': -2.5, 'order_terms+asking': 2.5, 'take_profit+asking': 2, take_profit: -2, pre_trade: -4, why_trade: -2, '@security+fx_move': 2.4, 'persona:advisor+@security+own': 0.4, '@security': 1, quantity: 0.9, '@security+quantity': 1.8, imperative_order: -3, cost: 3.2, bought_when: 2.6, own: 1.2, holding: 0.8, weight: 1.2, value: 1, portfolio: 0.2, order: -0.5, price: -0.6, gain: -0.2, rating: -2, dividend: -2, wash_sale: -3, restricted: -2, suitable: -2, transaction: -0.3, recommend: -1, esg: -2, returns: 0.2, security_fact: -1, tax: -1, 'bought_when+order': 0.6, at_loss: -1.5, best: -2, worst: -1.5 },
  },
  value_history: {
    intent: 'value_history', requires: ['past_value|value', 'past_value|#date|#period'],
    features: { past_value: 2.6, value: 1, portfolio: 0.6, '#date': 1.6, '#period': 0.8, price: -1, '@security': -3, returns: -0.3, risk_measure: -1.6, sentiment: -3, goal: -0.5, '#years': -1, '#two_currencies': -2, market_state: -1, now: -0.3, who_changed: -3, esg: -2, metric: -4, system: -1, '#date+portfolio': 1.4, project: -2, '@goal': -2.5, '#date+own': 1.5, '#date+value': 0.6, fx_move: -3.5, risk: -3 },
  },
  account_overview: {
    intent: 'account_overview', requires: ['cash|account|#cash'],
    features: { deploy: -2, cash_need: -3, cash: 2.4, account: 1.8, 'account+list': 0.8, 'account+how_many': 0.8, weight: 1, value: 0.4, own: 0.5, now: 0.2, which_client: -2.5, recommend: -1.2, order: -0.8, transaction: -1, dividend: -1, report: -2, allocation: -0.3, rebalance: -1.5, drift: -1.5, '#percent': -0.3, returns: -0.8, gain: -0.5, sign_in: -3, '#period': -1.4, target: -1, session: -1, 'cash+value': 2, new_recommendation: -2, export: -1, 'persona:advisor+which_client': -1, account_kind: 2.2, 'account_kind+largest': -3, 'account_kind+holding': -3, 'cash+having': 1.2, '#asset_class+weight': 0, '@portfolio': -0.8, '#other_class': -3, advisor: -2.5 },
  },
  performance_return: {
    intent: 'performance_return', requires: ['returns|return_method|in_percent'],
    features: { recommendation: -1.5, looks_ahead: -3, returns: 2.2, return_method: 2.2, '#future': -2, simulate: -1, interaction: -1.5, portfolio: 0.8, '#period': 1, '@portfolio': 0.4, '@client': 0.3, gain: -0.3, benchmark: -0.8, best: -1.2, worst: -1.2, holding: -0.5, '@security': -0.9, risk_measure: -1.4, drivers: -1.4, goal: -0.6, rank: -1, '#count': -0.6, insight: -1, sentiment: -1.5, esg: -1, price: -0.8, referral: -2, recommend: -0.8, task: -0.6, market_state: -1.5, transaction: -0.5, '#years': -1, restricted: -1, stress: -4, '@portfolio+progress': 2, '@goal': -2, compare: -1.2, allocation: -2, weight: -1.2, drift: -1.5, cash: -1, concentration: -1, who_changed: -1, in_percent: 1.6, 'in_percent+gain': 1.6, 'in_percent+lose': 0.8, book: -2, which_client: -1.5, '#scenario': -3, country: -2 },
  },
  gain_loss: {
    intent: 'gain_loss', requires: ['gain|at_loss+@security|at_gain+@security|realised|unrealised|how_much_made|bought_when'],
    features: { 'take_profit+asking': 3, 'take_profit+@security': -3, gain: 1.8, realised: 2, unrealised: 2, how_much_made: 2.2, '#period': 0.4, portfolio: 0.3, '@security': 0.5, bought_when: 0.4, '@security+bought_when+returns': 2, tax: -1, term: -2, harvest: -1.6, best: -0.8, worst: -0.8, drivers: -1.2, dividend: -1.4, stress: -1.6, '#scenario': -2, risk_measure: -1, wash_sale: -3, at_loss: -1.2, returns: 0, order: -0.6, fx_move: -0.8, recommend: -0.5, fee: -1.5, '#recommendation': -3, refuse_log: -2.5, approver: -1.5, model: -1.5, how_many: -0.3, currency: -0.2, progress: -1, '#sector': 0.4, in_percent: -1, price: -1.5, at_gain: -0.8, '@security+at_loss': 3.4, '@security+at_gain': 3 },
  },
  risk_metrics: {
    intent: 'risk_metrics', requires: ['risk|risk_measure'],
    features: { '#recommendation': -3, 'calmer+recommend': -3, 'calmer+new_recommendation': -2, 'largest+gain+own': -3.5, imperative_advice: -3, risk_measure: 3, risk: 1.2, portfolio: 0.4, '#period': 0.5, benchmark: 0.2, profile: -2, insight: -1.4, suitable: -2, rank: -0.5, list: -0.1, recommend: -1.5, which_client: -1.5, stress: -1, rebalance: -1, wash_sale: -2, concentration: -2, who_changed: -1, new_recommendation: -2.5, lose: 0.3, sentiment: -3, simulate: -3, plural_portfolios: -1.5, book: -1.5 },
  },
  benchmark_comparison: {
    intent: 'benchmark_comparison', requires: ['benchmark|@benchmark'],
    features: { trail_word: -4, benchmark: 2.4, '@benchmark': 1, returns: 1.2, portfolio: 0.6, '#period': 0.4, compare: 0.4, best: -0.3, risk_measure: -2, drift: -1, target: -1.2, price: -0.8, holding: -0.6, '@security': -0.8, market_state: -0.8, '#two_currencies': -3, goal: -1.5, allocation: -0.8, book: -1, which_client: -0.8, '#date': -1.5, past_value: -1 },
  },
  compare_portfolios: {
    intent: 'benchmark_comparison', requires: ['compare|#two_portfolios+benchmark|#two_portfolios+returns', 'portfolio|#two_portfolios'],
    features: { compare: 2.4, portfolio: 0.8, '#two_portfolios': 2.5, returns: 0.4, risk: 0.2, benchmark: -1.2, target: -3, '#two_portfolios+benchmark': 2.2, '#two_portfolios+returns': 1, esg: -4, dividend: -4, fee: -4, drift: -3, cash: -2, allocation: -2.5, goal: -2, '#sector': -2 },
  },
  performance_ranking: {
    intent: 'performance_ranking', requires: ['best|worst|rank+returns|largest+gain+own|largest+gain+holding', 'holding|returns|own|portfolio|gain|sector|#count|#period'],
    features: { tool: -3, 'largest+gain+own': 5, 'largest+gain+holding': 3, best: 2, worst: 2, holding: 1.6, returns: 1, own: 0.4, '#period': 0.8, '#count': 0.6, rank: 0.6, gain: 0.6, at_loss: 0, esg: -3, dividend: -2, drivers: -1.2, book: -1.2, largest: -0.2, benchmark: -0.6, price: -0.6, risk_measure: -1.2, rating: -1, recommendation: -1.4, flag: -2, metric: -1, concentration: -2.5, weight: -1.8, transaction: -1, stress: -1, '#future': -1, 'rank+returns': 2.5, lose: 0, 'persona:advisor+plural_portfolios': -4, 'persona:auditor+plural_portfolios': -4, security_event: -3, '@security': -1.8, 'best+bought_when': 2.5, 'worst+bought_when': 2.5, 'persona:advisor+client_word': -4 },
  },
  performance_drivers: {
    intent: 'performance_drivers', requires: ['drivers'],
    features: { drivers: 3.2, thanks: -4, imperative_transfer: -3, holding: 0.6, returns: 0.8, '#period': 0.6, portfolio: 0.4, gain: 0.3, worst: 0.3, best: 0.3, largest: 0.3, '#count': 0.3, esg: -3.5, recommendation: -1.5, why: 0.2, goal: -1, dividend: -1, advisor: -2 },
  },
  allocation_breakdown: {
    intent: 'allocation_breakdown', requires: ['allocation|weight|own|largest+sector|smallest+sector|largest+region|largest+country', 'allocation|sector|country|region|#asset_class|#sector|#region|currency'],
    features: { allocation: 2, sector: 1.2, country: 2, '#currency': -1, region: 1.6, '#asset_class': 1, '#sector': 1, '#region': 0.8, weight: 1.4, own: 0.5, portfolio: 0.4, list: 0.2, target: -1.6, drift: -1.8, fx_move: -0.6, currency: 0.2, rebalance: -2, which_client: -1.5, value: -0.3, '@security': -1, stress: -2, returns: -0.5, gain: -0.8, dividend: -1, concentration: -0.6, recommend: -1, best: -1, worst: -1, market_state: -2, security_fact: -1.2, '@portfolio+#asset_class': 0.8, '@portfolio+#sector': 1.2, 'largest+sector': 2.5, 'smallest+sector': 2.5, 'largest+region': 2, 'largest+country': 2, 'country+own': 0.8 },
  },
  allocation_drift: {
    intent: 'allocation_drift', requires: ['target|drift'],
    features: { realign: -3, 'realign+imperative': -1.5, drift: 2.2, target: 1.7, allocation: 1, '#asset_class': 0.8, portfolio: 0.4, weight: 0.8, '#percent': 0.3, goal: -1.3, '@goal': -2.5, rebalance: -0.7, which_client: -1.2, benchmark: -0.6, project: -0.8, subscription: -0.4, gain: -0.8, concentration: -0.4, task: -0.5, '#period': -0.3, progress: -0.5, '@security': -1.2, recommendation: -1, who_changed: -2.5, 'persona:advisor+book': -2.5 },
  },
  rebalance_history: {
    intent: 'rebalance', requires: ['rebalance'],
    features: { '#recommendation': -4, rebalance: 2, stopped: -2.5, 'rebalance+past_event': 1.8, past_event: 1, why: 0.8, when: 1, portfolio: 0.2, draft: -0.6, produce: -0.6, '#percent': -0.8, recommend: -1, imperative: -0.8, list: 0.3, make_task: -3 },
  },
  rebalance_draft: {
    intent: 'rebalance', requires: ['rebalance|realign'],
    features: { '#recommendation': -4, realign: 2.4, rebalance: 2.6, draft: 1, produce: 0.4, portfolio: 0.3, '#percent': 0.6, imperative: 0.8, past_event: -2, when: -1.5, why: -1, drift: 0.2, which_client: -1, target: 0.2, cash: 0.1, order: 0.2, recommend: -0.2, 'recommend+recommendation': -1, make_task: -3, 'imperative+recommend': 0.6 },
  },
  concentration_check: {
    intent: 'concentration_check', requires: ['concentration|weight+largest+#count|exceeds+#percent|exceeds+#part'],
    features: { 'exceeds+#part': 2.4, concentration: 2, holding: 1, '#percent': 0.4, portfolio: 0.3, own: 0.4, largest: 0.4, weight: 0.5, 'weight+largest': 1.2, drift: -0.6, target: -1, transaction: -1.6, goal: -1.5, risk_measure: -1, recommend: -1.2, confidence: -2.5, recommendation: -1.5, which_client: -2.5, turnover: -2, dividend: -1, '#amount': -0.8, fee: -1, '#asset_class': -2, export: -2, kyc: -2, not_contacted: -2, sign_in: -2, rebalance: -2, inflation: -1, 'exceeds+#percent': 2.2, 'persona:advisor+which_client': -2, new_recommendation: -2.5, at_gain: -4, at_loss: -4 },
  },
} as const satisfies TopicTable;
