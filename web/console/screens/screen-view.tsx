import { useMemo, useState, type ReactNode } from 'react';
import type { ApiClient } from '../../shared/api-client.ts';
import { AnswerCard } from '../../shared/parts/answer-card.tsx';
import type { RowOpener } from '../../shared/parts/data-table.tsx';
import { RetryIcon } from '../../shared/parts/icons.tsx';
import { ActionForm } from './action-form.tsx';
import { FilterBar } from './filter-bar.tsx';
import { actionsOf, type Arguments, type Role, type Screen } from './screens.ts';
import { subjectOf, useAnswers, type Loaded } from './use-answers.ts';

interface ScreenViewProps {
  readonly api: ApiClient;
  readonly screen: Screen;
  readonly role: Role;
  /** Which thing, on a screen about one. */
  readonly about: string | null;
  readonly theme: string;
  readonly onOpen: (screen: string, about: string) => void;
}

/** The cards of a screen, its filters, and what can be done there. */
export function ScreenView({ api, screen, role, about, theme, onOpen }: ScreenViewProps): ReactNode {
  const [filters, setFilters] = useState<Arguments>({});
  const { loaded, reload } = useAnswers(api, screen, about, filters);
  const openerOf = useMemo(() => (table: string): RowOpener | undefined => {
    const link = screen.links?.find((candidate) => candidate.table === table);
    return link && { column: link.column, label: 'Open', onOpen: (value) => onOpen(link.screen, String(value)) };
  }, [screen, onOpen]);
  return (
    <div className="screen scroller" aria-busy={loaded.some(({ kind }) => kind === 'loading')}>
      <div className="screen-column">
        {screen.lead && <p className="screen-lead">{screen.lead}</p>}
        {screen.filters && <FilterBar filters={screen.filters} chosen={filters} onChange={setFilters} />}
        {loaded.map((one, index) => {
          const key = `${screen.queries[index]?.tool ?? ''}-${index}`;
          if (one.kind === 'loading') return <div key={key} className="answer-card placeholder" role="status" aria-label="Loading" />;
          if (one.kind === 'answer') return <AnswerCard key={key} answer={one.answer} theme={theme} openerOf={openerOf} />;
          return <div key={key} className="answer-card" role="alert"><p className="problem">{one.message}</p><button type="button" className="quiet" onClick={reload}><RetryIcon /> Try again</button></div>;
        })}
        {actionsOf(screen, role, statusOf(loaded[0])).map((action) => <ActionForm key={action.label} api={api} action={action} about={subjectOf(screen, about)} onDone={reload} />)}
      </div>
    </div>
  );
}

function statusOf(first: Loaded | undefined): string | undefined {
  const status = first?.kind === 'answer' ? first.answer.facts.find(({ key }) => key === 'status')?.value : undefined;
  return typeof status === 'string' ? status : undefined;
}
