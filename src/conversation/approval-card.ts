import type { ApprovalCard } from '../contract/turn-event.ts';
import type { InvocationRecord } from '../data/conversations/conversation-records.ts';
import type { Answer } from '../shared/answer.ts';

/** The card shows what the arguments mean (the tool's own preview) and every argument exactly as it will be used; one that the preview holds word for word is not said twice. */
export function approvalCard(record: InvocationRecord, preview: Answer, minutes: number): ApprovalCard {
  const meaning = preview.facts.map((fact) => ({ label: fact.label, value: fact.value === null ? 'none' : String(fact.value) }));
  const shown = new Set(meaning.map(({ value }) => value));
  const exact = Object.entries(record.arguments ?? {})
    .map(([label, value]) => ({ label: `${label} (exact)`, value: typeof value === 'string' ? value : JSON.stringify(value) }))
    .filter(({ value }) => !shown.has(value));
  return {
    invocationId: record.id,
    toolName: record.toolName,
    title: preview.title,
    arguments: [...meaning, ...exact],
    argumentsHash: record.argumentsHash,
    expiresAt: (record.approvalExpiresAt ?? new Date(record.startedAt.getTime() + minutes * 60_000)).toISOString(),
  };
}
