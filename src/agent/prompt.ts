import type { IsoDate } from '../shared/calendar.ts';
import type { Prompt } from '../shared/released-prompt.ts';

export interface PromptContext {
  readonly role: string;
  readonly userName: string;
  readonly today: IsoDate;
  readonly baseCurrency: string;
  readonly modelLabel: string;
}

/** The stable head first, byte for byte the same in each turn (providers cache it), then what changes. */
export function systemText(prompt: Prompt, context: PromptContext): string {
  return [
    prompt.text, '', '---',
    `Role: ${context.role}`, `User: ${oneLine(context.userName)}`, `Today: ${context.today}`,
    `Base currency: ${context.baseCurrency}`, `Model: ${context.modelLabel}`,
  ].join('\n');
}

/** Names come from the database: a line break in one must not look like another line of the prompt. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 120);
}
