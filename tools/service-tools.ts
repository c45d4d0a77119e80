import type { Tool } from './define-tool.ts';

/** Client service, the advisor's book, advice and audit. */
export const serviceTools: readonly Tool[] = [];
