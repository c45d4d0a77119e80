import type { Answer } from '../../../shared/answer.ts';

interface Focus {
  readonly asked: RegExp;
  /** Keys of figures and facts that answer this. */
  readonly keys: RegExp;
  /** Tables that answer this; none means that tables stay out. */
  readonly tables?: RegExp;
}

const EVERYTHING = / (?:everything|all details|in full|full record|end to end|lineage|trace|memo|complete) /;

/** Tools that know much about one thing, and what of it a narrow question is after. */
const FOCUS: Readonly<Record<string, readonly Focus[]>> = {
  get_client_profile: [
    { asked: / (?:risk profile|risk tolerance|risk class|risk category|risk level|risk appetite|attitude to risk|how cautious|profile) /, keys: /risk|horizon|loss|objective|review|experience/i },
    { asked: / (?:preferences?|exclu\w*|restrict\w*|avoid|wishes) /, keys: /risk|objective|horizon|exclu|restrict|prefer/i, tables: /./ },
    { asked: / (?:since|how long|joined?|onboard\w*|start\w*|how old) /, keys: /since|onboard|status|relationship/i },
    { asked: / (?:contact|phone|e ?mail|address|reach|number) /, keys: /mail|phone|address|residence/i },
    { asked: / (?:objectives?|goal of investing|horizon) /, keys: /objective|horizon|risk/i },
  ],
  get_portfolio_summary: [
    { asked: / (?:worth|valu\w*|balance|how much|total|how big|size|stand\w*|euros?|pounds|francs|dollars|yen) /, keys: /value|cash/i, tables: /portfolio/i },
  ],
  get_recommendation: [
    { asked: / (?:why|reason\w*|rationale|because|basis|grounds|explain|logic|justif\w*) /, keys: /^(?:text|rationale|confidence|portfolio|.*\.(?:before|after))$/, tables: /trades/i },
    { asked: / (?:confiden\w*|sure|certain\w*) /, keys: /^(?:text|confidence.*)$/ },
    { asked: / (?:alternatives?|options?|instead|considered) /, keys: /^(?:text|rationale)$/, tables: /alternatives/i },
    { asked: / (?:risks?|downside|warning\w*|wrong) /, keys: /^(?:text|rationale|confidence|.*\.(?:before|after)|estimated.*)$/, tables: /trades/i },
    { asked: / (?:look\w* at|inputs?|data|see|saw|based on|know|knew) /, keys: /^(?:text|dataAsOf|model)$/, tables: /inputs|tools/i },
    { asked: / (?:model|version|engine|algorithm) /, keys: /^(?:text|model|engine|createdOn|confidence)$/ },
    { asked: / (?:approved?|accepted|rejected|declined|decided|released|signed|status|who|stand|happen\w*|outcome) /, keys: /^(?:text|status.*|approver|decidedAt|decisionReason|released.*|askedBy|executedAt|validUntil|cameTrue|outcome.*)$/ },
    { asked: / (?:tax|cost\w*) /, keys: /^(?:text|estimated.*)$/, tables: /trades/i },
  ],
  list_sign_ins: [{ asked: / (?:ip|ips|address\w*|where|from|when|times?|devices?|programs?|browsers?|last|latest|why|reasons?|each|one by one|attempt|details?|happened) /, keys: /./, tables: /./ }],
  get_decision: [
    { asked: / (?:untrusted|injection\w*|texts? of others|what others wrote|context|tainted) /, keys: /untrusted|text|recommendation/i },
    { asked: / (?:entries|entry|log|history|events?|acts|timeline|trail|story|steps) /, keys: /status|approv|decided|released|text/i, tables: /acts|happened/i },
    { asked: / (?:why|how come|come about|came about|reasons?|rationale|because|basis|grounds|explain|logic|justif\w*|argument\w*|motivat\w*|thinking|reasoning) /, keys: /rationale|decisionReason|confiden|text|recommendation/i },
    { asked: / (?:prompt|prompts|hash\w*|catalogue|fingerprint) /, keys: /hash|model|engine/i },
    { asked: / (?:advis\w*|say|said|propos\w*|recommend\w*|suggest\w*|told) /, keys: /text|recommendation|client/i },
    { asked: / (?:became|become|happen\w*|fate|outcome|came of|end\w*|turn\w* out|carried|executed|result) /, keys: /status|approv|decided|reason|executed|outcome|text/i },
    { asked: / (?:model|version|engine|algorithm|llm) /, keys: /model|engine|created|dataAsOf|recommendation|text/i },
    { asked: / (?:data|inputs?|see|saw|look\w* at|know|knew|facts|information|evidence|given|fed|received|provided|sources?) /, keys: /dataAsOf|inputHash|created|text|recommendation/i, tables: /saw|input/i },
    { asked: / (?:tools?|functions?|calls?) /, keys: /created|text|recommendation/i, tables: /tool/i },
    { asked: / (?:approv\w*|accepted|rejected|declined|decided|signed|status|who|whom|when|human|involved|override\w*|overrul\w*|why) /, keys: /status|approv|decided|released|reason|overrid|compliance|text|recommendation/i },
    { asked: / (?:confiden\w*|sure|certain\w*) /, keys: /confiden|text|recommendation/i },
    { asked: / (?:checks?|complian\w*|rules?) /, keys: /compliance|status|text|recommendation/i, tables: /check/i },
    { asked: / (?:trades?|propos\w*) /, keys: /text|recommendation|hash/i, tables: /trade/i },
  ],
  get_security: [
    { asked: / (?:sector|industry) /, keys: /sector|industry/i }, { asked: / (?:exchange|listed|trade[sd]? on) /, keys: /exchange/i }, { asked: / isin /, keys: /isin/i },
    { asked: / (?:currency|denominated|quoted in) /, keys: /currency/i }, { asked: / (?:stock or|fund or|etf or|bond or|kind of|type of|asset class) /, keys: /asset|exposed|kind/i }, { asked: / (?:country|based|domicile\w*|headquartered) /, keys: /country|region/i },
  ],
};

/** What is left out of wide answers: it is there for those who ask for it. */
const ONLY_WHEN_ASKED: Readonly<Record<string, readonly Focus[]>> = {
  list_sign_ins: [{ asked: /./, keys: /./, tables: /account/i }],
  get_recommendation: [{ asked: /./, keys: /^(?:text|rationale|status|statusReason|client|portfolio|strategy|model|createdOn|validUntil|approver|decidedAt|decisionReason|cameTrue|confidence|.*\.(?:before|after)|estimated.*|outcome.*)$/, tables: /trades|alternatives|checks/i }],
};

/** The parts of an answer that a narrow question is after; the whole answer when the question is wide. */
export function focusOf(answer: Answer, { tool, words, before, topic }: { readonly tool: string; readonly words: string; readonly before?: string; readonly topic: string | undefined }): Answer {
  if (tool === 'check_compliance' && topic === 'suitability_check') return withoutPassed(answer);
  // The first row of the ranking says the same.
  if (tool === 'rank_holdings' && answer.tables.some(({ rows }) => rows.length > 0)) return { ...answer, figures: [], facts: [] };
  const focused = (text: string): readonly Focus[] => (FOCUS[tool] ?? []).filter(({ asked }) => asked.test(text));
  // "And 12?" asks the same of another one.
  const narrow = focused(words).length > 0 ? focused(words) : focused(before ?? '');
  const wanted = narrow.length > 0 ? narrow : ONLY_WHEN_ASKED[tool] ?? [];
  if (wanted.length === 0 || EVERYTHING.test(words)) return answer;
  const fits = (key: string): boolean => wanted.some(({ keys }) => keys.test(key));
  return {
    ...answer, figures: answer.figures.filter(({ key }) => fits(key)), facts: answer.facts.filter(({ key }) => fits(key)),
    tables: answer.tables.filter((table) => wanted.some(({ tables }) => tables?.test(`${table.key} ${table.title}`))),
  };
}

/** What stands against a trade, and the verdict on suitability itself; the rules that passed are only counted. */
function withoutPassed(answer: Answer): Answer {
  return {
    ...answer, tables: answer.tables.map((table) => {
      const rule = table.columns.findIndex(({ key }) => key === 'rule');
      const result = table.columns.findIndex(({ key }) => key === 'result');
      const rows = rule < 0 || result < 0 ? table.rows : table.rows.filter((row) => row[result] !== 'passed' || /suitab/i.test(String(row[rule] ?? '')));
      return { ...table, rows, total: rows.length };
    }),
  };
}
