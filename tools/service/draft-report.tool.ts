import type { Role } from '../../src/access/principal.ts';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { answer, type Answer } from '../../src/shared/answer.ts';
import { AppError, invalidInput } from '../../src/shared/errors.ts';
import type { Period } from '../../src/shared/period.ts';
import { getDecision } from '../audit/get-decision.tool.ts';
import { listInsights } from '../book/list-insights.tool.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { runStressTest } from '../planning/run-stress-test.tool.ts';
import { listGoals } from '../planning/list-goals.tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { findTaxLosses } from '../portfolio/find-tax-losses.tool.ts';
import { getAllocation } from '../portfolio/get-allocation.tool.ts';
import { getBilling } from '../portfolio/get-billing.tool.ts';
import { getConcentration } from '../portfolio/get-concentration.tool.ts';
import { getFees } from '../portfolio/get-fees.tool.ts';
import { getIncome } from '../portfolio/get-income.tool.ts';
import { getPerformance } from '../portfolio/get-performance.tool.ts';
import { getPortfolioSummary } from '../portfolio/get-portfolio-summary.tool.ts';
import { getRisk } from '../portfolio/get-risk.tool.ts';
import { getTaxSummary } from '../portfolio/get-tax-summary.tool.ts';
import { getValueHistory } from '../portfolio/get-value-history.tool.ts';
import { listHoldings } from '../portfolio/list-holdings.tool.ts';
import { listTransactions } from '../portfolio/list-transactions.tool.ts';
import { rankHoldings } from '../portfolio/rank-holdings.tool.ts';
import { getKyc } from './get-kyc.tool.ts';
import { listComplianceChecks } from './list-compliance-checks.tool.ts';
import { listFlags } from './list-flags.tool.ts';
import { listInteractions } from './list-interactions.tool.ts';
import { listRecommendations } from '../advice/list-recommendations.tool.ts';
import { listTasks } from './list-tasks.tool.ts';
import { listTickets } from './list-tickets.tool.ts';
import { reportInput, reportPeriod, type ReportInput, type ReportKindName } from './report-kinds.ts';

interface Whose {
  readonly client?: string;
  readonly portfolio?: string;
}

interface Section {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly load: () => Promise<Answer>;
}

type Sections = (whose: Whose, period: Period, context: ToolContext) => readonly Section[];

const of = (tool: { readonly name: string; readonly roles: readonly Role[] }, load: () => Promise<Answer>): Section => ({ name: tool.name, roles: tool.roles, load });
const expression = ({ from, to }: Period) => `${from}..${to}`;

const statement: Sections = (whose, period, context) => [
  of(getValueHistory, () => getValueHistory.run({ ...whose, date: period.to }, context)), of(getPerformance, () => getPerformance.run({ ...whose, periods: [period.label] }, context)),
  of(listTransactions, () => listTransactions.run({ ...whose, period: period.label }, context)), of(getIncome, () => getIncome.run({ ...whose, period: period.label }, context)), of(getFees, () => getFees.run({ ...whose, period: period.label }, context)),
];

const performance: Sections = (whose, period, context) => [
  of(getValueHistory, () => getValueHistory.run({ ...whose, period: period.label }, context)), of(getPerformance, () => getPerformance.run({ ...whose, periods: [period.label], methods: ['TWR', 'MWR'] }, context)),
  of(rankHoldings, () => rankHoldings.run({ ...whose, period: period.label, by: 'contribution' }, context)), of(getRisk, () => getRisk.run({ ...whose, period: period.label }, context)),
];

const holdings: Sections = (whose, _period, context) => [
  of(getPortfolioSummary, () => getPortfolioSummary.run(whose, context)), of(listHoldings, () => listHoldings.run(whose, context)), of(getAllocation, () => getAllocation.run({ ...whose, by: 'asset_class' }, context)),
];

/** What each report is made of: the same tools that answer the questions one by one. */
const CONTENTS: Readonly<Record<Exclude<ReportKindName, 'tax_report' | 'audit_memo'>, Sections>> = {
  monthly_statement: statement, quarterly_report: (...args) => [...statement(...args), ...performance(...args).slice(2)], annual_report: (...args) => [...statement(...args), ...performance(...args).slice(2), ...holdings(...args).slice(1)], performance, holdings,
  risk: (whose, period, context) => [
    of(getRisk, () => getRisk.run({ ...whose, period: period.label }, context)), of(getConcentration, () => getConcentration.run(whose, context)), of(runStressTest, () => runStressTest.run(whose, context)),
  ],
  fees: (whose, period, context) => [of(getFees, () => getFees.run({ ...whose, period: period.label }, context)), of(getBilling, () => getBilling.run(whose.client ? { client: whose.client } : {}, context))],
  compliance: (whose, period, context) => [
    of(listComplianceChecks, () => listComplianceChecks.run({ ...whose, period: expression(period) }, context)), of(listFlags, () => listFlags.run({ ...whose, status: 'open' }, context)), of(getKyc, () => getKyc.run(clientOf(whose), context)),
  ],
  meeting_brief: (whose, period, context) => [
    of(getPortfolioSummary, () => getPortfolioSummary.run(whose, context)), of(getPerformance, () => getPerformance.run({ ...whose, periods: [period.label] }, context)), of(listGoals, () => listGoals.run(clientOf(whose), context)),
    of(listFlags, () => listFlags.run({ ...whose, status: 'open' }, context)), of(listInsights, () => listInsights.run(whose, context)), of(listRecommendations, () => listRecommendations.run({ ...whose, status: 'pending' }, context)),
    of(listTasks, () => listTasks.run(clientOf(whose), context)), of(listTickets, () => listTickets.run({ ...clientOf(whose), status: 'open' }, context)), of(listInteractions, () => listInteractions.run({ ...clientOf(whose), limit: 3 }, context)),
    of(getKyc, () => getKyc.run(clientOf(whose), context)),
  ],
};

export const draftReport = defineTool({
  name: 'draft_report', effect: 'draft', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Drafts a report from current figures: statement, performance, tax, risk, fees, holdings, meeting brief, audit memo. Nothing is filed.',
  input: reportInput,
  async run(asked, context) {
    if (asked.kind === 'audit_memo') return auditMemo(asked, context);
    const subject = await loadClientSubject(context.db, asked);
    const period = reportPeriod(asked, context.clock.today());
    const whose: Whose = subject.portfolioId ? { portfolio: subject.portfolioId, client: subject.clientId } : { client: subject.clientId };
    const sections = asked.kind === 'tax_report' ? taxSections(whose, Number(period.from.slice(0, 4)), context) : CONTENTS[asked.kind](whose, period, context);
    const name = asked.kind.replaceAll('_', ' ');
    return assemble(`${name.slice(0, 1).toUpperCase()}${name.slice(1)} of ${subject.label}, ${period.label}`, sections, context, [
      quotedFact('subject', 'About', subject.label, 'name'), fact('from', 'From', period.from, 'date'), fact('to', 'To', period.to, 'date'),
    ]);
  },
});

function taxSections(whose: Whose, taxYear: number, context: ToolContext): readonly Section[] {
  return [
    of(getTaxSummary, () => getTaxSummary.run({ ...whose, taxYear }, context)), of(getIncome, () => getIncome.run({ ...whose, period: String(taxYear) }, context)), of(findTaxLosses, () => findTaxLosses.run(whose, context)),
  ];
}

async function auditMemo({ recommendationNumber }: ReportInput, context: ToolContext): Promise<Answer> {
  if (recommendationNumber === undefined) throw invalidInput('An audit memo is about one recommendation.', { hint: 'Give its number.' });
  if (!getDecision.roles.includes(context.principal.role)) throw new AppError('not-permitted', 'An audit memo is for advisors and auditors.');
  const record = await getDecision.run({ recommendationNumber }, context);
  return { ...record, title: `Audit memo on recommendation ${recommendationNumber}`, caveats: ['A draft: nothing was filed.', ...record.caveats] };
}

/** Sections in their order. One that has nothing to say is named in the caveats instead of failing the whole. */
async function assemble(title: string, sections: readonly Section[], context: ToolContext, facts: Answer['facts']): Promise<Answer> {
  const parts: Answer[] = [];
  const missing: string[] = [];
  for (const section of sections.filter(({ roles }) => roles.includes(context.principal.role))) {
    try {
      parts.push(renamed(await section.load(), section.name, parts));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      missing.push(`${section.name.replaceAll('_', ' ')} is missing: ${error.publicMessage}`);
    }
  }
  return answer({
    title, asOf: context.clock.today(), facts: [...facts, ...parts.flatMap((part) => part.facts)], figures: parts.flatMap(({ figures }) => figures), tables: parts.flatMap(({ tables }) => tables), charts: parts.flatMap(({ charts }) => charts),
    caveats: ['A draft: nothing was filed or sent.', ...missing, ...new Set(parts.flatMap(({ caveats }) => caveats))],
  });
}

/** Two sections may use the same key: the later one is then told apart by its tool. */
function renamed(part: Answer, name: string, before: readonly Answer[]): Answer {
  const keys = (pick: (answer: Answer) => readonly { readonly key: string }[]) => new Set(before.flatMap((other) => pick(other).map(({ key }) => key)));
  const told = <T extends { readonly key: string }>(items: readonly T[], taken: ReadonlySet<string>) => items.map((item) => (taken.has(item.key) ? { ...item, key: `${name}.${item.key}` } : item));
  return { ...part, figures: told(part.figures, keys(({ figures }) => figures)), facts: told(part.facts, keys(({ facts }) => facts)), tables: told(part.tables, keys(({ tables }) => tables)), charts: told(part.charts, keys(({ charts }) => charts)) };
}

function clientOf({ client }: Whose): { readonly client?: string } {
  return client === undefined ? {} : { client };
}
