import { Migration } from '@mikro-orm/migrations';

/** The newest checks of the firm, without walking all that were ever kept. */
export class Migration20261126025000_newest_checks extends Migration {
  override up(): void {
    this.addSql('create index `compliance_checks_newest` on `ComplianceChecks` (`checked_at`)');
  }

  override down(): void {
    this.addSql('drop index `compliance_checks_newest`');
  }
}
