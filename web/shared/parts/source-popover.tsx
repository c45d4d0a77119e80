import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { InvocationDetail } from '../../../src/contract/http-api.ts';
import type { FigureSource } from '../../../src/contract/turn-event.ts';
import { sentenceOf, type ApiClient } from '../api-client.ts';
import { formatCell, formatDay } from '../format-cell.ts';
import { CloseIcon } from './icons.tsx';

/** What is shown: a figure's own source, or a whole tool call. */
export interface SourceTarget {
  readonly invocationId: string;
  readonly source?: FigureSource;
  readonly anchor: HTMLElement;
}

const GAP = 8;

/** Where a figure comes from. In the browser's top layer, closed by Esc or a click elsewhere; the focus goes back to the figure. */
export function SourcePopover({ api, target, onClose }: { readonly api: ApiClient; readonly target: SourceTarget; readonly onClose: () => void }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [detail, setDetail] = useState<InvocationDetail | string | null>(null);
  const { source } = target;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.showPopover();
    place(element, target.anchor);
    element.focus();
    const onToggle = (event: ToggleEvent): void => {
      if (event.newState !== 'closed') return;
      if (target.anchor.isConnected) target.anchor.focus();
      onClose();
    };
    element.addEventListener('toggle', onToggle);
    return () => element.removeEventListener('toggle', onToggle);
  }, [target, onClose]);
  const load = (): void => {
    setDetail('Loading…');
    api.invocation(target.invocationId).then(setDetail, (error: unknown) => setDetail(sentenceOf(error)));
  };
  useEffect(() => {
    if (!source) load();
  }, [target]);
  useLayoutEffect(() => {
    if (box.current) place(box.current, target.anchor);
  }, [detail, target]);
  return (
    <div ref={box} className="source" popover="auto" role="dialog" aria-label="Source" tabIndex={-1}>
      <header>
        <h4>{source?.label ?? 'Source'}</h4>
        <button type="button" className="icon-button" aria-label="Close" onClick={() => box.current?.hidePopover()}><CloseIcon /></button>
      </header>
      {source && (
        <>
          <p className="value">{formatCell(source.value, source.unit, source.currency)}</p>
          <dl>
            <div><dt>As of</dt><dd>{formatDay(source.asOf)}</dd></div>
            <div><dt>Method</dt><dd>{source.method}</dd></div>
            <div><dt>Tool</dt><dd><code>{source.toolName}</code></dd></div>
          </dl>
          {detail === null && <button type="button" className="link" onClick={load}>Show the tool call</button>}
        </>
      )}
      {typeof detail === 'string' && <p className="hint" role="status">{detail}</p>}
      {detail !== null && typeof detail === 'object' && <CallDetail detail={detail} />}
    </div>
  );
}

function CallDetail({ detail }: { readonly detail: InvocationDetail }): ReactNode {
  return (
    <div className="call">
      <dl>
        <div><dt>Call</dt><dd><code>{detail.toolName}</code> · {detail.outcome} · {Math.round(detail.durationMs)} ms</dd></div>
        <div><dt>At</dt><dd>{detail.startedAt.replace('T', ' ').slice(0, 19)} UTC</dd></div>
        <div><dt>Effect</dt><dd>{detail.effect}</dd></div>
      </dl>
      <h5>Arguments</h5>
      <pre tabIndex={0}>{JSON.stringify(detail.arguments, null, 2)}</pre>
      <details>
        <summary>Result</summary>
        <pre tabIndex={0}>{JSON.stringify(detail.result, null, 2)}</pre>
      </details>
      <p className="hash">Result hash <code>{detail.resultHash ?? 'none'}</code></p>
    </div>
  );
}

/** Below the anchor, or above it where there is no room; the style sheet makes it a sheet at the bottom on phones. */
function place(box: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + GAP + height <= innerHeight || at.top < height + GAP;
  box.style.setProperty('--left', `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`);
  box.style.setProperty('--top', `${Math.max(GAP, below ? Math.min(at.bottom + GAP, innerHeight - height - GAP) : at.top - GAP - height)}px`);
}
