import { cellOf, fact, factOf, fig, sentence, tableOf, titleOf, type Saying } from './saying.ts';

type Headline = (saying: Saying) => string | undefined;

const VERDICTS: Readonly<Record<string, string>> = {
  passed: 'Yes, nothing stands against it', needs_review: 'Not without an advisor\u2019s look: a rule warns', blocked: 'No, not as things stand: a rule blocks it',
};

/** "Concentration (TECH is 13 % of …)" for the rules that did not pass. */
function objections(saying: Saying): string | undefined {
  const table = tableOf(saying, 'checks');
  if (!table) return undefined;
  const found = table.rows.flatMap((_, row) => (cellOf(table, row, 'result') === 'passed' ? [] : [`${cellOf(table, row, 'rule')}: ${(cellOf(table, row, 'message') ?? '').replace(/\.$/, '')}`]));
  return found.length > 0 ? found.slice(0, 4).join('; ') : undefined;
}

function verdict(saying: Saying): string | undefined {
  const outcome = String(factOf(saying, 'outcome')?.value ?? '').replaceAll(' ', '_');
  const words = VERDICTS[outcome];
  if (!words) return undefined;
  const isTrade = factOf(saying, 'trade') !== undefined;
  const asked = saying.ask?.topic === 'suitability_check' ? `${outcome === 'passed' ? 'suitable' : outcome === 'blocked' ? 'not suitable' : 'suitable only after a review'}` : undefined;
  const what = isTrade ? `${fact(saying, 'trade')}` : fact(saying, 'portfolio') ?? 'the portfolio';
  return [sentence([asked ? `${asked}: ${what}` : `${words}: ${what}`, objections(saying)]), sentence([isTrade || asked ? undefined : `rules passed: ${fig(saying, 'passed') ?? 'none'}`])].filter(Boolean).join(' ');
}

function decided(saying: Saying): string | undefined {
  const by = fact(saying, 'approver');
  const status = fact(saying, 'status');
  return factOf(saying, 'approver')?.value ? `${status ?? 'decided'} by ${by}${factOf(saying, 'decidedAt')?.value ? ` on ${fact(saying, 'decidedAt')}` : ''}` : status && `status: ${status.replaceAll('_', ' ')}, nobody has decided on it yet`;
}

/** Of what is blocked, the rules that block it. */
function whatStopped(saying: Saying): string | undefined {
  if (factOf(saying, 'status')?.value !== 'blocked') return undefined;
  const found = objections(saying);
  return found ? `what stands against it: ${found}` : undefined;
}

/** Advice and its checks: what it says, how sure it is, where it stands. */
export const ADVICE_HEADLINES: Readonly<Record<string, Headline>> = {
  // Two sentences: a figure of the whole doesn't stand behind the names of securities.
  propose_recommendation: (saying) => [
    sentence([`draft recommendation, nothing is traded: ${titleOf(saying)}`, fact(saying, 'text')]), sentence([fact(saying, 'standing')]),
    sentence([fig(saying, 'confidence') && `confidence ${fig(saying, 'confidence')}`, fact(saying, 'model') && `model version ${fact(saying, 'model')}`, fact(saying, 'statusReason')]),
  ].filter(Boolean).join(' '),
  get_recommendation: (saying) => {
    const words = saying.ask?.newWords ?? saying.ask?.words ?? '';
    const why = / (?:why|reason\w*|rationale|because|basis|grounds|explain|logic|behind|led) /.test(words) ? fact(saying, 'rationale') : undefined;
    return [sentence([whatStopped(saying)]), sentence([why]), sentence([fact(saying, 'text')]), sentence([fig(saying, 'confidence') && `confidence ${fig(saying, 'confidence')}`, decided(saying)])].filter(Boolean).join(' ');
  },
  get_decision: (saying) => sentence([
    fact(saying, 'model') && `made by model version ${fact(saying, 'model')}`, decided(saying), factOf(saying, 'decisionReason')?.value ? `reason given: ${fact(saying, 'decisionReason')}` : undefined, whatStopped(saying),
  ]),
  check_compliance: verdict,
};
