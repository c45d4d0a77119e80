import { Migration } from '@mikro-orm/migrations';

/** What the model was sent and what it answered, kept with the answer. */
export class Migration20261126013000_model_exchange extends Migration {
  override up(): void {
    this.addSql('alter table `ChatMessages` add column `exchange` json null');
  }

  override down(): void {
    this.addSql('alter table `ChatMessages` drop column `exchange`');
  }
}
