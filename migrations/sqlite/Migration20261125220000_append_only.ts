import { Migration } from '@mikro-orm/migrations';

/** AuditLogs and AuditTrails only grow. An entry of the log may get its place in the ledger, once, and its personal part may be erased. */
export class Migration20261125220000_append_only extends Migration {
  override up(): void {
    this.addSql("create trigger audit_logs_no_delete before delete on `AuditLogs` begin select raise(abort, 'AuditLogs is append-only'); end");
    this.addSql("create trigger audit_trails_no_delete before delete on `AuditTrails` begin select raise(abort, 'AuditTrails is append-only'); end");
    this.addSql("create trigger audit_trails_no_update before update on `AuditTrails` begin select raise(abort, 'AuditTrails is append-only'); end");
    const fixed = [
      'id', 'occurred_at', 'actor_id', 'actor_role', 'event', 'object_type', 'object_id', 'client_id', 'request_id', 'conversation_id', 'turn_id', 'tool_name', 'arguments_hash', 'decision', 'reason_code', 'detail', 'person_id', 'leaf_hash',
    ].map((column) => `new.${column} is old.${column}`).join(' and ');
    const place = '((new.sequence is old.sequence and new.sequenced_at is old.sequenced_at) or (old.sequence is null and old.sequenced_at is null and new.sequence is not null and new.sequenced_at is not null))';
    const erasure = '(new.personal_cipher is old.personal_cipher or new.personal_cipher is null)';
    this.addSql(`create trigger audit_logs_no_update before update on \`AuditLogs\` when not (${fixed} and ${place} and ${erasure}) begin select raise(abort, 'AuditLogs is append-only'); end`);
  }

  override down(): void {
    for (const name of ['audit_logs_no_delete', 'audit_logs_no_update', 'audit_trails_no_delete', 'audit_trails_no_update']) this.addSql(`drop trigger ${name}`);
  }
}
