import { MONEY_TOPICS } from './money-topics.ts';
import { PORTFOLIO_TOPICS } from './portfolio-topics.ts';

const OF_ADVICE: ReadonlySet<string> = new Set(['rebalance_draft', 'wash_sale_check']);

/** Topics that only look something up, so that sentences beside the question tell nothing that they need; advice, notes and requests take their reasons from there. */
export const PLAIN_TOPICS: ReadonlySet<string> = new Set([
  ...[...Object.keys(PORTFOLIO_TOPICS), ...Object.keys(MONEY_TOPICS)].filter((topic) => !OF_ADVICE.has(topic)),
  'interaction_history', 'not_contacted', 'book_summary', 'book_ranking', 'book_screen', 'risk_alerts', 'client_sentiment', 'client_profile', 'tags', 'referral', 'marketing', 'dashboard', 'document_lookup', 'report_list',
  'notification_view', 'notification_settings', 'user_settings', 'ticket_view', 'task_list', 'scheduled_jobs', 'workflows', 'advisor_relationship', 'kyc_status', 'compliance_flags', 'compliance_checks', 'greeting', 'thanks', 'help',
]);
