export interface ExportedMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly createdAt: string;
}

/** A conversation to keep or to hand on. Questions are quoted, so that nothing in them can pass for an answer. */
export function exportMarkdown(title: string, messages: readonly ExportedMessage[]): string {
  const parts = messages.map((message) => (message.role === 'user'
    ? `**Question** (${message.createdAt})\n\n${message.content.split('\n').map((line) => `> ${line}`).join('\n')}`
    : `**Answer by the assistant, an AI** (${message.createdAt})\n\n${message.content}`));
  return `# ${title}\n\n${parts.join('\n\n---\n\n')}\n`;
}
