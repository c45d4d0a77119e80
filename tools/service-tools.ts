import type { Tool } from './define-tool.ts';
import { exportRecordsTool } from './audit/export-records.tool.ts';
import { getChangeHistory } from './audit/get-change-history.tool.ts';
import { getDecision } from './audit/get-decision.tool.ts';
import { getSystemStatus } from './audit/get-system-status.tool.ts';
import { listAuditEntries } from './audit/list-audit-entries.tool.ts';
import { listExports } from './audit/list-exports.tool.ts';
import { listOverrides } from './audit/list-overrides.tool.ts';
import { listRefusals } from './audit/list-refusals.tool.ts';
import { listSecurityEvents } from './audit/list-security-events.tool.ts';
import { listSessions } from './audit/list-sessions.tool.ts';
import { listSignIns } from './audit/list-sign-ins.tool.ts';
import { listToolCalls } from './audit/list-tool-calls.tool.ts';
import { tallyRecordsTool } from './audit/tally-records.tool.ts';
import { verifyAuditLog } from './audit/verify-audit-log.tool.ts';
import { getBookSummary } from './book/get-book-summary.tool.ts';
import { findInsightsTool } from './book/find-insights.tool.ts';
import { handleInsightTool } from './book/handle-insight.tool.ts';
import { listInsights } from './book/list-insights.tool.ts';
import { rankPortfolios } from './book/rank-portfolios.tool.ts';
import { screenBook } from './book/screen-book.tool.ts';
import { queryRecordsTool } from './records/query-records.tool.ts';
import { addNote } from './service/add-note.tool.ts';
import { addTag } from './service/add-tag.tool.ts';
import { createTask } from './service/create-task.tool.ts';
import { draftReport } from './service/draft-report.tool.ts';
import { getAdvisor } from './service/get-advisor.tool.ts';
import { getClientProfile } from './service/get-client-profile.tool.ts';
import { getDashboard } from './service/get-dashboard.tool.ts';
import { getKyc } from './service/get-kyc.tool.ts';
import { getNotificationPreferences } from './service/get-notification-preferences.tool.ts';
import { getPreferences } from './service/get-preferences.tool.ts';
import { getReferrals } from './service/get-referrals.tool.ts';
import { getSentiment } from './service/get-sentiment.tool.ts';
import { listComplianceChecks } from './service/list-compliance-checks.tool.ts';
import { listConversations } from './service/list-conversations.tool.ts';
import { listDocuments } from './service/list-documents.tool.ts';
import { listFlags } from './service/list-flags.tool.ts';
import { listInteractions } from './service/list-interactions.tool.ts';
import { listMarketing } from './service/list-marketing.tool.ts';
import { listMessages } from './service/list-messages.tool.ts';
import { listModelVersions } from './service/list-model-versions.tool.ts';
import { listNotifications } from './service/list-notifications.tool.ts';
import { listReports } from './service/list-reports.tool.ts';
import { listScheduledJobs } from './service/list-scheduled-jobs.tool.ts';
import { listTags } from './service/list-tags.tool.ts';
import { listTasks } from './service/list-tasks.tool.ts';
import { listTickets } from './service/list-tickets.tool.ts';
import { listWorkflows } from './service/list-workflows.tool.ts';
import { logInteraction } from './service/log-interaction.tool.ts';
import { openTicket } from './service/open-ticket.tool.ts';
import { readDocument } from './service/read-document.tool.ts';
import { requestReport } from './service/request-report.tool.ts';
import { sendMessage } from './service/send-message.tool.ts';
import { setNotificationPreference } from './service/set-notification-preference.tool.ts';
import { setPreference } from './service/set-preference.tool.ts';

/** Client service, the advisor's book, advice and audit. */
export const serviceTools: readonly Tool[] = [
  exportRecordsTool, getChangeHistory, getDecision, getSystemStatus, listAuditEntries, listExports, listOverrides, listRefusals, listSecurityEvents,
  listSessions, listSignIns, listToolCalls, tallyRecordsTool, verifyAuditLog, getBookSummary, listInsights, findInsightsTool, handleInsightTool, rankPortfolios, screenBook, queryRecordsTool, addNote,
  addTag, createTask, draftReport, getAdvisor, getClientProfile, getDashboard, getKyc, getNotificationPreferences, getPreferences,
  getReferrals, getSentiment, listComplianceChecks, listConversations, listDocuments, listFlags, listInteractions, listMarketing, listMessages,
  listModelVersions, listNotifications, listReports, listScheduledJobs, listTags, listTasks, listTickets, listWorkflows,
  logInteraction, openTicket, readDocument, requestReport, sendMessage, setNotificationPreference, setPreference,
];
