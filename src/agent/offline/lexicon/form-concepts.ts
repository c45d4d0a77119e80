/** The shape of a request: question or command, past or ahead, and small words that several topics share. */
export const FORM_CONCEPTS = {
  question_word: ['what', 'which', 'who', 'whom', 'when', 'where', 'how', 'is', 'are', 'was', 'were', 'does', 'did', 'has', 'have', 'would', 'am i', 'do i', 'do we'],
  when: ['when', 'what date', 'which date', 'what day', 'how long ago', 'last time', 'date of', 'since when'],
  past_event: ['did', 'was', 'were', 'has been', 'have been', 'had', 'last', 'ago', 'happened', 'past', 'previous', 'previously', 'earlier', 'history', 'already', 'ever', 'have i', 'have we', 'has', 'made by', 'most recent', 'dumped', 'offloaded', 'unloaded'],
  status_word: ['status', 'state of', 'state', 'where .. stand', 'progress', 'happening with', 'resolved', 'outcome', 'accepted', 'rejected', 'declined', 'approved', 'pending', 'released', 'blocked', 'answered', 'responded', 'come back on|to', 'came back on|to', 'reacted', 'made up .. mind', 'turned down', 'turn down', 'any news', 'news on', 'update on', 'dealt with', 'happened to', 'any progress', 'moved on', 'being looked at', 'sorted'],
  latest_word: ['latest', 'last', 'newest', 'most recent', 'recent', 'recently', 'current', 'just'],
  plural_recommendations: ['recommendations', 'recs', 'suggestions', 'proposals', 'ideas', 'decisions'],
  plural_portfolios: ['portfolios', 'accounts', 'mandates'],
  client_word: ['client', 'clients', 'customer', 'customers', 'households', 'people do i', 'investors', 'relations', 'client relations|relationships', 'number of relationships|mandants'],
  channel_word: ['email', 'emails', 'e mail', 'e mails', 'sms', 'text', 'texts', 'push', 'in app', 'newsletter*', 'by mail', 'mails', 'mail', 'texting', 'text me', 'emailing', 'e mailing', 'mailing', 'messaging'],
  wrong_word: ['wrong', 'incorrect', 'not working', 'does not work', 'broken', 'missing', 'can not', 'mistake', 'fails', 'cannot', 'not loading', 'problem', 'trouble', 'crash*', 'will not'],
  since_word: ['since when', 'how long', 'since'],
  who_word: ['who', 'whom', 'whose', 'by whom', 'which user*', 'which people', 'anyone', 'anybody', 'somebody', 'someone'],
  request_word: ['requests', 'request', 'questions', 'prompts', 'asks', 'queries'],
  last_time: ['last time', 'earlier', 'before', 'previous', 'previously', 'past'],
  success: ['success*', 'succeed*', 'last good', 'ran fine', 'went through', 'last ran', 'completed', 'ok'],
  deprecated: ['deprecat*', 'retired', 'sunset*', 'phased out', 'end of life', 'obsolete', 'old'],
  decision_word: ['decision', 'decisions', 'decided', 'ai decision', 'answer', 'output', 'produced', 'generated', 'made', 'created', 'behind', 'wrote'],
  if_word: ['if', 'were i|we|he|she|they to', 'would', 'suppose', 'supposing', 'assuming', 'were to', 'hypothetical*'],
  improve: ['improve', 'optimi*', 'better', 'fix', 'do about', 'do with', 'reduce', 'lower', 'bring down', 'raise', 'increase', 'boost', 'cut', 'diversify', 'deploy', 'put .. to work', 'invest'],
  run_word: ['run', 'perform a|an|the', 'carry out', 'execute', 'do a', 'trigger', 'start', 'launch', 'check .. against', 'put .. through', 'rerun', 'conduct'],
  job_word: ['jobs', 'job', 'runs', 'loads', 'imports', 'calls'],
  turnover: ['turnover'],
  inflation: ['inflation'],
  tracking_error: ['tracking error'],
  exchange_word: ['exchange', 'isin', 'listed', 'bourse*'],
  imperative: [],
  imperative_order: [],
  imperative_decision: [],
  imperative_tag: [],
  imperative_export: [],
  imperative_override: [],
  imperative_flag: [],
  imperative_advice: [],
  imperative_consent: [],
  imperative_transfer: [],
  asking: [],
  report_wish: ['wants?|wanted|needs?|needed|requires?|expects? .. report|statement|reports|statements', 'asked|asks for .. report|statement|reports|statements'],
  own_wish: ['i want', 'i would like', 'i prefer', 'i would prefer', 'i wish', 'please', 'can you', 'could you', 'i need', 'i would rather', 'i d rather', 'rather see', 'rather have', 'i would love', 'i am keen'],
  too_much: ['too much', 'too big', 'too high', 'too heavy', 'excessive', 'over the top', 'a bit much', 'a lot', 'too risky'],
  overview_word: ['overview', 'risk dashboard', 'at a glance', 'big picture', 'risk report', 'summary of .. risks|alerts|flags'],
  heat_map: ['heatmap', 'heat map', 'confidence by sector', 'confidence per sector', 'confidence across sectors'],
  rule_break: ['break any rules', 'breaks? .. rules?', 'within .. rules', 'in line with the rules', 'against the rules', 'breach* any', 'compliant', 'comply', 'complies', 'rules check', 'pass* .. compliance|rules|checks', 'in breach', 'break* .. limits?|mandate|rules?|guidelines?', 'breaking .. limits?|mandate|rules?', 'within .. limits?|mandate|bands?|guidelines?', 'over .. limits?', 'outside .. limits?|mandate|bands?', 'limits? .. broken|breached|exceeded', 'ok|okay|clear*|good|fit|free|safe to trade|deal|go|transact|proceed', 'can .. trade', 'may .. trade', 'cleared for trad*', 'good to go', 'anything .. stop* .. from trading', 'stands? in the way', 'stands|speaks against', 'meet* .. mandate|limits?|rules?'],
  if_now: ['right now', 'now', 'today'],
  tickets_plural: ['tickets', 'cases', 'complaints'],
  each_one: ['each position|holding|one|of them', 'per position|holding', 'individually', '1 by 1', 'position by position', 'line by line', 'each|every line|item|row|of which', 'what each', 'each .. worth', 'each one'],
  account_kind: ['types? of account', 'account types?', 'kinds? of account', 'which accounts', 'what accounts', 'all accounts', 'accounts do i', 'my accounts'],
  in_percent: ['in percent', 'in percentage terms', 'percentage terms', 'in % terms', 'as a percentage', 'percentage wise', 'what percentage|percent did|have|has', 'percentage did|have|has', 'percent did|have'],
  having: ['do i have', 'have i got', 'do we have', 'does @client have', 'i have', 'has @client', 'any'],
  complaint_word: ['is wrong', 'are wrong', 'shows? the wrong', 'wrong name|address|amount|figure|number|fee', 'incorrect', 'mistake in|on', 'error on|in my', 'does not match', 'missing from', 'who fixes', 'please fix', 'can not see|open|find|download|log', 'not showing', 'is missing', 'has not arrived', 'wrong with my', 'something is wrong', 'is broken', 'will not load', 'does not load', 'will not open', 'not arrived', 'did not arrive', 'i can not download|open|see|find|log', 'can not download', 'chart will not', 'looks wrong', 'somebody fix', 'someone fix', 'get|have someone|somebody .. look|fix', 'someone|somebody in it', 'is|are so slow', 'my slow'],
  one_unit: ['a|1|one|the|per euro|dollar|pound|franc|yen|rand|krona', '1 eur|usd|gbp|chf|jpy|cad|aud|sek|nok'],
  any_in: ['do i|we have|own|hold anything|something|any', 'have i|we got anything|something|any', 'anything in the', 'hold anything in', 'own anything in', 'any .. in @portfolio', 'is there anything|any', 'does @client have|own|hold anything|any|something', 'what|which .. do i|we hold|own|have in', 'what|which .. does @client hold|own|have', 'does|do @portfolio have|own|hold|contain anything|any|something', 'is there anything|any|something in @portfolio'],
  odds_word: ['probability', 'chance*', 'odds', 'likel*', 'how likely', 'probab*', 'how probable'],
  simulate_word: ['simulat*', 'monte carlo'],
  tag_wish: ['should get|carry|have|receive the tag', 'needs? the tag', 'belongs? in .. tag', 'should be tagged|labelled', 'should|could|may|might|can|to|would get|carry|have|receive|bear the|a label|tag', 'be given the|a label|tag', 'deserves? the|a label|tag'],
} as const satisfies Record<string, readonly string[]>;

const OPENING = '^ (?:(?:ok|okay|yes|so|and|then|now|also|hi|hello|hey|steward|right|well|great|good|fine|thanks|first|next|finally|but|hence) )*';
const POLITE = '(?:(?:please|kindly|just|can you|could you|would you|will you|can we|could we|may i|can i|let us|go ahead and|i want to|i would like to|i wish to|i need to|i need you to|i want you to|i would like you to|we should|we need to|we want to|help me|you can|you may|you might|you should|i am going to|i have decided to|i would rather|me to) )*';

function opensWith(verbs: string): RegExp {
  return new RegExp(`${OPENING}${POLITE}(?:${verbs}) `);
}

/** A question by its opening: a question word, or a verb before its subject. */
const ASKING = new RegExp(`${OPENING}(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|has|am|will|(?:have|had|should|would) (?:i|we|you|they|he|she|it|my|our|any|there|@)) ?`);

/** Commands by their opening verb, after politeness. */
export const COMMANDS: readonly (readonly [keyof typeof FORM_CONCEPTS, RegExp])[] = [
  ['asking', ASKING],
  ['imperative', opensWith(
    '(?:a |an |new |support )*(?:complaint|ticket|case)(?= $)|come up with|think up|devise|offer|draft|prepare|generate|produce|create|make|write|send|set|turn|switch|change|update|open|raise|file|log|record|note|add|remove|delete|tag|label|mark|move|shift|put|buy|sell|purchase|invest|place|'
    + 'rebalance|realign|accept|approve|reject|decline|defer|postpone|ask|tell|remind|schedule|book|arrange|export|download|stop|start|enable|disable|mute|subscribe|unsubscribe|compile|run|submit|lodge|register|'
    + 'recommend|suggest|propose|hedge|harvest|diversify|derisk|de risk|insure|shield|protect|lighten|free up|tilt|lower|raise|improve|trim|cut|reduce|increase|use|get|have|bring|restore|reset|release|sign|opt|call|report|document|assign|give me a|write up|draw up|build|activate|deactivate|find|i need|i want|issue|work out|dump|liquidate|offload|top up|exit|furnish|supply|provide|deliver|hand me|let me have')],
  ['imperative_order', opensWith('(?:(?:draft|prepare|create|place|set up|put together|put in|enter|make|write|draw up|get) .{0,40}(?:order|ticket|trade|sale|purchase)(?: |$)|buy|sell|purchase|invest|dump|liquidate|offload|unload|flog|chuck|axe|halve|shed|grab|snap up|acquire|scale back|get out of|trim|top up|pick up|get rid of|dispose of|exit|close out|reduce my|cut my|get me|add .* (?:shares|units)|add (?:[^ ]+ ){0,6}(?:of |in |to )?@security|(?:double|triple) (?:[^ ]+ ){0,4}@security|(?:an? |the |new )?(?:order|trade|dealing|sell|buy|purchase|sale) (?:ticket|order)|(?:an? )?order(?= )|put (?:[^ ]+ ){1,6}(?:into|in|to) (?:@security|gold|silver|bitcoin|ether|oil)|(?:bring|take|cut|raise|lift|increase|move|get|set|reduce|grow) (?:my |the )?@security (?:[^ ]+ ){0,5}(?:to|at))')],
  ['imperative_transfer', opensWith('(?:transfer|wire|withdraw|deposit|pay in|pay out) (?:[^ ]+ ){0,2}(?:\\d[^ ]*|@portfolio|all|everything)|(?:shift|move|switch|send) (?:[^ ]+ ){0,2}\\d[^ ]* (?:[^ ]+ ){0,2}(?:from|out of|to|into) (?:[^ ]+ )?@portfolio|(?:transfer|wire|move|send|withdraw|deposit|pay out|pay in|top up|increase|raise|lower|reduce|change|set up|take) (?:[^ ]+ ){0,6}(?:money|cash|funds|bank|savings|withdrawal|contributions?|standing order|deposit|account|payment|amount|transfer|[$€£]|usd|eur|gbp)')],
  ['imperative_decision', opensWith('accept|approve|reject|decline|defer|postpone|let me think|let me sleep|give me time|send [^ ]+ (?:[^ ]+ ){0,3}back|set .{0,40} to (?:released|approved|accepted|rejected|declined)|turn down|turn [^ ]+ down|dismiss|go ahead|release|sign off|i accept|i approve|i reject|i decline|i agree|i do not (?:want|like|accept|agree)|i am (?:happy|fine|ok|okay) with|hold off|sit on|sleep on|wait with|hold back|hold on|push (?:[^ ]+ ){1,4}back|push back|put off|put (?:it|this|that|this one|that one|#?\\d{1,5}) (?:on hold|aside|to one side|on ice|off)|(?:decide|think) (?:[^ ]+ ){0,4}later|leave (?:it|this|that|#?\\d{1,5}) (?:for|until|till|open|be|alone)|park|veto|confirm(?! (?:whether|if|that|who|whom|when|how|which|what|for me|to me|the (?:status|date|approver|number|name)))|say (?:yes|no)|let us (?:accept|reject|defer|go)|i (?:hereby|herewith|gladly|therefore|must|have to|will) (?:accept|approve|reject|decline|turn down|agree)|bin|i turn down|i would like to (?:accept|reject|decline|defer)|i will (?:accept|take|pass)|take up|yes to|no to|not interested in|pass on|i would rather not|i rather not|rather not|i will not (?:be )?(?:following|follow|doing|do|taking|take|going)|mark .* as (?:accepted|rejected|declined|released|approved)|(?:let|put|move|set|mark) #?\\d{1,5} (?:go|out|on|to|as)|no thanks? (?:you )?to|(?:the )?(?:client|@client|he|she|they) (?:is|are|was|were) (?:all )?(?:fine|ok|okay|happy|good|on board|in favour|in) |(?:the )?(?:client|@client|he|she|they) (?:says?|said|agrees?|agreed|accepts?|accepted|declines?|declined|rejects?|rejected|turns?|turned)')],
  ['imperative_flag', opensWith('(?:close|settle|resolve|dismiss|clear|take|take on|take over|handle|pick up|i will take|assign) (?:[^ ]+ ){0,8}(?:flags?|complaints?|breach)')],
  ['imperative_advice', opensWith('(?:(?:work|figure|find|think|sort) (?:out )?(?:a way|some way|ways|how|how best) (?:to|i can|we can|i could|we could) |(?:show|tell) (?:me|us) how (?:to|i can|we can|i could|we could) )?(?:get|have|put|bring|shift|move|hold|own) (?:some |a few |a bit |a little |much |slightly |rather |far )*(?:more|fewer|less|extra|additional) (?:[^ ]+ ){1,3}(?:in|into|to|towards) (?:[^ ]+ ){0,2}(?:portfolio|account|mix|@portfolio|pot|mandate)|(?:lower|reduce|cut|dial|bring|take|trim) (?:[^ ]+ ){0,4}risk|make (?:[^ ]+ ){0,4}(?:safer|less risky|calmer|steadier|less volatile|more (?:adventurous|aggressive|cautious|defensive|daring|dynamic|stable)|bolder|riskier)')],
  ['imperative_consent', opensWith('(?:i |let me )?(?:consent|co sign|cosign|counter sign|countersign|give my consent|sign off)')],
  ['imperative_override', opensWith('override(?! (?:rates?|share|statistics|stats|counts?|list|history|log|reasons?|by|per|numbers?))|overrule|lift the (?:block|hold|stop)|unblock')],
  ['imperative_tag', opensWith("tag(?! (?:list|lists|overview))|label|mark|put .{0,60}(?:tag|label)|add .{0,60}(?:tag|label|@tag)|attach|apply|give .{0,40}(?:tag|label|@tag)|assign .{0,40}(?:tag|label)|set .{0,40}(?:tag|label)|classify|stick|file @client under")],
  // "The reviewer wants the log as CSV, kindly export it."
  ['imperative_export', /^(?! (?:who|which|what|how|did|has|have|had|when|were|was|is|are|list|show) ).* (?:(?:please|kindly|could you|can you|would you) (?:export|download|extract) (?:it|them|that|this|those|these|the) |(?:wants?|needs?|requires?|asks for|would like|expects?) (?:[^ ]+ ){1,12}(?:as|in) (?:a |an )?(?:csv|excel|xlsx|json|spreadsheet) )/],
  // "…the tax report. Can you send it to me?"
  ['imperative', / (?:can|could|would|will|please|kindly) (?:you )?(?:please |kindly |just )?(?:make|send|prepare|produce|create|generate|draft|write|give|do|run|get) (?:(?:me|him|her|them|us) )?(?:it|that|this|one) (?:(?:up|out|please|ready|today|now|for|to|me|him|her|them|us) )*$/],
  // "Memo please, recommendation 8": the paper by its name alone.
  ['imperative', opensWith('(?:an? |the |one |short |quick |brief |written |audit |meeting |client |decision )*(?:(?:memo|memorandum|briefing|brief|one pager|dossier)(?= (?:please|on|about|for|covering) )|(?:report|statement)(?= please ))')],
  ['imperative_export', opensWith('export(?! (?:formats?|logs?|list|history|stat\\w*|by|per|counts?|events?|activity))|download|extract|pull .{0,60}(?:csv|excel|xlsx|json|spreadsheet|file)|save .{0,60}(?:csv|excel|file)|dump|give me .{0,60}(?:csv|excel|xlsx|json)|(?:furnish|supply|provide|deliver|hand|let me have|pass|forward) .{0,60}(?:csv|excel|xlsx|json|spreadsheet|export)|send .{0,60}(?:csv|excel|xlsx)|get me .{0,60}(?:csv|excel|xlsx|json|export)|prepare .{0,40}export|(?:a |the |an )?(?:csv|excel|json|xlsx|spreadsheet) (?:of|with|for|file|export)|create .{0,40}export|make .{0,40}export|i need (?!(?:[^ ]+ )?(?:every|each|all|any|lists? of|counts? of) (?:[^ ]+ ){0,2}exports? ).{0,60}(?:csv|excel|xlsx|json|export)|i want (?!(?:[^ ]+ )?(?:every|each|all|any|lists? of|counts? of) (?:[^ ]+ ){0,2}exports? ).{0,60}(?:csv|excel|xlsx|json|export)|(?:can|could) (?:i|you) (?:have|get|give|pull) .{0,60}(?:csv|excel|xlsx|json|export)|produce .{0,60}(?:csv|excel|export)|generate .{0,60}(?:csv|excel|export)')],
];
