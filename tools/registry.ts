import type { Role } from '../src/access/principal.ts';
import { complianceTools } from './compliance-tools.ts';
import type { Tool } from './define-tool.ts';
import { adviceTools } from './advice-tools.ts';
import { describeCatalogueWith } from './records/describe-catalogue.tool.ts';
import { portfolioTools } from './portfolio-tools.ts';
import { reportTools } from './report-tools.ts';
import { serviceTools } from './service-tools.ts';

/** Every tool there is. An explicit list: the type checker and a search both see it. */
export const TOOLS: readonly Tool[] = [...portfolioTools, ...complianceTools, ...serviceTools, ...reportTools, ...adviceTools, describeCatalogueWith((role) => TOOLS.filter((tool) => tool.roles.includes(role)))];

/**
 * Names whose definitions are always sent to a model; `describe_catalogue` leads to the rest. Kept under 4,000 tokens a role (tested).
 * A name may stand here for a role that may not use it: it is then left out.
 */
const CORE: Readonly<Record<'client' | 'advisor' | 'auditor' | 'admin', readonly string[]>> = {
  client: [
    'find_names', 'describe_catalogue', 'query_records', 'get_help', 'get_portfolio_summary', 'list_holdings', 'get_performance', 'get_gains',
    'get_allocation', 'list_transactions', 'get_income', 'get_risk', 'list_goals', 'project_goal', 'propose_recommendation',
  ],
  advisor: [
    'find_names', 'describe_catalogue', 'query_records', 'get_help', 'get_portfolio_summary', 'list_holdings', 'get_performance', 'get_drift',
    'get_book_summary', 'rank_portfolios', 'screen_book', 'get_client_profile', 'list_interactions', 'propose_recommendation', 'list_recommendations',
  ],
  auditor: [
    'find_names', 'describe_catalogue', 'query_records', 'get_help', 'get_decision', 'list_recommendations', 'list_tool_calls', 'list_audit_entries',
    'verify_audit_log', 'list_compliance_checks', 'list_refusals', 'get_change_history', 'list_sign_ins', 'get_portfolio_summary',
  ],
  // A compliance officer's login reaches the second consent alone.
  admin: ['list_pending_consents', 'get_compliance_check', 'override_check'],
};

/** The tools whose definitions a model of this role always gets. */
export function coreTools(role: Role): readonly Tool[] {
  const names = role === 'service' ? [] : CORE[role];
  return names.flatMap((name) => TOOLS.filter((tool) => tool.name === name && tool.roles.includes(role)));
}
