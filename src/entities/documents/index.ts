import type { TableDescription } from '../table.ts';
import { documents } from './document.entity.ts';
import { portfolioReports } from './portfolio-report.entity.ts';
import { versionedDocuments } from './versioned-document.entity.ts';

export * from './document.entity.ts';
export * from './portfolio-report.entity.ts';
export * from './versioned-document.entity.ts';

export const documentsTables: readonly TableDescription[] = [
  documents,
  versionedDocuments,
  portfolioReports,
];
