import type { TopicTable } from './topic.ts';

/** Advice, orders, compliance and client service. */
export const SERVICE_TOPICS = {
  recommendation_request: {
    intent: 'recommendation_request', personas: ['client', 'advisor'], requires: ['recommend|new_recommendation|imperative_advice|deploy+imperative|replacement|cash_need'],
    features: { expire: -2.5, advice_given: -4, 'who_word+pending': -2.5, deploy: 2.4, replacement: 2.4, 'cash_need+#amount': 1, cash_need: 2.6, 'calmer+recommend': 1.6, 'calmer+new_recommendation': 1.2, pre_trade: -3, why_trade: -3, imperative_advice: 3.4,  recommend: 2, recommendation: 0.4, imperative: 0.4, cash: 0.6, concentration: 0.5, risk: 0.4, '#amount': 0.2, rebalance: -1.5, portfolio: 0.2, '@client': 0.1, esg: 0.4, harvest: 0, '#recommendation': -3, why: -2.2, past_event: -0.8, pending: -1.5, list: -0.5, confidence: -0.8, accept: -0.8, reject: -1.8, goal: -0.2, suitable: -0.4, referral: -3, project: -0.9, status_word: -1, make_task: -1, help: -1.5, make_ticket: -1, advisor: -0.3, fx_move: 0.3, contact: -0.7, improve: 1, order: -0.3, fee: 0.1, user_setting: -1, report: -0.8, new_recommendation: 2.3, 'imperative+recommend': 0.8, 'persona:auditor': -3, greeting: 0, 'recommendation+past_event': -1.6, 'asking+past_event': -1, target: -1.5, imperative_order: -2 },
  },
  recommendation_explain: {
    intent: 'recommendation_explain', requires: ['recommendation|#recommendation|alternative|why_trade'],
    features: { replacement: -3.5, deploy: -2, '#recommendation+risk': 1.5, '#recommendation+rebalance': 0.8, '#recommendation+question_word': 0.3, '#recommendation+risk_measure': 2, '#recommendation+if_word': 0.8, '#recommendation+gain': 0.8, why_trade: 2.8, '#recommendation+compliance': 1.6,  recommendation: 1.4, 'alternative+question_word': 1.8, tax: 0.6, '#recommendation+tax': 0.8, 'alternative+@portfolio': -1, '#recommendation': 1.2, why: 2, confidence: 1.6, alternative: 0.8, latest_word: 0.6, 'latest_word+recommendation': 0.6, list: -0.3, accept: -0.4, reject: -0.4, '#max_confidence': -1.5, model: -0.3, inputs: -1, tool: -1, approver: -0.6, report: -1, '#period': -0.3, risk: 0.3, override: -1, which_client: -0.4, past_event: 0.2, 'persona:auditor': -0.3, release: -0.6, lineage: -1.5, status_word: 0.6, expect: 0.1, plural_recommendations: -1, new_recommendation: -1.6 },
  },
  recommendation_list: {
    intent: 'recommendation_list', requires: ['recommendation|waiting_me|confidence+list'],
    features: { unread: -3, 'recommendation+expire': 1.5, advice_given: 2.6, 'new_recommendation+past_event': 1.8, recommendation: 1.6, list: 1, pending: 1.5, status_word: 0.8, '#period': 0.5, how_many: 0.6, plural_recommendations: 1, accept: -0.3, reject: -0.3, why: -1, '#recommendation': -2, override: -1.6, model: -0.2, '@client': 0.2, produced: 0.3, refuse_log: -0.8, imperative_decision: -2, latest_word: -0.3, '#percent+confidence': 0.8, 'persona:auditor': -3, lineage: -1, new_recommendation: -1.6, waiting_me: 2.6, turned_down: -0.5 },
  },
  blocked_reason: {
    intent: 'compliance_flags', requires: ['stopped', 'why|rule_break|book', 'rebalance|recommendation|order|portfolio|transaction|book|@portfolio|@client|rule_break|#recommendation'],
    features: { stopped: 2.4, why: 1.6, 'stopped+why': 1.4, 'stopped+book': 1.6, rebalance: 0.6, recommendation: 0.4, order: 0.4, past_event: 0, '#recommendation': -3, workflow: 0, compliance: 0.3 },
  },
  override_do: {
    intent: 'compliance_flags', personas: ['advisor'], requires: ['imperative_override'],
    features: { imperative_override: 4.5, '#recommendation': 0.4, '@client': 0.2, asking: -3 },
  },
  recommendation_decision: {
    intent: 'recommendation_decision', requires: ['accept|reject|defer', 'recommendation|#recommendation|#followup|imperative_decision+rebalance|imperative_decision+harvest'],
    features: { 'states+question_word': 1.6, 'states+#recommendation': 0.6, rebalance: 0,  accept: 1.8, reject: 1.8, defer: 1.8, recommendation: 0.6, '#recommendation': 1.2, imperative_decision: 2, list: -1.2, which_client: -1, how_many: -1.5, question_word: -1.6, why: -0.6, status_word: -0.4, report: -0.8, approver: -0.5, pending: -0.5, '#period': -0.4, 'persona:auditor': -1.8, asking: -1 },
  },
  trade_order: {
    intent: 'trade_order', requires: ['order|imperative_order|take_profit+@security|order_terms'],
    features: { order_ticket: 3, order_terms: 2.6, 'order_terms+asking': -2.6, replacement: -2, 'take_profit+asking': -2.2, cash_need: -2.5, 'take_profit+@security': 2.2, why_trade: -4, pre_trade: -4, order: 2, imperative_order: 1.4, 'imperative_transfer+@security+order': 2.5, draft: 0.7, '@security': 1, '#quantity': 1, '#amount': 0.6, '#part': 0.8, '#percent': 0.2, wash_sale: -3.5, if_word: -0.9, past_event: -1.4, suitable: -2.2, restricted: -1.8, price: -0.6, recommend: -0.6, transaction: 0, gain: -0.4, tax: -0.6, risk: -0.3, harvest: -1.5, question_word: -0.8, rebalance: -1.2, list: -0.4, simulate: -0.6, convert: -0.8, near_goal: -1, rating: -1.2, goal: -0.5, drift: -0.4, at_loss: -2, cost: -2.5, imperative_transfer: -2.5, '#period': -1.4 },
  },
  money_transfer: {
    intent: 'trade_order', personas: ['client', 'advisor'], requires: ['imperative_transfer'],
    features: { imperative_transfer: 3.4, transaction: 0.6, cash: 0.4, '#amount': 0.4, '@security': -2, user_setting: -2.5, ticket: -2, report: -2, rebalance: -2.5, recommend: -2, notification: -2, switch_on: -1, list: -0.5, harvest: -1, simulate: -1, project: -0.5, order: -0.2 },
  },
  kyc_status: {
    intent: 'kyc_status', requires: ['kyc'],
    features: { 'persona:client+kyc': 0.8, 'kyc+expire': 1.2, kyc: 3, at_loss: -4, at_gain: -4, dividend: -4, harvest: -4, largest: -2, smallest: -2, returns: -2, flag: -1.6, '#recommendation': -3, vendor: -3, expire: 0.9, status_word: 0.5, '@client': 0.2, which_client: 0.3, document: -0.6, produce: -0.2, compliance: 0.2 },
  },
  suitability_check: {
    intent: 'suitability_check', requires: ['suitable|pre_trade'],
    features: { audit_log: -6, '#recommendation': -3, pre_trade: 3.6, suitable: 3, '@security': 0.8, '@client': 0.4, profile: 0.6, risk: 0.2, order: 0.2, document: -1, compliance: -0.3, recommend: -0.2, '#amount': 0.2, recommendation: -0.6, fail: -0.8 },
  },
  restricted_check: {
    intent: 'restricted_check', requires: ['restricted|exclusion_word+@security'],
    features: { kyc: -1.6, '@security+exclusion_word': 0.8, exclusion_word: 1.4, stopped: -1.6, restricted: 2.8, '@security': 1, '@client': 0.3, list: 0, own: 0.2, order: 0.1, refuse_log: -0.4, notification: -1, sign_in: -1.5, workflow: -1, which_client: -0.3, order_ready: -1, flag: -0.3, holding: 0.1 },
  },
  compliance_checks: {
    intent: 'compliance_flags', requires: ['compliance|fail|check_results+persona:auditor'],
    features: { 'check_results+etl': 3.4, check_results: 2.6, compliance: 2.2, fail: 0.8, '#period': 0.6, list: 0.5, flag: 0.2, recommendation: -0.4, run_word: -1.2, etl: -3, sign_in: -3, tool: -2, api: -2, how_many: 0.2, '@client': 0.2, approver: -0.6, '#recommendation': -3, error: -1, job_word: -1, override: -1.5, consent: -2 },
  },
  compliance_run: {
    intent: 'compliance_flags', personas: ['client', 'advisor'], requires: ['compliance|rule_break', 'run_word|rule_break|if_now'],
    features: { 'pre_trade+@security': -4, kyc: -2, compliance: 2, run_word: 2, stopped: 0.6, 'rule_break+list': 0.3, why: 0, recommend: -1, refuse_log: -2, portfolio: 0.4, '@client': 0.3, '@portfolio': 0.4, '#period': -1.5, fail: -0.8, past_event: -1.5, list: -0.3, rule_break: 2.5, 'persona:auditor': -1 },
  },
  compliance_flags: {
    intent: 'compliance_flags', requires: ['flag|complaint+persona:advisor|complaint+persona:auditor|compliance+severe|compliance+book|compliance+open_state'],
    features: { 'persona:auditor+flag': 1.6, flag: 2.8, complaint: 3.4, 'log_it+complaint': -4, wrong_word: -1, 'compliance+severe': 2.4, 'compliance+book': 2, 'compliance+open_state': 1.6, run_word: -2, rule_break: -1, fail: -0.6, open_state: 0.6, severe: 0.4, list: 0.5, compliance: 0.2, '#period': 0.2, '@client': 0.2, tag: -0.2, kyc: -0.8 },
  },
  flag_handle: {
    intent: 'compliance_flags', personas: ['advisor', 'auditor'], requires: ['imperative_flag', 'flag|complaint|compliance'],
    features: { imperative_flag: 6, asking: -4 },
  },
  pending_consents: {
    intent: 'compliance_flags', personas: ['advisor', 'admin'], requires: ['consent'],
    features: { consent: 3, override: 1, pending: 0.8, waiting_me: 0.8, list: 0.4, asking: 0.4, '#recommendation': -2, imperative_consent: -1, log_it: -2, document: -2 },
  },
  document_read: {
    intent: 'document_lookup', requires: ['document', 'read_word'],
    features: { document: 2, read_word: 2, version: -0.8, when: -1.5, how_many: -2, report: -0.5, raise: -0.5, kyc: -1 },
  },
  message_send: {
    intent: 'interaction_history', personas: ['advisor'], requires: ['send_message'],
    features: { send_message: 3.6, '@client': 0.8, imperative: 0.6, asking: -2, why: -3, report: -0.6, make_task: -1, notification: -1, conversation: -0.5 },
  },
  recommendation_execute: {
    intent: 'recommendation_decision', personas: ['advisor'], requires: ['execute', 'recommendation|#recommendation'],
    features: { execute: 2.6, '#recommendation': 1.6, recommendation: 0.6, asking: -2, past_event: -1.5 },
  },
  alternatives_compare: {
    intent: 'recommendation_request', personas: ['advisor'], requires: ['alternative|option_word', 'portfolio'],
    features: { alternative: 2, option_word: 2, compare: 1.4, stopped: -2, '@portfolio': 0.8, portfolio: 0.4, '#recommendation': -3, recommendation: -0.6, '@security': -1.5, '#asset_class': -1 },
  },
  confidence_heatmap: {
    intent: 'audit_recommendation_review', personas: ['advisor', 'auditor'], requires: ['heat_map|confidence+sector'],
    features: { heat_map: 4, confidence: 1.6, sector: 1, recommendation: 0.6, '#period': 0.2, '#recommendation': -3, '#percent': -1 },
  },
  sentiment_volatility: {
    intent: 'client_sentiment', personas: ['advisor', 'auditor'], requires: ['sentiment+risk_measure|sentiment+market'],
    features: { sentiment: 2.6, risk_measure: 2.4, market: 1.6, report: 0.4, '@client': -3 },
  },
  risk_overview: {
    intent: 'risk_alerts', personas: ['advisor', 'auditor'], requires: ['overview_word', 'risk|flag|insight|compliance'],
    features: { overview_word: 2, risk: 1.6, flag: 1.2, insight: 1, compliance: 0.6, '@client': -2, '@portfolio': -2, market: -2 },
  },
  document_lookup: {
    intent: 'document_lookup', requires: ['document|version'],
    features: { 'persona:auditor+touched': -2, log_that: -4, session: -3, sign_in: -2, 'check_results+persona:auditor': -3, deletions: -3, document: 2.4, approver: -2.4, override: -2, version: 0.8, list: 0.4, when: 0.5, latest_word: 0.6, report: 0, '@client': 0.1, kyc: -0.8, log_it: -0.8, model: -1.4, api: -2, profile: -0.5, who_changed: 0, export: -0.8, ticket: -0.5, target: -0.3, recommendation: -1.4, audit_log: -1.5, integrity: -1, tax: -0.3, user_setting: -0.6, interaction: -0.4, risk_profile: -2, subscription: -1, '@portfolio': -1.5, past_value: -1.5 },
  },
  report_list: {
    intent: 'document_lookup', requires: ['report'],
    features: { 'report+produced': 2.2, report: 2, user_setting: -1.5, produced: 1.8, list: 0.5, '#period': 0.4, when: 0.6, latest_word: 0.2, past_event: 0.6, produce: -0.3, imperative: -0.8, ticket: -1.5, wrong_word: -3, complaint_word: -3, setting: -2, document: -2 },
  },
  report_generate: {
    intent: 'report_generate', requires: ['report'],
    features: { '@client+requested+report': 1.8, 'asking+requested': -1.8, report_wish: 1.4, 'report_wish+asking': -1.4, wrote_up: -3.5, 'persona:auditor+security_event': -3, 'persona:auditor+review_noun': -2.4, report: 2.2, produce: 1, imperative: 0.8, 'imperative+report': 1, '#period': 0.4, tax: 0.4, produced: -1.2, ticket: -2, past_event: -0.8, question_word: -0.6, '@client': 0.2, '#recommendation': 0.2, raise: 0, interaction: 0.1, error: -1, log_it: -0.3, return_method: -0.4, user_setting: -0.6, task: -0.5, make_task: -3, note: 0.2, switch_on: -2 },
  },
  notification_view: {
    intent: 'notification_view', requires: ['notification|unread'],
    features: { notification: 1.8, unread: 1.6, list: 0.4, how_many: 0.4, setting: -1.6, switch_on: -2, switch_off: -2, channel_word: -0.4, price: -0.2, risk: -1, insight: -0.4, fail: -0.4, recommendation: -1, '#period': 0.2, book: -0.8, kyc: -0.5, transaction: -2, 'persona:auditor': -0.6, security_event: -2, ticket: -0.6, 'insight+severe': -1.5, 'persona:advisor+insight': -0.5, 'persona:advisor+unread': 1 },
  },
  notification_settings: {
    intent: 'notification_settings', requires: ['notification|channel_word', 'setting|channel_word'],
    features: { notification: 2, setting: 1.6, channel_word: 1, unread: -1.2, switch_on: -0.6, switch_off: -0.6, price: 0.2, marketing: 0.2, list: 0.1, 'persona:advisor+marketing': -1.5, which_client: -1 },
  },
  notification_set: {
    intent: 'notification_settings', requires: ['switch_on|switch_off', 'notification|channel_word|marketing'],
    features: { switch_on: 2, switch_off: 2, notification: 1.4, channel_word: 1, marketing: 0.6, price: 0.2, imperative: 0.4, setting: -0.2, user_setting: -1, task: -0.5 },
  },
  user_settings: {
    intent: 'user_settings', requires: ['user_setting|setting'],
    features: { user_setting: 2.4, setting: 0.8, change: -0.4, imperative: -0.6, list: 0.2, notification: -1.4, '@client': -0.8, advisor: -1.2, contact: -0.3, dashboard: -0.2, ticket: -1.4, report: -0.8, document: -0.5, profile: 0.1 },
  },
  user_setting_change: {
    intent: 'user_settings', requires: ['user_setting', 'change|switch_on|switch_off|imperative|own_wish'],
    features: { user_setting: 2.2, change: 1.4, imperative: 1, switch_on: 0, notification: -1.4, question_word: -1.2, who_changed: -2, ticket: -1, report: -0.8, currency: 0.6, '#currency': 0.6, own_wish: 1.4, asking: -1, channel_word: -2 },
  },
  ticket_view: {
    intent: 'support_ticket', requires: ['ticket'],
    features: { order_ticket: -4, ticket: 2.4, 'persona:advisor+complaint': -2.5, 'persona:auditor+complaint': -2.5, list: 0.5, open_state: 0.3, status_word: 0.8, question_word: 0.4, imperative: -0.6, raise: -0.5, how_many: 0.4, '#period': 0.2, tickets_plural: 0.8 },
  },
  ticket_open: {
    intent: 'support_ticket', requires: ['ticket|complaint_word', 'imperative|wrong_word|make_ticket|complaint_word'],
    features: { order_ticket: -5, 'imperative+ticket': 1.4, ticket: 2, raise: 1.2, imperative: 1, wrong_word: 1, question_word: -1, status_word: -1.2, list: -1, how_many: -1.5, own: -0.3, request_word: 0, asking: -1.5, tickets_plural: -2.5, complaint_word: 2.4, 'persona:client': 0.2 },
  },
  task_list: {
    intent: 'task_workflow', requires: ['task'],
    features: { task_noun: -3, task: 2.2, list: 0.6, '#period': 0.4, '#future': 0.4, make_task: -1.8, imperative: -0.2, how_many: 0.4, kyc: -1.5, invoice: -1.5, workflow: -1.8, scheduled: -0.6, subscription: -0.6, goal: -0.5, not_contacted: -1.5, fee: -1, document: -0.3, withheld: -0.5, dividend: -1, help: -2, '#recommendation': -3, 'asking+make_task': 1.6 },
  },
  task_create: {
    intent: 'task_workflow', requires: ['make_task|task_noun'],
    features: { task_noun: 3.4, make_task: 3, '#date': 0.6, task: 0.5, imperative: 0.5, advisor: 0.3, question_word: -0.4, '@advisor': 0.3, not_contacted: -1, price: -0.3, log_it: -0.8, '#period': -0.2, asking: -3, subscription: -2.5, goal: -0.3 },
  },
  scheduled_jobs: {
    intent: 'task_workflow', requires: ['scheduled|night_run+persona:auditor'],
    features: { 'night_run+persona:auditor': 2.6, scheduled: 2.8, list: 0.4, '#future': 0.4, task: 0.2, etl: -1, make_task: -1.2, fail: -0.6, workflow: -0.2 },
  },
  workflows: {
    intent: 'task_workflow', requires: ['workflow'],
    features: { deploy: -3, workflow: 2.4, '#recommendation': -2.5, '#period': 0.2, list: 0.4, goal: -1.2, '@goal': -1.5, progress: -0.4, '#days': 0.3, report: -0.5, sentiment: -1, etl: -1.5, restricted: -1.2, help: -0.6 },
  },
  advisor_relationship: {
    intent: 'advisor_relationship', requires: ['advisor'],
    features: { advisor: 2, 'persona:client+advisor+contact': 1.8, audit_log: -3, contact: 1.2, 'question_word': 0.3, since_word: 0.4, make_task: -2.4, override: -3, recommendation: -0.8, interaction: -0.4, phone_number: 0.4, fee: -1.4, book: -1, advisors: -1, not_contacted: -1, past_event: -0.1, aum: -1.5, rating: -0.5, who_changed: -1, approver: -0.8, sign_in: -1, returns: -0.5 },
  },
} as const satisfies TopicTable;
