import { Migration } from '@mikro-orm/migrations';

/** AuditLogs and AuditTrails only grow. An entry of the log may get its place in the ledger, once, and its personal part may be erased. */
export class Migration20261125220000_append_only extends Migration {
  override up(): void {
    const refuse = (table: string) => `signal sqlstate '45000' set message_text = '${table} is append-only'`;
    this.addSql(`create trigger audit_logs_no_delete before delete on \`AuditLogs\` for each row ${refuse('AuditLogs')}`);
    this.addSql(`create trigger audit_trails_no_delete before delete on \`AuditTrails\` for each row ${refuse('AuditTrails')}`);
    this.addSql(`create trigger audit_trails_no_update before update on \`AuditTrails\` for each row ${refuse('AuditTrails')}`);
    const fixed = [
      'id', 'occurred_at', 'actor_id', 'actor_role', 'event', 'object_type', 'object_id', 'client_id', 'request_id', 'conversation_id', 'turn_id', 'tool_name', 'arguments_hash', 'decision', 'reason_code', 'detail', 'person_id', 'leaf_hash',
    ].map((column) => `new.${column} <=> old.${column}`).join(' and ');
    const place = '((new.sequence <=> old.sequence and new.sequenced_at <=> old.sequenced_at) or (old.sequence is null and old.sequenced_at is null and new.sequence is not null and new.sequenced_at is not null))';
    const erasure = '(new.personal_cipher <=> old.personal_cipher or new.personal_cipher is null)';
    this.addSql(`create trigger audit_logs_no_update before update on \`AuditLogs\` for each row if not (${fixed} and ${place} and ${erasure}) then ${refuse('AuditLogs')}; end if`);
  }

  override down(): void {
    for (const name of ['audit_logs_no_delete', 'audit_logs_no_update', 'audit_trails_no_delete', 'audit_trails_no_update']) this.addSql(`drop trigger ${name}`);
  }
}
