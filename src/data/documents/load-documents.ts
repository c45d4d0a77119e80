import type { ScopedDb } from '../../access/scoped-db.ts';
import { AnalyticsDashboard } from '../../entities/analytics/analytics-dashboard.entity.ts';
import { DashboardWidget } from '../../entities/analytics/dashboard-widget.entity.ts';
import { Document, DOCUMENT_KINDS } from '../../entities/documents/document.entity.ts';
import { PortfolioReport, type REPORT_KINDS } from '../../entities/documents/portfolio-report.entity.ts';
import { VersionedDocument } from '../../entities/documents/versioned-document.entity.ts';
import type { IsoDate } from '../../shared/calendar.ts';
import { loadPeople } from '../clients/load-people.ts';
import { dayText, instantsIn, listed, minute, wanted } from '../records/listed.ts';

/** What people call documents, by the kinds on record. */
const KIND_OF: Readonly<Record<string, (typeof DOCUMENT_KINDS)[number]>> = {
  ips: 'investment_policy_statement', policy_statement: 'investment_policy_statement', client_agreement: 'contract', agreement: 'contract', advisory_agreement: 'contract', fee_schedule: 'contract',
  identity_document: 'kyc', proof_of_address: 'kyc', tax_form: 'tax', disclosure: 'policy',
};

function conditionOfKind(kind: string | undefined): Record<string, unknown> {
  if (kind === undefined) return {};
  const plain = kind.trim().toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const known = KIND_OF[plain] ?? DOCUMENT_KINDS.find((name) => name === plain);
  return known ? { kind: known } : { title: { $like: `%${plain.replaceAll('_', '%')}%` } };
}

/** Documents within reach, the last changed first, with the author of the latest version. */
export async function loadDocuments(db: ScopedDb, { clientId, kind, limit = 50 }: { readonly clientId?: string | undefined; readonly kind?: string | undefined; readonly limit?: number | undefined }) {
  const where = wanted<Document>({ client: clientId, ...conditionOfKind(kind) });
  const rows = await db.find(Document, where, { fields: ['id', 'client', 'kind', 'title', 'updatedAt', 'createdAt', 'sharing'], populate: ['client'], orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }], limit });
  const versions = await db.find(VersionedDocument, { document: { $in: rows.map(({ id }) => id) } }, { fields: ['document', 'versionNumber', 'changedBy', 'changedAt', 'changeNote'], orderBy: { versionNumber: 'asc' } });
  const latest = new Map(versions.map((version) => [version.document.id, version]));
  const people = await loadPeople(db, versions.map((version) => version.changedBy?.id));
  return listed(rows, limit, () => db.count(Document, where), (row) => ({
    id: row.id, title: row.title, kind: row.kind, client: row.client?.fullName ?? null, changedOn: dayText(row.updatedAt), changedBy: people(latest.get(row.id)?.changedBy?.id),
    version: latest.get(row.id)?.versionNumber ?? null, changeNote: latest.get(row.id)?.changeNote ?? null, sharing: row.sharing,
  }));
}

/** Most characters of a document that are read at once. */
const LONGEST_TEXT = 12_000;

/** The text of one document within reach, of one client when named: by id or words of its title or kind; the last changed of several. Undefined when there is none. */
export async function loadDocumentText(db: ScopedDb, { clientId, document }: { readonly clientId?: string | undefined; readonly document?: string | undefined }) {
  const asked = document?.trim();
  const named = asked === undefined ? {} : { $or: [{ id: asked }, { title: { $like: `%${asked.replaceAll(/[%_\\\s]+/g, '%')}%` } }, conditionOfKind(asked)] };
  const where = wanted<Document>({ client: clientId, ...named });
  const row = await db.findOne(Document, where, { fields: ['id', 'client', 'kind', 'title', 'fileName', 'text', 'updatedAt'], populate: ['client'], orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }] });
  if (!row) return undefined;
  const text = row.text ?? null;
  return {
    id: row.id, title: row.title, kind: row.kind, fileName: row.fileName ?? null, client: row.client?.fullName ?? null, changedOn: dayText(row.updatedAt),
    text: text === null ? null : text.slice(0, LONGEST_TEXT), isCut: text !== null && text.length > LONGEST_TEXT,
  };
}

export interface ReportsQuery {
  readonly clientId?: string | undefined;
  readonly portfolioId?: string | undefined;
  readonly kind?: (typeof REPORT_KINDS)[number] | undefined;
  readonly period?: string | undefined;
  readonly limit?: number | undefined;
}

/** Reports asked for or produced, newest first. */
export async function loadReports(db: ScopedDb, { clientId, portfolioId, kind, period, limit = 50 }: ReportsQuery, today: IsoDate) {
  const where = wanted<PortfolioReport>({ client: clientId, portfolio: portfolioId, kind, requestedAt: instantsIn(period, today) });
  const rows = await db.find(PortfolioReport, where, { populate: ['client', 'portfolio'], orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], limit });
  return listed(rows, limit, () => db.count(PortfolioReport, where), (row) => ({
    id: row.id, title: row.title, kind: row.kind, client: row.client.fullName, portfolio: row.portfolio?.name ?? null, period: row.periodLabel, status: row.status, requestedAt: minute(row.requestedAt), generatedOn: dayText(row.generatedAt),
  }));
}

/** The signed-in person's own board and its widgets in order; the default board when none is named. */
export async function loadDashboard(db: ScopedDb, name: string | undefined) {
  const where = wanted<AnalyticsDashboard>({ owner: db.principal.userId, ...(name === undefined ? { isDefault: true } : { name: name.trim().toLowerCase() }) });
  const board = await db.findOneOrNotFound(AnalyticsDashboard, where, 'dashboard', { fields: ['id', 'name', 'description'] });
  const widgets = await db.find(DashboardWidget, { dashboard: board.id }, { orderBy: { position: 'asc' } });
  return {
    name: board.name, description: board.description ?? null,
    widgets: { total: widgets.length, rows: widgets.map((row) => ({ title: row.title, kind: row.kind.replaceAll('_', ' '), tool: row.toolName, arguments: JSON.stringify(row.toolArguments) })) },
  };
}
