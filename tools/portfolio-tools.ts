import type { Tool } from './define-tool.ts';

/** Names, portfolios, planning and markets. */
export const portfolioTools: readonly Tool[] = [];
