import { fillArgs } from './binding.ts';
import type { EffectInput } from './effects.ts';
import { datesIn, names, numbersIn, plain } from './shown-values.ts';

interface ActionRule {
  readonly tables: readonly string[];
  /** Words that show that this action is meant and not another one. */
  readonly said: RegExp;
  /** Arguments that the preview must show; others are shown in too many ways to look for. */
  readonly shown: readonly string[];
}

const RULES: Readonly<Record<string, ActionRule>> = {
  generate_report: { tables: ['PortfolioReports'], said: /report|statement/i, shown: ['tax_year', 'client', 'portfolio'] },
  draft_order: { tables: ['Tasks'], said: /order/i, shown: ['side', 'ticker', 'quantity', 'portfolio'] },
  draft_rebalance: { tables: [], said: /rebalanc/i, shown: ['portfolio'] },
  create_recommendation: { tables: ['AIRecommendations', 'AIInsights', 'ComplianceChecks', 'RegulatoryFlags', 'WorkflowInstances', 'WorkflowSteps', 'Tasks', 'Notifications'], said: /recommend|suggest|propos|idea/i, shown: ['portfolio'] },
  decide_recommendation: { tables: ['AIRecommendations', 'WorkflowInstances', 'WorkflowSteps', 'Tasks', 'Notifications', 'ComplianceChecks', 'RegulatoryFlags'], said: /recommendation/i, shown: ['decision'] },
  draft_memo: { tables: ['Documents', 'VersionedDocuments', 'PortfolioReports'], said: /brief|memo|summary|note/i, shown: ['client'] },
  update_notification_preference: { tables: ['NotificationPreferences'], said: /notification|alert|e-?mail/i, shown: ['channel', 'type', 'enabled'] },
  update_user_preference: { tables: ['UserPreferences'], said: /currency|language|theme|setting|preference|format/i, shown: ['value'] },
  create_ticket: { tables: ['SupportTickets', 'Notifications'], said: /ticket/i, shown: ['subject'] },
  create_task: { tables: ['Tasks', 'Notifications'], said: /task|call|request/i, shown: ['due', 'title'] },
  log_interaction: { tables: ['AdvisorInteractions'], said: /call|meeting|contact|interaction|note/i, shown: ['type', 'client', 'date', 'notes'] },
  add_tag: { tables: ['TagAssignments', 'PortfolioTags'], said: /tag/i, shown: ['tag', 'client', 'portfolio'] },
  export_data: { tables: ['DataExportLogs'], said: /export/i, shown: ['format'] },
};

export function tablesOfAction(name: string): readonly string[] {
  return RULES[name]?.tables ?? [];
}

/** What the preview of the action (or, after the yes, its result) lacks. */
export function actionProblems(input: EffectInput): string[] {
  const { question, binding, shown } = input;
  if (!question.action) return [];
  const rule = RULES[question.action.name];
  if (!rule) return [`the action ${question.action.name} is not known`];
  const all = [shown.text, ...shown.lines.map(({ text }) => text), ...shown.tableLines.map(({ text }) => text)].join('\n');
  const args = fillArgs(question.action.args, binding);
  return [
    ...(rule.said.test(all) ? [] : [`the answer is not about ${question.action.name}`]),
    ...rule.shown.flatMap((name) => (args[name] === undefined || spellings(input, args[name]).some((value) => isShown(all, name, value)) ? [] : [`${name} = ${String(args[name])} is not shown`])),
  ];
}

function spellings({ spellingsOf }: EffectInput, value: string | number | boolean): readonly (string | number | boolean)[] {
  return typeof value === 'string' ? [value, ...spellingsOf(value)] : [value];
}

const WORDS: Readonly<Record<string, RegExp>> = {
  accept: /\baccept/i, reject: /\b(?:reject|declin)/i, defer: /\b(?:defer|later|postpone)/i, call: /\b(?:call|phone)/i, meeting: /\bmeeting/i,
  true: /\b(?:on|yes|enabled|true)\b/i, false: /\b(?:off|no|disabled|false)\b/i, buy: /\bbuy/i, sell: /\bsell/i,
};

function isShown(all: string, name: string, value: string | number | boolean): boolean {
  const spoken = WORDS[String(value)];
  if (spoken) return spoken.test(all);
  if (typeof value === 'number') return numbersIn(all).some((shown) => Math.abs(Math.abs(shown.value) - Math.abs(value)) <= shown.ulp / 2 + 1e-9);
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return datesIn(all).some((date) => date === text);
  if (name === 'subject' || name === 'title' || name === 'notes') return sharesWords(all, text);
  return names(all, text) || names(all, text.replace(/_/g, ' '));
}

/** Free text is worded anew: most of its words must stand there. */
function sharesWords(all: string, text: string): boolean {
  const said = plain(all);
  const wanted = plain(text).split(' ').filter((word) => word.length > 3);
  return wanted.filter((word) => said.includes(word.slice(0, 5))).length >= wanted.length * 0.6;
}
