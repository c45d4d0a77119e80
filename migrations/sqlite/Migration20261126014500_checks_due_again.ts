import { Migration } from '@mikro-orm/migrations';

/** A check says when time alone may change it, so that a nightly run need not guess. */
export class Migration20261126014500_checks_due_again extends Migration {
  override up(): void {
    this.addSql('alter table `ComplianceChecks` add column `due_again_on` date null');
    this.addSql('create index `compliance_checks_due` on `ComplianceChecks` (`due_again_on`)');
  }

  override down(): void {
    this.addSql('drop index `compliance_checks_due`');
    this.addSql('alter table `ComplianceChecks` drop column `due_again_on`');
  }
}
