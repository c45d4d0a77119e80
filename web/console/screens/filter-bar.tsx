import { useState, type ReactNode } from 'react';
import type { Arguments, ScreenFilter } from './screens.ts';

/** Choices act at once, text on Enter or when the field is left. An empty one is no filter. */
export function FilterBar({ filters, chosen, onChange }: { readonly filters: readonly ScreenFilter[]; readonly chosen: Arguments; readonly onChange: (filters: Arguments) => void }): ReactNode {
  const set = (name: string, value: string): void => {
    if (String(chosen[name] ?? '') === value) return;
    const { [name]: _old, ...others } = chosen;
    onChange(value === '' ? others : { ...others, [name]: value });
  };
  return (
    <form className="filter-bar" role="search" onSubmit={(event) => event.preventDefault()}>
      {filters.map((filter) => (
        <label key={filter.name}>
          <span>{filter.label}</span>
          {filter.kind === 'choice' ? (
            <select value={String(chosen[filter.name] ?? '')} onChange={(event) => set(filter.name, event.target.value)}>
              <option value="">All</option>
              {filter.options?.map((option) => <option key={option} value={option}>{option.replaceAll('_', ' ')}</option>)}
            </select>
          ) : <TextFilter onSet={(value) => set(filter.name, value)} />}
        </label>
      ))}
    </form>
  );
}

function TextFilter({ onSet }: { readonly onSet: (value: string) => void }): ReactNode {
  const [draft, setDraft] = useState('');
  return <input type="search" value={draft} onChange={(event) => setDraft(event.target.value)} onBlur={() => onSet(draft.trim())} onKeyDown={(event) => { if (event.key === 'Enter') onSet(draft.trim()); }} />;
}
