import { isoDate } from '../../shared/calendar.ts';
import type { Expected } from '../expect/expected.ts';
import { listIs, type Member } from '../expect/lists.ts';
import { booleanIs, dateIs, nameIs, noneOnRecord } from '../expect/words.ts';
import { text, type Row } from '../firm.ts';
import { clientArg, clientsInScope, IN_IDS, ids, NotApplicable, periodArg, scopeOf, spoken, textArg, type FactContext, type FactRules } from './context.ts';

export const complianceFacts: FactRules = {
  kyc_status: (context) => {
    const row = kyc(context);
    if (!row) return noneOnRecord(/kyc|verif|identity/i);
    const isOver = text(row['expires_on']) !== '' && text(row['expires_on']) < context.firm.today;
    return nameIs([spoken(text(row['status'])), ...(isOver ? ['expired'] : row['status'] === 'verified' ? ['up to date', 'valid', 'current'] : [])]);
  },
  kyc_expiry_date: (context) => {
    const day = kyc(context)?.['expires_on'];
    return day ? dateIs(isoDate(text(day))) : noneOnRecord(/expir|kyc|verif/i);
  },
  kyc_expiring_list: (context) => {
    const { from, to } = periodArg(context, 'next_90D');
    const people = clientsInScope(context);
    const due = people.filter((client) => {
      const day = text(latestKyc(context, client.id)?.['expires_on']);
      return day >= from && day <= to;
    });
    return listIs({ members: due.map(({ name }): Member => ({ label: name, names: [[name]] })), what: /expir|kyc|verif|client/i, others: people.filter((client) => !due.includes(client)).map(({ name }) => name) });
  },
  client_since: (context) => {
    const day = context.firm.first('select onboarded_on day from Clients where id = ?', clientArg(context)?.id ?? null)?.['day'];
    return day ? dateIs(isoDate(text(day))) : noneOnRecord(/since|onboard|client/i);
  },
  is_restricted: (context) => booleanIs({
    value: barriers(context).length > 0, yes: /\byes\b|is on |excluded|is restricted|restricted: yes|excludes|: yes/i,
    no: /\bno\b|not on|isn't on|not (?:been )?(?:excluded|restricted)|isn't (?:excluded|restricted)|no exclusion|: no\b/i, near: /exclu|restrict|list|yes|no/i,
  }),
  suitability_result: (context) => {
    const isBarred = [...barriers(context), ...riskBarriers(context)].length > 0;
    return isBarred ? nameIs(['not suitable', 'unsuitable', 'not be suitable', "wouldn't be suitable", 'failed', 'blocked']) : { text: 'suitable, or to be reviewed', problem: saysSuitable };
  },
  suitability_reasons: (context) => {
    const reasons = [...barriers(context), ...riskBarriers(context)];
    const words: readonly RegExp[] = reasons.length > 0 ? reasons.map(({ words: pattern }) => pattern) : [/risk|profile|score|exclu|restrict|objective|horizon|concentrat/i];
    return { text: reasons.length > 0 ? reasons.map(({ reason }) => reason).join('; ') : 'what was checked', problem: (lines) => words.flatMap((pattern) => (lines.some((line) => pattern.test(`${line.context} ${line.text}`)) ? [] : [`nothing is said about /${pattern.source}/`])).join('; ') || undefined };
  },
  compliance_check_list: (context) => {
    const period = textArg(context, 'period') ? periodArg(context, 'this_month') : undefined;
    const [result, type] = [textArg(context, 'result'), textArg(context, 'type')];
    const rows = context.firm.all(`select k.rule_id rule, k.result, k.checked_on day, c.full_name client, p.name portfolio, k.portfolio_id pid from ComplianceChecks k left join Clients c on c.id = k.client_id left join Portfolios p on p.id = k.portfolio_id where k.client_id ${IN_IDS} order by k.checked_at`, ids(clientsInScope(context)))
      .filter((row) => (!period || (text(row['day']) >= period.from && text(row['day']) <= period.to)) && (!result || row['result'] === result) && (!type || row['rule'] === type) && isOfPortfolio(context, row));
    const members = rows.map((row): Member => ({ label: `${text(row['rule'])} ${text(row['client'])} ${text(row['day'])}`, names: [[text(row['rule']), spoken(text(row['rule']))], [text(row['client']), text(row['portfolio'])]], dates: [isoDate(text(row['day']))] }));
    return listIs({ members, what: /check|complian|fail/i });
  },
  flag_list: (context) => {
    const [status, severity] = [textArg(context, 'status'), textArg(context, 'severity')];
    const period = textArg(context, 'period') ? periodArg(context, 'all') : undefined;
    const rows = context.firm.all(`select f.title, f.kind, f.severity, f.status, day(f.opened_at) day, c.full_name client, f.portfolio_id pid from RegulatoryFlags f join Clients c on c.id = f.client_id where f.client_id ${IN_IDS}`, ids(clientsInScope(context)))
      .filter((row) => (!status || row['status'] === status) && (!severity || row['severity'] === severity) && (!period || (text(row['day']) >= period.from && text(row['day']) <= period.to)) && isOfPortfolio(context, row))
      .toSorted((left, right) => RANKS.indexOf(text(right['severity'])) - RANKS.indexOf(text(left['severity'])));
    const isOne = clientArg(context) !== undefined;
    const members = rows.map((row): Member => ({ label: `${text(row['title'])} (${text(row['client'])})`, names: [[text(row['title']), text(row['kind'])], ...(isOne ? [] : [[text(row['client'])]])], rank: RANKS.indexOf(text(row['severity'])) + 1 }));
    return listIs({ members, what: /flag/i, isOrdered: textArg(context, 'order_by') === 'severity' });
  },
};

const RANKS = ['low', 'medium', 'high', 'critical'];

function isOfPortfolio(context: FactContext, row: Row): boolean {
  return !textArg(context, 'portfolio') || scopeOf(context).portfolios.some(({ id }) => id === row['pid']);
}

function latestKyc({ firm }: FactContext, clientId: string): Row | undefined {
  return firm.first('select * from KYCVerification where client_id = ? order by submitted_on desc, created_at desc limit 1', clientId);
}

function kyc(context: FactContext): Row | undefined {
  return latestKyc(context, clientArg(context)?.id ?? context.binding.client?.id ?? '');
}

interface Barrier {
  readonly reason: string;
  readonly words: RegExp;
}

function securityArg(context: FactContext): Row {
  const wanted = textArg(context, 'ticker') ?? textArg(context, 'security_name') ?? '';
  const row = context.firm.first('select * from Securities where ticker = ? or name = ?', wanted, wanted);
  if (!row) throw new NotApplicable(`there is no security ${wanted}`);
  return row;
}

/** What the client excludes and what the house restricts. */
function barriers(context: FactContext): Barrier[] {
  const security = securityArg(context);
  const { firm } = context;
  const labels: Readonly<Record<string, string>> = { exclude_sector: text(security['sector']), exclude_industry: text(security['industry']), exclude_country: text(security['country']), exclude_asset_class: text(security['exposure_class']) };
  const wishes = firm.all("select kind, value, security_id from ClientPreferences where client_id = ? and (valid_to is null or valid_to >= ?) and kind like 'exclude%'", clientArg(context)?.id ?? null, firm.today);
  const excluded = wishes.filter((row) => (row['kind'] === 'exclude_security' ? row['security_id'] === security['id'] : text(row['value']) !== '' && labels[text(row['kind'])]?.toLowerCase() === text(row['value']).toLowerCase()));
  const isRestricted = security['is_restricted'] === 1 && (!security['restricted_from'] || text(security['restricted_from']) <= firm.today) && (!security['restricted_to'] || text(security['restricted_to']) >= firm.today);
  return [...excluded.map((row) => ({ reason: `the client excludes ${text(row['value']) || text(security['ticker'])}`, words: /exclu/i })), ...(isRestricted ? [{ reason: 'restricted', words: /restrict/i }] : [])];
}

function riskBarriers(context: FactContext): Barrier[] {
  const least = securityArg(context)['min_risk_score'];
  const client = context.firm.first('select risk_score score from Clients where id = ?', clientArg(context)?.id ?? null);
  return least !== null && least !== undefined && Number(client?.['score'] ?? 0) < Number(least) ? [{ reason: `risk score ${text(client?.['score'])} below ${text(least)}`, words: /risk/i }] : [];
}

const saysSuitable: Expected['problem'] = (lines) => {
  const said = lines.filter(({ text: line }) => /suitab|review|cannot tell/i.test(line));
  if (said.length === 0) return 'nothing is said about suitability';
  return said.every(({ text: line }) => /not (?:be )?suitable|unsuitable/i.test(line)) ? 'it says not suitable' : undefined;
};

