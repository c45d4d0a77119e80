/** Columns of AuditLogs that never change. Its place in the ledger is given once, and its personal part may be erased. */
const FIXED = [
  'id', 'occurred_at', 'actor_id', 'actor_role', 'event', 'object_type', 'object_id', 'client_id', 'request_id', 'conversation_id', 'turn_id', 'tool_name', 'arguments_hash', 'decision', 'reason_code', 'detail', 'person_id', 'leaf_hash',
];

/** The triggers of the migrations in the dialect of MySQL and MariaDB: AuditLogs and AuditTrails only grow. A test compares them with those of a migrated database. */
export function appendOnlyTriggers(): string[] {
  const refuse = (table: string) => `signal sqlstate '45000' set message_text = '${table} is append-only'`;
  const fixed = FIXED.map((column) => `new.${column} <=> old.${column}`).join(' and ');
  const place = '((new.sequence <=> old.sequence and new.sequenced_at <=> old.sequenced_at) or (old.sequence is null and old.sequenced_at is null and new.sequence is not null and new.sequenced_at is not null))';
  const erasure = '(new.personal_cipher <=> old.personal_cipher or new.personal_cipher is null)';
  return [
    `create trigger audit_logs_no_delete before delete on \`AuditLogs\` for each row ${refuse('AuditLogs')}`,
    `create trigger audit_trails_no_delete before delete on \`AuditTrails\` for each row ${refuse('AuditTrails')}`,
    `create trigger audit_trails_no_update before update on \`AuditTrails\` for each row ${refuse('AuditTrails')}`,
    `create trigger audit_logs_no_update before update on \`AuditLogs\` for each row if not (${fixed} and ${place} and ${erasure}) then ${refuse('AuditLogs')}; end if`,
  ];
}
