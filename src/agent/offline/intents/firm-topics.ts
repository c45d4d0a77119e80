import type { TopicTable } from './topic.ts';

/** The advisor's book, the platform, the auditor's questions, and talk about the assistant itself. */
export const FIRM_TOPICS = {
  interaction_history: {
    intent: 'interaction_history', personas: ['advisor', 'auditor', 'client'], requires: ['interaction'],
    features: { '#recommendation': -2, call_noun: -2, interaction: 2, when: 0.8, latest_word: 0.6, list: 0.5, '@client': 0.5, '#period': 0.4, past_event: 0.3, not_contacted: -1, log_it: -0.8, make_task: -2, report: -2, tool: -2, assistant: -1.4, advisor: -0.1, sign_in: -1.5, conversation: -1.2, goal: -0.2, phone_number: -0.1, price: -0.5, notification: -0.6, contact: 0.1, own_wish: -1.2, 'persona:client': -0.8, 'persona:client+advisor': -0.3, sentiment: -2 },
  },
  not_contacted: {
    intent: 'interaction_history', personas: ['advisor', 'auditor'], requires: ['not_contacted'],
    features: { not_contacted: 3, which_client: 1, book: 0.5, '#period': 0.5, interaction: 0.3 },
  },
  log_interaction: {
    intent: 'interaction_history', personas: ['advisor'], requires: ['log_it|note_met|wrote_up|log_that', 'interaction|log_that'],
    features: { log_that: 2.4, note_that: -4, wrote_up: 3, log_it: 2.2, interaction: 1.2, imperative: 1, '@client': 0.5, note: 0.2, question_word: -1.5, audit_log: -0.2, tool: -2, list: -0.6, not_contacted: -1, note_met: 2.6 },
  },
  add_note: {
    intent: 'interaction_history', personas: ['advisor'], requires: ['note|note_that'],
    features: { note_that: 3, note: 2.2, log_it: 0.5, imperative: 1, '@client': 0.4, interaction: -0.4, question_word: -1.5, list: -1, make_task: -0.5, note_met: -2 },
  },
  book_summary: {
    intent: 'book_summary', personas: ['advisor', 'auditor'], requires: ['aum|how_many+book|book+value|book+list|how_many+client_word'],
    features: { aum: 3, book: 1.2, how_many: 1.2, value: 0.6, total: 0.4, list: 0.1, which_client: -0.8, risk_profile: -0.8, best: -1, worst: -1, flag: -2, kyc: -2, insight: -2, recommendation: -2, not_contacted: -2, ticket: -2, task: -1.5, drift: -3, near_goal: -2, sentiment: -1, marketing: -2, tag: -1, fee: -1, referral: -2, conversation: -2, client_word: 0.6, '@client': -1.5, compliance: -2, rebalance: -1.5, sign_in: -2, esg: -1, notification: -1, export: -2, override: -2, cash: -1, report: -1, restricted: -1, concentration: -1, gain: -0.5, request_word: -2, refuse_log: -2.5, target: -2, weight: -2 },
  },
  book_ranking: {
    intent: 'book_summary', personas: ['advisor', 'auditor'], requires: ['best|worst|rank|largest|smallest|which_client+gain|persona:advisor+plural_portfolios+gain|which_client+at_loss+#period', 'portfolio|book|client_word|which_client'],
    features: { flag: -5, 'which_client+gain': 2.6, 'which_client+how_much_made': 0.5, harvest: -3, tax: -2, wash_sale: -3, realised: 0, best: 1.6, worst: 1.6, rank: 1.6, largest: 0.9, smallest: 0.9, book: 1, 'portfolio': 0.6, '#count': 0.5, returns: 0.5, '#period': 0.4, holding: -1.6, '@portfolio': -2, '@client': -1.8, drivers: -1.6, which_client: 0.3, risk_measure: 1.4, esg: -1, client_word: 0.5, recommendation: -1.5, dividend: -1, plural_portfolios: 1.2, interaction: -0.5, drift: -0.2, near_goal: -1, '@security': -1.5, concentration: -0.6, fee: -0.4, goal: -0.6, 'which_client+worst': 1.2, 'which_client+best': 1.2, 'book+worst': 0.8, 'persona:advisor+plural_portfolios': 0.6, 'persona:advisor+plural_portfolios+gain': 1.6, 'which_client+at_loss+#period': 3.4 },
  },
  book_screen: {
    intent: 'book_screen', personas: ['advisor', 'auditor'], requires: ['which_client|book|client_word|persona:advisor+plural_portfolios|@security+own', 'near_goal|drift|cash|risk_profile|restricted|concentration|churn|fee|unpaid|harvest|kyc|sentiment|invoice|goal|own|risk_measure|holding|rebalance|currency|#currency|progress'],
    features: { 'concentration+client_word': 1.6, 'persona:advisor+plural_portfolios+drift': 3.4, which_client: 2, book: 0.6, near_goal: 1.8, drift: 1.2, '#asset_class': 0.4, cash: 1, risk_profile: 1, concentration: 0.6, churn: 1.6, fee: 0.4, invoice: 0.6, harvest: 1.6, restricted: 0.8, sentiment: 0.4, '#percent': 0.3, kyc: -0.8, not_contacted: -2, '@client': -1.5, tag: -1.6, marketing: -2.5, flag: -1.5, how_many: -0.2, recommendation: -1.5, interaction: -0.8, insight: -0.8, sign_in: -2, '@portfolio': -1, ticket: -1, task: -1, rebalance: 0.2, best: -0.6, largest: -0.4, referral: -1.5, conversation: -1.5, who_changed: -1.5, export: -2, unpaid: 1.6, 'which_client+fee': 0.8, 'client_word+drift': 1, 'which_client+#currency': 2.2, 'which_client+own+@security': 2.6, 'which_client+goal': 0.8, 'which_client+progress': 0.6 },
  },
  open_issues: {
    intent: 'compliance_flags', personas: ['advisor'], requires: ['open_issue'],
    features: { open_issue: 3, '@client': 0.6, report: -4, ticket: -1.5, task: -1, flag: -1.5, compliance: -1, recommendation: -2, workflow: -1.5, invoice: -2, fee: -2 },
  },
  risk_alerts: {
    intent: 'risk_alerts', personas: ['advisor', 'auditor', 'client'], requires: ['insight'],
    features: { etl: -3, insight: 2.2, risk: 0.8, list: 0.4, book: 0.4, '@client': 0.2, '#period': 0.3, notification: -0.2, unread: -1.5, channel_word: -1.2, setting: -1.5, switch_on: -2, switch_off: -2, price: -1.2, flag: -0.8, severe: 0.8, security_event: -2, kyc: -0.6, sentiment: -0.3, 'persona:advisor': 0.4, 'persona:client': -0.6 },
  },
  client_sentiment: {
    intent: 'client_sentiment', personas: ['advisor', 'auditor', 'client'], requires: ['sentiment|churn'],
    features: { sentiment: 2.4, churn: 1, '@client': 0.6, '#period': 0.4, latest_word: 0.2, which_client: -0.4, returns: -0.2, marketing: -0.4, past_value: 0.1, risk_measure: -2, 'persona:client': -1.6, recommend: -3, own_wish: -1, 'which_client+sentiment': 0.8 },
  },
  client_profile: {
    intent: 'client_profile', requires: ['profile|client_since|risk_profile'],
    features: { profile: 2, client_since: 2.6, '@client': 0.6, list: 0.3, risk_profile: 0.2, who_changed: -2.5, suitable: -2.4, which_client: -0.5, setting: -0.3, user_setting: -0.8, goal: -0.2, dashboard: -0.3, how_many: -0.2, restricted: -1, notification: -1.4, risk_measure: -0.8, rebalance: -0.6, order: -0.4, advisor: -0.6, recommendation: -0.4, workflow: -2, referral: -2.5 },
  },
  tags: {
    intent: 'tags', requires: ['tag'],
    features: { tag: 2.2, '@tag': 0.8, list: 0.6, which_client: 0.8, '@client': 0.2, question_word: 0.4, imperative_tag: -1.5, value: -0.4, portfolio: 0.2, how_many: 0.2, returns: -0.4, flag: -0.6, tag_wish: -2 },
  },
  tag_add: {
    intent: 'tags', personas: ['advisor'], requires: ['tag'],
    features: { tag: 1.6, imperative_decision: -4, imperative_tag: 2.6, '@client': 0.4, '@tag': 0.4, question_word: -1.5, which_client: -1.5, list: -0.8, tag_wish: 3 },
  },
  referral: {
    intent: 'referral_marketing', requires: ['referral'],
    features: { referral: 2.6, how_many: 0.3, '#period': 0.2, marketing: 0.1, conversation: -0.2, ticket: -0.8, dividend: -0.3 },
  },
  marketing: {
    intent: 'referral_marketing', personas: ['advisor', 'auditor'], requires: ['marketing'],
    features: { marketing: 2.4, 'persona:auditor+audit_log': -3, which_client: 1, latest_word: 0.3, list: 0.3, switch_off: -2.5, switch_on: -2.5, notification: -1, setting: -2, metric: -2 },
  },
  dashboard: { intent: 'dashboard', requires: ['dashboard'], features: { complaint_word: -3, dashboard: 3, list: 0.4 } },
  etl_status: {
    intent: 'system_status', personas: ['auditor', 'advisor'], requires: ['etl|data_age+persona:auditor'],
    features: { night_run: -1.2, recommendation: -2.5, kyc: -3, compliance: -2.6, data_age: 2, task: -2, etl: 2.6, fail: 0.8, latest_word: 0.3, '#period': 0.3, success: 0.5, scheduled: -0.2, market: -0.2 },
  },
  api_status: { intent: 'system_status', requires: ['api'], features: { api: 3, version: 0.4, 'metric+api': -1, release: 0.3, deprecated: 1, metric: -3, error: -1.5 } },
  vendor_status: { intent: 'system_status', requires: ['vendor'], features: { 'vendor+persona:auditor': 1.4, vendor: 2.8, list: 0.4, open_state: 0.2, rating: -1.2 } },
  metric_status: {
    intent: 'system_status', requires: ['metric'],
    features: { metric: 2.6, system: 0.6, assistant: 0.3, '#period': 0.4, returns: -0.2, portfolio: -1 },
  },
  error_status: {
    intent: 'system_status', requires: ['error'],
    features: { call_noun: -2, security_event: -3, error: 2.6, how_many: 0.6, '#period': 0.4, system: 0.5, severe: 0.2, log_it: 0.2, tracking_error: -4, risk_measure: -3, benchmark: -1.5, ticket: -0.6, tool: -0.8 },
  },
  sign_ins: {
    intent: 'login_security', requires: ['sign_in|system_access'],
    features: { system_access: 2.4, sign_in: 2.6, fail: 0.8, how_many: 0.3, list: 0.3, '#period': 0.3, session: -0.3, security_event: -0.2, '#percent': 0, logged: -3 },
  },
  sessions: { intent: 'login_security', requires: ['session'], features: { 'persona:auditor+session': 1.4, session: 2.6, open_state: 0.5, list: 0.4, now: 0.4, conversation: -0.5, interaction: -0.3, sign_in: 0.2 } },
  security_events: { intent: 'login_security', requires: ['security_event|new_place+persona:auditor'], features: { new_place: 3.6, 'persona:auditor+list': 0.4, security_event: 3, severe: 0.5, list: 0.4, '#period': 0.4 } },
  ai_decision: {
    intent: 'audit_ai_decision', personas: ['auditor', 'advisor'], requires: ['recommendation|#recommendation|assistant', 'model|inputs|tool|approver|lineage|lineage_word|decision_word|#recommendation+override|#recommendation+persona:auditor'],
    features: { live_word: -2.5, '#recommendation+lineage_word': 2, '#recommendation+integrity': 1, '#recommendation+override': 3.2, '#recommendation': 1.6, inputs: 1.6, tool: 1.2, model: 1.2, approver: 1.6, lineage: 2.4, 'persona:auditor': 1, recommendation: 0.4, how_many: -2, list: -0.2, '#max_confidence': -2, override: -1.5, report: -1.5, plural_recommendations: -1.8, when: 0.2, imperative_decision: -1.5, decision_word: 0.6, 'imperative+report': -3 },
  },
  model_versions: {
    intent: 'audit_ai_decision', requires: ['model|live_word|prompt_versions', 'model|release|live_word|prompt_versions'],
    features: { prompt_versions: 3.4, live_word: 2.2, model: 2, release: 1.6, when: 0.5, '#recommendation': -1, now: 0.4, list: 0.3, recommendation: -0.8, api: -2.5, document: -1.2, target: -1.5, allocation: -1, version: 0, help: -1.2, plural_recommendations: -1, 'persona:client': -4 },
  },
  recommendation_review: {
    intent: 'audit_recommendation_review', personas: ['auditor'], requires: ['recommendation|confidence|undecided|release+who_word'],
    features: { undecided: 3.6, recommendation: 1.4, 'confidence+list': 0.8, 'confidence+which_client': -1, plural_recommendations: 1.4, list: 0.6, confidence: 1, '#percent': 0.6, '#period': 0.7, model: 0.6, pending: 0.5, status_word: 0.5, how_many: 0.6, accept: 0.2, reject: 0.2, '#recommendation': -2.4, override: -1.4, 'persona:auditor': 0.6, why: -0.4, '@advisor': 0.3, compliance: 0.1, refuse_log: -0.4, heat_map: -3, 'confidence+sector': -2, logged: -3 },
  },
  overrides: {
    intent: 'audit_recommendation_review', personas: ['auditor', 'advisor'], requires: ['override|reversed|recommendation+reject+advisors|consent+persona:auditor|despite+persona:auditor'],
    features: { reversed: 3.4, 'despite+persona:auditor': 3.4, override: 3, 'persona:auditor+consent': 2.4, compliance: 0.6, recommendation: 0.4, advisors: 0.6, approver: 0.6, fail: 0.4, '#period': 0.4, reject: 0.6, '#recommendation': -3, 'persona:auditor': 0.4, plural_recommendations: 0.3 },
  },
  audit_integrity: {
    intent: 'audit_log_integrity', requires: ['integrity|checkpoint+audit_log|nothing_gone|interfered'],
    features: { interfered: 3, trail_word: 0.8, nothing_gone: 3, 'audit_log+checkpoint': 2, '#recommendation': -3, integrity: 2.4, audit_log: 1.2, '#period': 0.3, sign_in: -1.5, session: -1, export: -0.6, who_changed: -1, progress: -1, goal: -1.5, drift: -1 },
  },
  change_history: {
    intent: 'audit_log_integrity', requires: ['who_changed|touched+persona:auditor|deletions+persona:auditor'],
    features: { prompt_versions: -4, interfered: -4, deletions: 3, 'touched+limits_word': 2, 'persona:auditor+touched': 3.4, 'who_changed+limits_word': 2, who_changed: 3, '@client': 0.4, profile: 0.3, when: 0.2, document: -1.4, '#period': 0.2, target: 0.1, report: -0.5, integrity: -0.2, value: -0.1, past_value: -0.5, price: -1, audit_log: -2.5, 'persona:client': -5 },
  },
  audit_entries: {
    intent: 'audit_log_integrity', personas: ['auditor'], requires: ['audit_log|logged|activity'],
    features: { nothing_gone: -4, checkpoint: -2, activity: 2.4, conversation: -1, audit_log: 2.2, how_many: 0.8, list: 0.4, '#period': 0.4, integrity: -1.2, export: -1.6, tool: -0.3, error: -1.2, refuse_log: -1.2, report: -1, sign_in: -1.5, '#recommendation': -1.5, '@client': 0.2, logged: 1.6 },
  },
  export_list: {
    intent: 'data_export_audit', requires: ['export'],
    features: { security_event: -3, export_noun: 2.2, export: 2.4, list: 0.6, '#period': 0.5, question_word: 0.6, past_event: 0.4, imperative: -0.8, imperative_export: -2.4, who_word: 0.6, market: -0.3, how_many: 0.3 },
  },
  export_do: {
    intent: 'data_export_audit', requires: ['export'],
    features: { export: 2, imperative_export: 2.4, imperative: 0.5, audit_log: 0.6, question_word: -1.6, list: -0.6, past_event: -0.8, '#period': 0.2 },
  },
  refusals: {
    intent: 'refused_requests_audit', personas: ['auditor', 'advisor'], requires: ['refuse_log|turned_down|misuse'],
    features: { '#recommendation': -4, system_access: -3, call_noun: -1.4, misuse: 2.6, refuse_log: 2.4, assistant: 0.8, '#period': 0.4, why: 0.4, list: 0.4, recommendation: -1.4, plural_recommendations: -1.5, request_word: 1, sign_in: -2, order: -0.5, restricted: -0.3, imperative_decision: -2, advisors: -0.4, turned_down: 2.4 },
  },
  conversation_history: {
    intent: 'conversation_history', requires: ['conversation|typed'],
    features: { typed: 2.6, conversation: 1.8, assistant: 1, how_many: 0.6, '#period': 0.4, '@client': 0.3, list: 0.3, past_event: 0.4, refuse_log: -2.4, interaction: -0.4, unread: -1.5, notification: -0.8, not_contacted: -1.5, help: -1.4, referral: -0.5, sentiment: -0.5, ticket: -0.5, channel_word: -0.4, log_it: -0.4, last_time: 0.8 },
  },
  tool_calls: {
    intent: 'conversation_history', personas: ['auditor', 'advisor'], requires: ['tool|viewed+persona:auditor|call_noun+persona:auditor'],
    features: { viewed: 3, 'metric+tool': 2.4, call_noun: 0.8, tool: 2.4, how_many: 1, fail: 0.8, '#period': 0.4, '#recommendation': -2.4, recommendation: -1.4, inputs: -1, list: 0.2 },
  },
  help: { intent: 'smalltalk_help', requires: ['help'], features: { help: 2.6, new_recommendation: -2.5, assistant: 0.4, recommend: -0.6, portfolio: -0.6, ticket: -2, '@client': -3, '@portfolio': -1, '@goal': -0.8, profile: -0.8, sign_in: -1, goal: -0.5, order: -1, holding: -0.6, rebalance: -1, 'model+assistant': 0.5, conversation: -1.2, task: 0.2 } },
  greeting: { intent: 'smalltalk_help', requires: ['greeting'], features: { greeting: 1.2 } },
  thanks: { intent: 'smalltalk_help', requires: ['thanks'], features: { thanks: 1.3 } },
} as const satisfies TopicTable;
