import { timingSafeEqual } from 'node:crypto';
import { serviceHandle } from './access/firm-doors.ts';
import type { ScopedDbs } from './access/scoped-dbs.ts';
import { csrfToken, isCsrfToken } from './access/session-token.ts';
import { endSession, principalOfToken, startWidgetSession } from './access/sessions.ts';
import { signIn } from './access/sign-in.ts';
import type { AuditTools } from './audit/record.ts';
import { personalSeal } from './audit/personal-part.ts';
import { recordAudit } from './audit/record.ts';
import type { Settings } from './config.ts';
import type { TurnService } from './conversation/turn-service.ts';
import { changeConversation } from './data/conversations/conversation-list.ts';
import type { Database } from './db/open-database.ts';
import { Client } from './entities/clients/client.entity.ts';
import type { ApiServices } from './http/api-services.ts';
import { exampleQuestions } from './http/example-questions.ts';
import { keptSecret } from './kept-secret.ts';
import { AppError, notFound } from './shared/errors.ts';

interface Parts {
  readonly settings: Settings;
  readonly database: Database;
  readonly openScope: ScopedDbs;
  readonly turns: TurnService;
  readonly auditTools: AuditTools;
}

/** What the HTTP routes may use, bound to this database and these settings. */
export function apiServices({ settings, database, openScope, turns, auditTools }: Parts): ApiServices {
  const { em } = database.orm;
  const deps = { em, clock: auditTools.clock, newId: auditTools.newId };
  const secret = settings.SESSION_SECRET ?? keptSecret(settings.DATA_DIR, 'session-secret');
  const endpoint = turns.deps.chain.endpoints[0];
  return {
    turns, openScope, exampleQuestions,
    signIn: async ({ previousToken, userAgent, ...credentials }) => {
      const { token, absoluteExpiresAt, principal } = await signIn(deps, { ...credentials, ...(userAgent ? { userAgent } : {}), ...(previousToken ? { previousToken } : {}) });
      const fork = em.fork();
      const seal = await personalSeal(fork, principal.userId);
      recordAudit(fork, {
        actorId: principal.userId, actorRole: principal.role, event: 'session.started', decision: 'allowed', objectType: 'UserSessions', ...(principal.sessionId ? { objectId: principal.sessionId } : {}),
        ...(seal ? { personal: { seal, data: { ipAddress: credentials.ipAddress, userAgent: userAgent ?? null } } } : {}),
      }, auditTools);
      await fork.flush();
      return { token, expiresAt: absoluteExpiresAt, principal };
    },
    signOut: (token) => endSession(deps, token),
    principalOfToken: (token) => principalOfToken(deps, token),
    widgetToken: async (clientEmail, { ipAddress, userAgent }) => {
      const client = await em.fork().findOne(Client, { user: { email: clientEmail.toLowerCase(), isActive: true } });
      if (!client) throw notFound('client');
      const { token, absoluteExpiresAt } = await startWidgetSession(deps, client.id, { ipAddress, ...(userAgent ? { userAgent } : {}) });
      return { token, expiresAt: absoluteExpiresAt };
    },
    ownWidgetToken: async ({ clientId }, { ipAddress, userAgent }) => {
      if (!clientId) throw new AppError('not-permitted', 'The widget is for clients.', { hint: 'Sign in as a client.' });
      const { token, absoluteExpiresAt } = await startWidgetSession(deps, clientId, { ipAddress, ...(userAgent ? { userAgent } : {}) });
      return { token, expiresAt: absoluteExpiresAt };
    },
    changeConversation: (principal, id, change) => changeConversation(em.fork(), principal, id, change, auditTools),
    // The readers of file formats are loaded with the first import.
    importFile: async (principal, file, options, requestId) => {
      const entryId = auditTools.newId();
      return (await import('./ingest/import-as.ts')).importAs(serviceHandle(em, principal, { requestId, auditLogId: entryId }), principal, file, options, { ...auditTools, requestId, entryId });
    },
    csrf: { tokenOf: (token) => csrfToken(token, secret), fits: (given, token) => isCsrfToken(given, token, secret) },
    widgetKeyFits: (given) => settings.WIDGET_KEY !== undefined && given !== undefined && sameText(given, settings.WIDGET_KEY),
    secureCookies: settings.PUBLIC_ORIGIN?.startsWith('https:') ?? false,
    model: { label: endpoint?.label ?? 'none', offline: endpoint?.offline ?? true },
    firmName: 'Steward Wealth', linkHosts: settings.LINK_HOSTS,
  };
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
