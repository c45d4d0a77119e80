import { Migration } from '@mikro-orm/migrations';

/** What the model was sent and what it answered, kept with the answer. */
export class Migration20261126013000_model_exchange extends Migration {
  override up(): void {
    this.addSql("alter table `ChatMessages` add `exchange` json null comment 'What the model was sent and what it answered, round by round, before anything was held back; its hash is in the audit entry of the turn' after `events`");
  }

  override down(): void {
    this.addSql('alter table `ChatMessages` drop column `exchange`');
  }
}
