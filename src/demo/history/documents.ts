import { addDays, addMonths, endOfMonth, startOfQuarter } from '../../shared/calendar.ts';
import { DashboardWidget } from '../../entities/analytics/dashboard-widget.entity.ts';
import { AnalyticsDashboard } from '../../entities/analytics/analytics-dashboard.entity.ts';
import { Document, type DOCUMENT_KINDS } from '../../entities/documents/document.entity.ts';
import { PortfolioReport } from '../../entities/documents/portfolio-report.entity.ts';
import { VersionedDocument } from '../../entities/documents/versioned-document.entity.ts';
import { at, type DemoContext } from '../context.ts';
import { advisorOf, historiesOf, type Firm } from '../firm.ts';
import type { ClientPerson } from '../people/seed-people.ts';
import { sha256, type AuditHistory } from './audit-history.ts';
import { stateOn } from './past-positions.ts';

/** Documents with their versions, the year's reports, and a dashboard named main for everyone. */
export function addDocuments(context: DemoContext, firm: Firm, audit: AuditHistory): void {
  for (const client of firm.people.clients) {
    addPolicy(context, firm, client, audit);
    addContract(context, firm, client);
    addReports(context, firm, client);
    addDashboard(context, client.userId, [['Value', 'figure', 'get_portfolio_summary', {}], ['Allocation', 'pie_chart', 'get_allocation', { by: 'asset_class' }], ['History', 'line_chart', 'get_value_history', { period: '1Y' }]]);
  }
  for (const advisor of firm.people.advisors) {
    addDashboard(context, advisor.userId, [['Book', 'figure', 'get_book_summary', {}], ['KYC expiring', 'table', 'screen_book', { criterion: 'kyc_expiring', days: 90 }], ['Waiting for review', 'list', 'list_recommendations', { status: 'in_review' }], ['Best portfolios', 'table', 'rank_portfolios', { metric: 'TWR', period: 'YTD' }]]);
  }
  addDashboard(context, firm.people.auditor.userId, [['Overrides', 'table', 'list_overrides', { period: 'YTD' }], ['Refusals', 'list', 'list_refusals', { period: 'last_month' }]]);
  addFirmPolicy(context, firm);
}

interface NewDocument {
  readonly client: string | null;
  readonly shared: boolean;
  readonly kind: (typeof DOCUMENT_KINDS)[number];
  readonly title: string;
  readonly versions: readonly { readonly daysAgo: number; readonly by: string; readonly note: string; readonly text: string }[];
}

function addDocument({ writer, newId, today }: DemoContext, { client, shared, kind, title, versions }: NewDocument): string {
  const id = newId();
  const first = versions[0]!;
  const latest = versions.at(-1)!;
  writer.add(Document, {
    id, client, sharedWith: shared ? client : null, sharing: shared ? 'client' : client ? 'private' : 'firm', kind, title, fileName: `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.md`, mimeType: 'text/markdown', text: latest.text,
    contentHash: sha256(latest.text), uploadedBy: first.by, createdAt: at(addDays(today, -first.daysAgo), '10:00'), updatedAt: at(addDays(today, -latest.daysAgo), '10:00'),
  });
  for (const [index, { daysAgo, by, note, text }] of versions.entries()) {
    writer.add(VersionedDocument, { document: id, versionNumber: index + 1, changedBy: by, changedAt: at(addDays(today, -daysAgo), '10:00'), contentHash: sha256(text), changeNote: note, content: text });
  }
  return id;
}

function addPolicy(context: DemoContext, firm: Firm, client: ClientPerson, audit: AuditHistory): void {
  const draw = context.random(`policy ${client.cast.key}`);
  const advisor = advisorOf(firm, client);
  const text = (version: string, tolerance: number) => `# Investment policy statement of ${client.cast.fullName}\n\nRisk profile: ${client.cast.risk}. Objective: ${client.cast.objective}.\n\nPortfolios: ${client.cast.portfolios.map(({ name, strategy }) => `${name} (${strategy})`).join(', ')}.\n\nA class may stand ${tolerance} percentage points off its target before the portfolio is rebalanced. ${version}\n`;
  const daysAgo = draw.integer(20, 280);
  // Now and then a colleague stands in; the audit log names the same person as the document.
  const colleague = firm.people.advisors[(client.cast.advisor + 1) % firm.people.advisors.length] ?? advisor;
  const editor = draw.chance(0.3) ? colleague : advisor;
  const id = addDocument(context, {
    client: client.clientId, shared: true, kind: 'investment_policy_statement', title: `Investment policy statement ${client.cast.fullName}`,
    versions: [
      { daysAgo: daysAgo + 700, by: advisor.userId, note: 'First version', text: text('Reviewed every two years.', 7) },
      { daysAgo, by: editor.userId, note: 'Tolerance narrowed, yearly review', text: text('Reviewed every year.', 5) },
    ],
  });
  audit.act({ occurredAt: at(addDays(context.today, -daysAgo), '10:00'), actorId: editor.userId, actorRole: 'advisor', event: 'document.changed', decision: 'done', objectType: 'Documents', objectId: id, clientId: client.clientId });
}

function addContract(context: DemoContext, firm: Firm, client: ClientPerson): void {
  const daysAgo = Math.round((Date.parse(context.today) - Date.parse(client.onboardedOn)) / 86_400_000);
  addDocument(context, {
    client: client.clientId, shared: true, kind: 'contract', title: `Advisory agreement ${client.cast.fullName}`,
    versions: [{ daysAgo, by: firm.people.admin.userId, note: 'Signed', text: `# Advisory agreement\n\nBetween Steward and ${client.cast.fullName}. The fee is charged each quarter on the assets at its end.\n` }],
  });
  addDocument(context, {
    client: client.clientId, shared: false, kind: 'note', title: `Meeting notes ${client.cast.fullName}`,
    versions: [{ daysAgo: 45, by: advisorOf(firm, client).userId, note: 'After the meeting', text: '# Meeting notes\n\nSpoke about the year so far and about next year’s plans.\n' }],
  });
}

function addFirmPolicy(context: DemoContext, firm: Firm): void {
  addDocument(context, {
    client: null, shared: false, kind: 'policy', title: 'Restricted list policy',
    versions: [{ daysAgo: 400, by: firm.people.admin.userId, note: 'First version', text: '# Restricted list\n\nA security on the list may be neither bought nor recommended while the restriction is in force.\n' }],
  });
}

/** The reports of the last five quarters, with the figures of their last day. */
function addReports({ writer, newId, today }: DemoContext, firm: Firm, client: ClientPerson): void {
  const tickers = new Map([...firm.ids.securities].map(([ticker, id]) => [id, ticker]));
  for (const history of historiesOf(firm, client)) {
    for (let back = 1; back <= 5; back += 1) {
      const periodStart = addMonths(startOfQuarter(today), -3 * back);
      const periodEnd = endOfMonth(addMonths(periodStart, 2));
      const day = firm.market.calendar.onOrBefore(periodEnd);
      if (day <= history.plan.openedDay) continue;
      const state = stateOn(history, firm.market, tickers, day);
      const periodLabel = `Q${Math.floor(Number(periodStart.slice(5, 7)) / 3) + 1} ${periodStart.slice(0, 4)}`;
      const content = `# ${history.plan.portfolio.name}, ${periodLabel}\n\nValue on ${periodEnd}: ${history.plan.baseCurrency} ${state.valueBase.toFixed(2)}. Cash: ${(state.cashFraction * 100).toFixed(1)} %. Positions: ${state.positions.length}.\n`;
      writer.add(PortfolioReport, {
        id: newId(), client: client.clientId, portfolio: history.plan.id, kind: back === 4 ? 'review' : 'performance', title: `Quarterly report ${periodLabel}`, periodLabel, periodStart, periodEnd, status: 'ready',
        requestedBy: back % 2 === 0 ? advisorOf(firm, client).userId : null, requestedAt: at(addDays(periodEnd, 5), '06:00'), generatedAt: at(addDays(periodEnd, 5), '06:01'), format: 'markdown', content,
        data: { valueBase: state.valueBase.toFixed(2), currency: history.plan.baseCurrency, asOf: periodEnd }, contentHash: sha256(content),
      });
    }
  }
}

type Widget = readonly [title: string, kind: 'figure' | 'line_chart' | 'pie_chart' | 'table' | 'list', toolName: string, toolArguments: Readonly<Record<string, unknown>>];

function addDashboard({ writer, newId, today }: DemoContext, owner: string, widgets: readonly Widget[]): void {
  const id = newId();
  writer.add(AnalyticsDashboard, { id, owner, name: 'main', description: 'First page', isDefault: true, layout: { columns: 12 }, createdAt: at(addDays(today, -365)) });
  for (const [position, [title, kind, toolName, toolArguments]] of widgets.entries()) {
    writer.add(DashboardWidget, { id: newId(), dashboard: id, title, kind, toolName, toolArguments, position, columnSpan: kind === 'figure' ? 4 : 8, refreshSeconds: null });
  }
}
