import type { TurnEvent } from '../contract/turn-event.ts';

/** A turn as it comes: the answer on the standard output, what was looked at on the standard error. */
export function printEvent(event: TurnEvent): void {
  if (event.type === 'text') process.stdout.write(event.text);
  else if (event.type === 'tool-finished') process.stderr.write(`· ${event.summary} (${event.toolName}, ${Math.round(event.durationMs)} ms)\n`);
  else if (event.type === 'approval-needed') process.stdout.write(`\n[approval needed] ${event.approval.title}\n${event.approval.arguments.map((part) => `  ${part.label}: ${part.value}`).join('\n')}\n\n`);
  else if (event.type === 'completed' && event.status === 'stopped') process.stdout.write('\n[stopped]\n');
  else if (event.type === 'failed') process.stdout.write(`\n${event.message} ${event.hint ?? ''}\n`);
}
