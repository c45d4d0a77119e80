import type { Principal } from '../access/principal.ts';
import type { ScopedDbs } from '../access/scoped-dbs.ts';
import type { TurnService } from '../conversation/turn-service.ts';
import type { ConversationChange } from '../data/conversations/conversation-list.ts';
import type { RequestedImport } from '../ingest/import-as.ts';
import type { ImportFile, ImportReport } from '../ingest/import-run.ts';

export interface RequestOrigin {
  readonly ipAddress: string;
  readonly userAgent: string | undefined;
}

/** What the routes may use: made in compose.ts, so that no route touches the database or the environment itself. */
export interface ApiServices {
  readonly turns: TurnService;
  readonly openScope: ScopedDbs;
  readonly signIn: (input: { readonly email: string; readonly password: string; readonly previousToken: string | undefined } & RequestOrigin) => Promise<{ readonly token: string; readonly expiresAt: Date; readonly principal: Principal }>;
  readonly signOut: (token: string) => Promise<void>;
  readonly principalOfToken: (token: string) => Promise<Principal | undefined>;
  /** A short-lived token for one of the firm's clients. @throws AppError not-found. */
  readonly widgetToken: (clientEmail: string, origin: RequestOrigin) => Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** The same for the client who is signed in. @throws AppError not-permitted for everybody else. */
  readonly ownWidgetToken: (principal: Principal, origin: RequestOrigin) => Promise<{ readonly token: string; readonly expiresAt: Date }>;
  readonly changeConversation: (principal: Principal, id: string, change: ConversationChange) => Promise<void>;
  /** An import in the person's name. @throws AppError not-permitted, invalid-input. */
  readonly importFile: (principal: Principal, file: ImportFile, options: RequestedImport, requestId: string) => Promise<ImportReport>;
  readonly csrf: { readonly tokenOf: (sessionToken: string) => string; readonly fits: (given: string | undefined, sessionToken: string) => boolean };
  readonly widgetKeyFits: (given: string | undefined) => boolean;
  readonly secureCookies: boolean;
  readonly model: { readonly label: string; readonly offline: boolean };
  readonly firmName: string;
  /** Hosts other than our own that answers may link to. */
  readonly linkHosts: readonly string[];
  readonly exampleQuestions: (role: Principal['role']) => readonly string[];
}
