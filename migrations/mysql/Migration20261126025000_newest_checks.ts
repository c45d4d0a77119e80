import { Migration } from '@mikro-orm/migrations';

/** The newest checks of the firm, without walking all that were ever kept. */
export class Migration20261126025000_newest_checks extends Migration {
  override up(): void {
    this.addSql('alter table `ComplianceChecks` add index `compliance_checks_newest` (`checked_at`)');
  }

  override down(): void {
    this.addSql('alter table `ComplianceChecks` drop index `compliance_checks_newest`');
  }
}
