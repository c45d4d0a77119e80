import type { IsoDate } from '../../shared/calendar.ts';
import { isIsoDate } from '../../shared/calendar.ts';
import { resolvePeriod, type Period } from '../../shared/period.ts';
import type { Binding, BoundClient, BoundPortfolio } from '../binding.ts';
import type { Expected } from '../expect/expected.ts';
import { text, type Firm, type SqlValue } from '../firm.ts';
import { portfoliosOf } from '../placeholder-choices.ts';
import { clientsOfAdvisor } from '../placeholders.ts';

/** A fact of a case, its arguments filled. */
export interface FactContext {
  readonly firm: Firm;
  readonly binding: Binding;
  readonly args: Readonly<Record<string, string | number | boolean>>;
  /** Facts of the same case, for arguments that point at another one. */
  readonly sisters: readonly { readonly fact: string; readonly args: FactContext['args'] }[];
}

export type FactRule = (context: FactContext) => Expected | Promise<Expected>;
export type FactRules = Readonly<Record<string, FactRule>>;

/** What the database can't answer for these arguments: the case does not apply. */
export class NotApplicable extends Error {}

export function textArg({ args }: FactContext, name: string): string | undefined {
  const value = args[name];
  return value === undefined ? undefined : String(value);
}

export function numberArg({ args }: FactContext, name: string): number | undefined {
  const value = args[name];
  return value === undefined ? undefined : Number(value);
}

export function periodArg(context: FactContext, fallback: string): Period {
  return resolvePeriod(textArg(context, 'period') ?? fallback, context.firm.today);
}

/** The day of `date`, or the run's. */
export function dateArg(context: FactContext, name = 'date'): IsoDate {
  const value = textArg(context, name);
  return value && isIsoDate(value) ? value : context.firm.today;
}

export function clientArg(context: FactContext): BoundClient | undefined {
  const name = textArg(context, 'client');
  if (!name) return undefined;
  const { binding, firm } = context;
  const known = [binding.client, binding.otherClient, ...binding.reach].find((client) => client?.name === name);
  if (known) return known;
  const row = firm.first('select id, full_name name, first_name first, user_id user, base_currency currency from Clients where full_name = ?', name);
  if (!row) throw new NotApplicable(`there is no client ${name}`);
  return { id: text(row['id']), name, firstName: text(row['first']), userId: text(row['user']), currency: text(row['currency']) };
}

export interface Advisor {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
}

export function advisorArg(context: FactContext): Advisor | undefined {
  const name = textArg(context, 'advisor');
  if (!name) return undefined;
  const row = context.firm.first('select id, full_name name, user_id user from Advisors where full_name = ?', name);
  if (!row) throw new NotApplicable(`there is no advisor ${name}`);
  return { id: text(row['id']), name, userId: text(row['user']) };
}

/** The user that a fact about settings, messages or notices is about: the client, the advisor, or who asks. */
export function userArg(context: FactContext): string {
  return clientArg(context)?.userId ?? advisorArg(context)?.userId ?? context.binding.userId;
}

/** The clients in scope: the one named, the advisor's, or everybody whom the person may see. */
export function clientsInScope(context: FactContext): readonly BoundClient[] {
  const client = clientArg(context);
  if (client) return [client];
  const advisor = advisorArg(context);
  return advisor ? clientsOfAdvisor(context.firm, advisor.id) : context.binding.reach;
}

export interface FactScope {
  readonly portfolios: readonly BoundPortfolio[];
  readonly currency: string;
}

const FIRM_CURRENCY = 'USD';

/** The portfolios in scope and the currency in which they are summed. */
export function scopeOf(context: FactContext): FactScope {
  const { firm, binding } = context;
  const name = textArg(context, 'portfolio');
  const clients = clientsInScope(context);
  const all = portfoliosOf(firm, clients.map(({ id }) => id));
  if (name) {
    const bound = [binding.portfolio, binding.portfolio2].find((portfolio) => portfolio?.name === name);
    const found = bound ?? all.find((portfolio) => portfolio.name === name);
    if (!found) throw new NotApplicable(`there is no portfolio ${name}`);
    return { portfolios: [found], currency: found.currency };
  }
  return { portfolios: all, currency: clients.length === 1 ? clients[0]!.currency : FIRM_CURRENCY };
}

export function ids(items: readonly { readonly id: string }[]): string {
  return JSON.stringify(items.map(({ id }) => id));
}

/** A condition `column in (...)` over a JSON list of ids. */
export const IN_IDS = 'in (select value from json_each(?))';

export function sqlText(value: SqlValue | undefined): string {
  return text(value);
}

/** Words of a label as people may write it: `tax_report` as "tax report". */
export function spoken(label: string): string {
  return label.replace(/_/g, ' ');
}
