import { Migration } from '@mikro-orm/migrations';

/** Indexes of one foreign key whose table has another index that begins with the same column. */
const REDUNDANT = [
  ['ChatMessages', 'conversation_id'],
  ['ClientFeedback', 'client_id'],
  ['ClientSentiment', 'client_id'],
  ['ClientSurveys', 'client_id'],
  ['ComplianceChecks', 'client_id'],
  ['ComplianceChecks', 'portfolio_id'],
  ['Conversations', 'client_id'],
  ['Conversations', 'user_id'],
  ['DataExportLogs', 'user_id'],
  ['Documents', 'client_id'],
  ['LoginAttempts', 'user_id'],
  ['MarketingInteractions', 'client_id'],
  ['NotificationPreferences', 'user_id'],
  ['Notifications', 'client_id'],
  ['Notifications', 'user_id'],
  ['PortfolioReports', 'client_id'],
  ['PortfolioReports', 'portfolio_id'],
  ['PortfolioTags', 'tag_id'],
  ['ReferralPrograms', 'referrer_id'],
  ['RegulatoryFlags', 'client_id'],
  ['RegulatoryFlags', 'portfolio_id'],
  ['SecurityEvents', 'user_id'],
  ['SupportTickets', 'client_id'],
  ['TagAssignments', 'tag_id'],
  ['Tasks', 'assigned_to_id'],
  ['Tasks', 'client_id'],
  ['ToolInvocations', 'conversation_id'],
  ['ToolInvocations', 'user_id'],
  ['UserPreferences', 'user_id'],
  ['UserSessions', 'user_id'],
  ['VersionedDocuments', 'document_id'],
  ['WorkflowSteps', 'instance_id'],
] as const;

/** From clients to portfolios, and from a portfolio to its transactions in a security, within the index. */
export class Migration20261126013500_indexes extends Migration {
  override up(): void {
    this.addSql('create index `portfolios_client` on `Portfolios` (`client_id`, `id`)');
    this.addSql('create index `transactions_security_portfolio` on `Transactions` (`security_id`, `portfolio_id`, `status`)');
    this.addSql('create index `transactions_counter_security_portfolio` on `Transactions` (`counter_security_id`, `portfolio_id`)');
    this.addSql('drop index `transactions_security_trade_date`');
    this.addSql('drop index `transactions_counter_security`');
    for (const [table, column] of REDUNDANT) this.addSql(`drop index \`${table}_${column}_index\``);
  }

  override down(): void {
    for (const [table, column] of REDUNDANT) this.addSql(`create index \`${table}_${column}_index\` on \`${table}\` (\`${column}\`)`);
    this.addSql('create index `transactions_security_trade_date` on `Transactions` (`security_id`, `trade_date`)');
    this.addSql('create index `transactions_counter_security` on `Transactions` (`counter_security_id`)');
    this.addSql('drop index `portfolios_client`');
    this.addSql('drop index `transactions_security_portfolio`');
    this.addSql('drop index `transactions_counter_security_portfolio`');
  }
}
