import { useEffect, useState } from 'react';

export type Theme = 'light' | 'dark';
const DARK = '(prefers-color-scheme: dark)';

/** The system's choice until the person makes one; `key` names where theirs is kept. */
export function useTheme(key: string, forced?: Theme): readonly [Theme, () => void] {
  const [chosen, setChosen] = useState<Theme | null>(() => stored(key));
  const [system, setSystem] = useState<Theme>(() => (matchMedia(DARK).matches ? 'dark' : 'light'));
  useEffect(() => {
    const media = matchMedia(DARK);
    const onChange = (): void => setSystem(media.matches ? 'dark' : 'light');
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, []);
  const theme = forced ?? chosen ?? system;
  const toggle = (): void => {
    const next = theme === 'dark' ? 'light' : 'dark';
    setChosen(next);
    remember(key, next);
  };
  return [theme, toggle];
}

// Storage can be forbidden (private windows, embedded frames): the choice then lasts as long as the page.
function stored(key: string): Theme | null {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

function remember(key: string, theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    return;
  }
}
