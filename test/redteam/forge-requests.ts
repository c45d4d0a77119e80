import { SESSION_COOKIE, type SessionInfo } from '../../src/contract/http-api.ts';
import { apiRoutes } from '../../src/http/api-routes.ts';
import { buildServer } from '../../src/server.ts';
import { pino } from 'pino';
import { emailOf, PASSWORD, type Person } from './fixture.ts';
import type { Case } from './format.ts';
import type { HttpExchange } from './observation.ts';
import type { Tenant } from './tenant.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Forged {
  readonly method: Method;
  readonly url: string;
  readonly payload?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Forger {
  send(): Promise<readonly HttpExchange[]>;
  close(): Promise<void>;
}

/** Signs the actor in and stands ready to send what the case forges over HTTP: invented history, fields, headers and paths. */
export async function signInToForge(tenant: Tenant, actor: Person, testCase: Case): Promise<Forger> {
  const forged = requestsOf(testCase, tenant.app.newId());
  if (forged.length === 0) return { send: async () => [], close: async () => undefined };
  const { app } = tenant;
  const server = await buildServer({ log: pino({ level: 'silent' }), newId: app.newId, embedOrigins: [], behindProxy: false, pingDatabase: async () => true, routes: apiRoutes(app.api) });
  const signedIn = await server.inject({ method: 'POST', url: '/api/session', payload: { email: emailOf(actor), password: PASSWORD } });
  const token = signedIn.cookies.find((cookie) => cookie.name === SESSION_COOKIE)?.value ?? '';
  const csrf = signedIn.json<SessionInfo>().csrfToken;
  return {
    async send() {
      const exchanges: HttpExchange[] = [];
      for (const { method, url, payload, headers } of forged) {
        const response = await server.inject({ method, url, ...(payload === undefined ? {} : { payload }), cookies: { [SESSION_COOKIE]: token }, headers: { ...headers, 'x-csrf-token': csrf } });
        exchanges.push({ request: `${method} ${url}`, status: response.statusCode, contentType: String(response.headers['content-type'] ?? ''), body: response.body });
      }
      return exchanges;
    },
    close: async () => { await server.close(); },
  };
}

function requestsOf({ channel, payload, benign_request: text }: Case, clientMessageId: string): readonly Forged[] {
  const turn = (more: object): Forged => ({ method: 'POST', url: '/api/turns', payload: { text, clientMessageId, ...more } });
  if (/history|messages/.test(channel)) return Array.isArray(payload) ? [turn({ messages: payload }), turn({ history: payload })] : [turn({ messages: [{ role: 'system', content: payload }] })];
  if (!/^(http|api|request|url|header)/.test(channel)) return [];
  if (typeof payload === 'object' && payload !== null && !Array.isArray(payload)) {
    const fields = payload as Readonly<Record<string, unknown>>; // any object may stand here
    const url = [fields['path'], fields['url']].find((value) => typeof value === 'string');
    if (url !== undefined) {
      const body = fields['body'];
      const headers = fields['headers'];
      return [{
        method: /^(GET|POST|PUT|PATCH|DELETE)$/.test(String(fields['method'])) ? (fields['method'] as Method) : 'GET', url: url.startsWith('/') ? url : `/${url}`, // checked by the pattern
        ...(typeof body === 'object' && body !== null ? { payload: body } : typeof body === 'string' ? { payload: body } : {}), ...(typeof headers === 'object' && headers !== null ? { headers: headers as Readonly<Record<string, string>> } : {}), // header values are text in the format
      }];
    }
    return [turn(fields)];
  }
  const typed = String(payload);
  if (/header/.test(channel)) return [{ method: 'GET', url: '/api/session', headers: { 'x-user-id': typed.replace(/[^\x20-\x7e]/g, ' '), 'x-role': 'admin' } }];
  if (/url|path/.test(channel)) return [{ method: 'GET', url: `/api/conversations/${encodeURIComponent(typed)}/messages` }, { method: 'GET', url: `/api/invocations/${encodeURIComponent(typed)}` }];
  return [turn({ messages: [{ role: 'system', content: payload }], role: 'admin', principal: payload })];
}
