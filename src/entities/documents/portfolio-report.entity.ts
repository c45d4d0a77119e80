import { defineEntity, p } from '@mikro-orm/core';
import { Client } from '../clients/client.entity.ts';
import { User } from '../clients/user.entity.ts';
import { controlled, day, hash, id, instant, json, longText, oneOf, text, version } from '../columns.ts';
import { Portfolio } from '../portfolios/portfolio.entity.ts';
import { clientOwned, describeTable } from '../table.ts';

export const REPORT_KINDS = ['performance', 'statement', 'holdings', 'tax', 'fees', 'risk', 'rebalancing', 'review', 'audit_memo', 'other'] as const;
export const REPORT_STATUSES = ['requested', 'ready', 'failed'] as const;
export const REPORT_FORMATS = ['markdown', 'html', 'pdf', 'csv', 'json', 'xlsx'] as const;

const PortfolioReportSchema = defineEntity({
  name: 'PortfolioReport',
  tableName: 'PortfolioReports',
  comment: 'A report or statement, asked for or produced.',
  properties: {
    id: id().comment('Application-made UUIDv7'),
    client: () => p.manyToOne(Client).index(false).deleteRule('cascade').comment('Client whom it is about'),
    portfolio: () => p.manyToOne(Portfolio).index(false).nullable().deleteRule('cascade').comment('Portfolio that it is about; empty for all of the client'),
    kind: controlled(REPORT_KINDS).comment('What sort of report it is'),
    title: text(200).comment('Title'),
    periodLabel: text(40).comment('Period in words such as Q3 2026'),
    periodStart: day().nullable().comment('First day covered'),
    periodEnd: day().nullable().comment('Last day covered'),
    status: controlled(REPORT_STATUSES).comment('requested, ready or failed'),
    requestedBy: () => p.manyToOne(User).nullable().deleteRule('set null').comment('Who asked for it; empty for the system'),
    requestedAt: instant().comment('When it was asked for (UTC)'),
    generatedAt: instant().nullable().comment('When it was produced (UTC)'),
    format: controlled(REPORT_FORMATS).comment('markdown, html, pdf, csv, json or xlsx'),
    content: longText().nullable().comment('Text of the report'),
    data: json<Readonly<Record<string, unknown>>>().nullable().comment('Figures of the report with units, as-of and method'),
    contentHash: hash().nullable().comment('SHA-256 of the content'),
    version: version().comment('Optimistic lock'),
  },
  checks: [
    oneOf('PortfolioReports', 'kind', REPORT_KINDS),
    oneOf('PortfolioReports', 'status', REPORT_STATUSES),
    oneOf('PortfolioReports', 'format', REPORT_FORMATS),
  ],
  indexes: [
    { name: 'portfolio_reports_client', properties: ['client', 'generatedAt'] },
    { name: 'portfolio_reports_portfolio', properties: ['portfolio', 'generatedAt'] },
    { name: 'portfolio_reports_status', properties: ['status'] },
  ],
});

export class PortfolioReport extends PortfolioReportSchema.class {}
PortfolioReportSchema.setClass(PortfolioReport);

export const portfolioReports = describeTable(PortfolioReport, PortfolioReportSchema, {
  access: clientOwned('client', ['client', 'advisor']),
  personal: ['content', 'data'],
});
