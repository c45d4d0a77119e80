import { memo, useMemo, useState, type MouseEvent, type ReactNode } from 'react';
import type { ApiClient } from '../api-client.ts';
import type { Exchange } from '../chat-state.ts';
import { layoutAnswer, type Segment } from '../layout-answer.ts';
import { renderMarkdown } from '../render-markdown.ts';
import { isOpen, type TurnView } from '../turn-state.ts';
import type { Chat } from '../use-chat.ts';
import { ApprovalCardView } from './approval-card.tsx';
import { ChartFigure } from './chart-figure.tsx';
import { DataTable } from './data-table.tsx';
import { Feedback } from './feedback.tsx';
import { CopyIcon, RetryIcon } from './icons.tsx';
import type { SourceTarget } from './source-popover.tsx';
import { ToolSteps } from './tool-steps.tsx';
import { VersionSwitch } from './version-switch.tsx';

export interface AnswerContext {
  readonly api: ApiClient;
  readonly chat: Chat;
  readonly linkHosts: readonly string[];
  readonly theme: string;
  readonly onSource: (target: SourceTarget) => void;
  readonly onVersion: (messageId: string, button: HTMLElement) => void;
  /** No turning to other versions and no editing: an answer is being written, or another version is on its way. */
  readonly busy: boolean;
}

/** One answer: steps, text with sources, tables, charts and cards in their places, then what can be done with it. */
export function AnswerView({ exchange, context, isLast }: { readonly exchange: Exchange; readonly context: AnswerContext; readonly isLast: boolean }): ReactNode {
  const { turn } = exchange;
  const running = isOpen(turn);
  const segments = useMemo(() => layoutAnswer(turn.text, turn.blocks, turn.figures), [turn.text, turn.blocks, turn.figures]);
  const openCall = (invocationId: string): void => context.onSource({ invocationId, anchor: focused() });
  return (
    <div className="answer" data-status={turn.status}>
      <ToolSteps turn={turn} running={running} onSource={openCall} />
      {segments.map((segment, index) => <SegmentView key={index} segment={segment} context={context} />)}
      {running && <p className="status">{turn.statusText || (turn.text !== '' ? '' : context.chat.state.connection === 'online' ? 'Thinking' : 'Waiting for the connection')}<span className="dots" aria-hidden="true"><i /><i /><i /></span></p>}
      <Ending turn={turn} onRetry={() => context.chat.askAgain(exchange)} />
      {!running && (turn.text !== '' || exchange.answerVersions) && <Actions exchange={exchange} context={context} />}
      {isLast && !running && turn.suggestions.length > 0 && (
        <ul className="chips" aria-label="You could ask next">
          {turn.suggestions.map((suggestion) => <li key={suggestion}><button type="button" onClick={() => context.chat.ask(suggestion)}>{suggestion}</button></li>)}
        </ul>
      )}
    </div>
  );
}

/** The element with the focus, also inside a shadow root: where the source panel stands and the focus returns. */
function focused(): HTMLElement {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement ? element : document.body;
}

function SegmentView({ segment, context }: { readonly segment: Segment; readonly context: AnswerContext }): ReactNode {
  if (segment.kind === 'text') return <Prose segment={segment} context={context} />;
  const { block } = segment;
  switch (block.kind) {
    case 'table':
      return <DataTable table={block.table} onSource={() => context.onSource({ invocationId: block.invocationId, anchor: focused() })} />;
    case 'chart':
      return <ChartFigure chart={block.chart} theme={context.theme} />;
    case 'approval':
      return <ApprovalCardView block={block} nowMs={() => context.api.nowMs()} onDecide={(decision) => context.chat.decide(block.approval, decision)} />;
  }
}

const Prose = memo(function Prose({ segment, context }: { readonly segment: Extract<Segment, { kind: 'text' }>; readonly context: AnswerContext }): ReactNode {
  const { linkHosts, onSource, api } = context;
  // The same object for the same words: a new one makes React rebuild the nodes, and the focus on a figure would be lost.
  const html = useMemo(
    () => ({ __html: renderMarkdown(segment.text, linkHosts, { figures: segment.figures, ...(api.options.origin ? { productOrigin: api.options.origin } : {}) }) }),
    [segment.text, segment.figures, linkHosts, api],
  );
  const onClick = (event: MouseEvent): void => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button.figure') : null;
    const source = segment.figures[Number(button?.dataset['figure'] ?? -1)]?.source;
    if (button && source) onSource({ invocationId: source.invocationId, source, anchor: button });
  };
  // The string comes out of the purifier, which is tested against hostile input.
  return <div className="prose" onClick={onClick} dangerouslySetInnerHTML={html} />;
});

function Ending({ turn, onRetry }: { readonly turn: TurnView; readonly onRetry: () => void }): ReactNode {
  if (turn.status === 'stopped') return <p className="ending">Stopped. What stands above is all that was answered.</p>;
  if (turn.status === 'withheld') return <p className="ending warning">Part of this answer was withheld: a figure in it had no source.</p>;
  if (turn.status !== 'failed') return null;
  return (
    <div className="ending failure" role="alert">
      <p>{turn.problem?.message ?? 'The answer could not be finished.'} {turn.problem?.hint}</p>
      {(turn.problem?.retryable ?? true) && <button type="button" className="quiet" onClick={onRetry}><RetryIcon /> Try again</button>}
    </div>
  );
}

function Actions({ exchange, context }: { readonly exchange: Exchange; readonly context: AnswerContext }): ReactNode {
  const [copied, setCopied] = useState(false);
  const { turn } = exchange;
  const copy = (): void => {
    navigator.clipboard.writeText(turn.text).then(() => setCopied(true), () => setCopied(false));
  };
  return (
    <div className="actions">
      <VersionSwitch what="answer" versions={exchange.answerVersions} disabled={context.busy} onShow={context.onVersion} />
      {turn.text !== '' && (
        <>
          <button type="button" className="icon-button" aria-label="Copy the answer" title="Copy" onClick={copy}><CopyIcon /></button>
          <button type="button" className="icon-button" aria-label="Answer again" title="Answer again" disabled={context.busy} onClick={() => context.chat.askAgain(exchange)}><RetryIcon /></button>
        </>
      )}
      {turn.answerId && turn.text !== '' && <Feedback key={turn.answerId} api={context.api} messageId={turn.answerId} />}
      <span className="note" role="status">{copied ? 'Copied' : ''}</span>
    </div>
  );
}
