import { Migration } from '@mikro-orm/migrations';

/** A check says when time alone may change it, so that a nightly run need not guess. */
export class Migration20261126014500_checks_due_again extends Migration {
  override up(): void {
    this.addSql("alter table `ComplianceChecks` add `due_again_on` date null comment 'First day on which time alone may change the result of a portfolio as it stands; empty when there is none' after `checked_on`");
    this.addSql('alter table `ComplianceChecks` add index `compliance_checks_due` (`due_again_on`)');
  }

  override down(): void {
    this.addSql('alter table `ComplianceChecks` drop index `compliance_checks_due`');
    this.addSql('alter table `ComplianceChecks` drop column `due_again_on`');
  }
}
