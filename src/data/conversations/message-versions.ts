/** What of a message decides which others are versions of it. */
export interface VersionedMessage {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly status: string;
  readonly parentMessageId: string | null;
}

/**
 * The versions of what is shown. A question that was edited has one for each wording: its id if it is the shown one, else that of the
 * newest question with these words. An answer that was made again has one for each answer to these words in this place. Answers that
 * failed with nothing to read are left out unless they are shown.
 * @param messages All messages of a conversation, oldest first.
 * @returns Ids by message, oldest first; messages with one version only are not in it.
 */
export function messageVersions(messages: readonly VersionedMessage[], shown: readonly VersionedMessage[]): ReadonlyMap<string, readonly string[]> {
  const shownIds = new Set(shown.map(({ id }) => id));
  const answers = new Map(messages.filter(({ role }) => role === 'assistant').map((answer) => [answer.parentMessageId, answer]));
  const versions = new Map<string, readonly string[]>();
  for (const question of shown.filter(({ role }) => role === 'user')) {
    const asked = messages.filter((other) => {
      const answer = answers.get(other.id);
      const isReadable = shownIds.has(other.id) || answer === undefined || answer.content !== '' || answer.status !== 'failed';
      return other.role === 'user' && other.parentMessageId === question.parentMessageId && isReadable;
    });
    const byWords = new Map<string, string>();
    for (const { id, content } of asked) byWords.set(content, content === question.content ? question.id : id);
    const again = asked.filter(({ content }) => content === question.content).flatMap(({ id }) => answers.get(id)?.id ?? []);
    if (byWords.size > 1) versions.set(question.id, [...byWords.values()]);
    const answer = answers.get(question.id);
    if (answer && again.length > 1) versions.set(answer.id, again);
  }
  return versions;
}
