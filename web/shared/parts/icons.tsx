import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const SendIcon = (): ReactNode => <Icon><path d="M10 16V4.5M5 9l5-5 5 5" /></Icon>;
export const StopIcon = (): ReactNode => <Icon><rect x="5.5" y="5.5" width="9" height="9" rx="1.5" fill="currentColor" stroke="none" /></Icon>;
export const RetryIcon = (): ReactNode => <Icon><path d="M15.5 10a5.5 5.5 0 1 1-1.8-4.1M14 3v3.2h-3.2" /></Icon>;
export const EditIcon = (): ReactNode => <Icon><path d="M4 16l.8-3.2L13 4.6a1.4 1.4 0 0 1 2 0l.4.4a1.4 1.4 0 0 1 0 2L7.200 15.2z" /></Icon>;
export const CopyIcon = (): ReactNode => <Icon><rect x="7" y="7" width="9" height="9" rx="1.8" /><path d="M13 7V5.800A1.800 1.800 0 0 0 11.200 4H5.800A1.800 1.800 0 0 0 4 5.800v5.400A1.800 1.800 0 0 0 5.800 13H7" /></Icon>;
export const UpIcon = (): ReactNode => <Icon><path d="M6.500 9v7H4V9zM6.500 9l3-5.500c1.300 0 1.900.9 1.700 2L10.800 8h4c1 0 1.600.8 1.400 1.700l-1.100 5A1.700 1.700 0 0 1 13.400 16H6.500" /></Icon>;
export const DownIcon = (): ReactNode => <Icon><path d="M13.500 11V4H16v7zM13.500 11l-3 5.500c-1.300 0-1.900-.9-1.700-2l.4-2.500h-4c-1 0-1.600-.8-1.400-1.700l1.100-5A1.700 1.700 0 0 1 6.600 4h6.900" /></Icon>;
export const PlusIcon = (): ReactNode => <Icon><path d="M10 4.500v11M4.500 10h11" /></Icon>;
export const MenuIcon = (): ReactNode => <Icon><path d="M3.500 6h13M3.500 10h13M3.500 14h13" /></Icon>;
export const CloseIcon = (): ReactNode => <Icon><path d="M5.500 5.500l9 9M14.500 5.500l-9 9" /></Icon>;
export const PreviousIcon = (): ReactNode => <Icon><path d="M12 5.500L7.500 10l4.500 4.500" /></Icon>;
export const NextIcon = (): ReactNode => <Icon><path d="M8 5.500l4.500 4.500L8 14.500" /></Icon>;
export const CheckIcon = (): ReactNode => <Icon><path d="M4.500 10.500l3.500 3.500 7.500-8" /></Icon>;
export const ArchiveIcon = (): ReactNode => <Icon><rect x="3.500" y="4.500" width="13" height="3.500" rx="1" /><path d="M5 8v6.500A1.500 1.500 0 0 0 6.500 16h7a1.500 1.500 0 0 0 1.500-1.500V8M8.500 11h3" /></Icon>;
export const SearchIcon = (): ReactNode => <Icon><circle cx="9" cy="9" r="4.800" /><path d="M12.600 12.600L16 16" /></Icon>;
export const ExportIcon = (): ReactNode => <Icon><path d="M10 12.500V4M6.800 7L10 3.800 13.200 7M4.500 12v2.500A1.500 1.500 0 0 0 6 16h8a1.500 1.500 0 0 0 1.500-1.500V12" /></Icon>;
export const MoonIcon = (): ReactNode => <Icon><path d="M16 11.500A6.300 6.300 0 1 1 8.500 4a5 5 0 0 0 7.500 7.500z" /></Icon>;
export const ShieldIcon = (): ReactNode => <Icon><path d="M10 3l5.500 2v4.500c0 3.500-2.300 6-5.500 7.500-3.200-1.500-5.500-4-5.500-7.500V5z" /><path d="M7.600 10l1.700 1.700 3.200-3.400" /></Icon>;

/** The product's mark: a keel line under a rising sail. */
export const Mark = (): ReactNode => (
  <svg className="mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
    <rect width="28" height="28" rx="7" fill="var(--accent)" />
    <path d="M7.500 19.500c3.500 1.800 9.500 1.800 13 0" stroke="var(--on-accent)" strokeWidth="1.900" strokeLinecap="round" fill="none" />
    <path d="M8.500 16.200L13 12.200l2.500 2 4-5.700" stroke="var(--on-accent)" strokeWidth="1.900" strokeLinecap="round" strokeLinejoin="round" fill="none" />
  </svg>
);
