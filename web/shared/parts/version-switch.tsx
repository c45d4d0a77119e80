import type { ReactNode } from 'react';
import type { Versions } from '../chat-state.ts';
import { NextIcon, PreviousIcon } from './icons.tsx';

interface VersionSwitchProps {
  readonly what: 'question' | 'answer';
  readonly versions: Versions | undefined;
  /** While an answer is being written there is no turning away from it. */
  readonly disabled: boolean;
  readonly onShow: (messageId: string, button: HTMLElement) => void;
}

/** "‹ 2/3 ›" at a question that was edited or an answer that was made again. The place is in the buttons' names, so that it is heard where the focus is. */
export function VersionSwitch({ what, versions, disabled, onShow }: VersionSwitchProps): ReactNode {
  if (!versions) return null;
  const { ids, shown } = versions;
  const at = ids.indexOf(shown);
  const place = `${at + 1} of ${ids.length}`;
  const button = (step: -1 | 1, label: string, icon: ReactNode): ReactNode => {
    const target = ids[at + step];
    return (
      <button type="button" className="icon-button" data-step={step} aria-label={`${label}, this is ${place}`} disabled={disabled || target === undefined} onClick={(event) => target !== undefined && onShow(target, event.currentTarget)}>
        {icon}
      </button>
    );
  };
  return (
    <div className="versions" role="group" aria-label={`Versions of this ${what}`} data-what={what}>
      {button(-1, 'Earlier version', <PreviousIcon />)}
      <span aria-hidden="true">{at + 1}/{ids.length}</span>
      {button(1, 'Later version', <NextIcon />)}
    </div>
  );
}
