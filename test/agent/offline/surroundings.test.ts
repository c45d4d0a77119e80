import { expect, test } from 'vitest';
import type { Persona } from '../../../src/agent/offline/types.ts';
import { play } from './scripted-turn.ts';

/** The last call of a message and its arguments. */
async function callOf(text: string, persona: Persona): Promise<string> {
  const [turn] = await play([text], persona);
  const last = turn!.calls.at(-1)!;
  return `${last.name} ${JSON.stringify(last.args)}`;
}

test.each([
  ['Stop sending me marketing stuff by email please. Trade confirmations I still want.', 'marketing', 'email'],
  ['Keep my trade confirmations but I do not need the marketing emails any more', 'marketing', 'email'],
  ['Please don\'t text me about prices any longer, but do carry on with the text messages about trades', 'price_alert', 'sms'],
  ['Turn off marketing emails, but leave trade confirmations on', 'marketing', 'email'],
])('what is to stay is not what is switched off: %s', async (text, kind, channel) => {
  expect(await callOf(text, 'client')).toBe(`set_notification_preference {"kind":"${kind}","channel":"${channel}","enabled":false}`);
});

test.each<readonly [string, Persona, string]>([
  ['Could you get Helena Voss to phone me this Thursday? I\'d like to talk through House 2031.', 'client', 'Call the client about House 2031'],
  ['Please ask Helena Voss to ring me tomorrow morning. I want to discuss the fees in Core Growth.', 'client', 'Call the client about the fees in Core Growth'],
  ['Add to my to-dos: ring Margaret Ellison on Wednesday regarding House 2031.', 'advisor', 'Call Margaret Ellison about House 2031'],
  ['Put a task on my list for Thursday: send Margaret Ellison the new mandate to sign', 'advisor', 'Send Margaret Ellison the new mandate to sign'],
  ['Margaret Ellison wants to see me. Book a call for Friday.', 'advisor', 'Call with Margaret Ellison'],
  ['Put Margaret Ellison down for a call back tomorrow, it is about the invoice', 'advisor', 'Call Margaret Ellison about the invoice'],
  ['Put on my list that I should call Margaret Ellison tomorrow about the expired KYC', 'advisor', 'Call Margaret Ellison about the expired KYC'],
])('a task is titled by what is to be done: %s', async (text, persona, title) => {
  expect(await callOf(text, persona)).toContain(`create_task {"title":"${title}"`);
});

test('a call that was told of before is logged with all that was told', async () => {
  const logged = await callOf('Just got off the phone with Margaret Ellison. We talked through Core Growth, nothing to change. Put that on file please.', 'advisor');
  expect(logged).toBe('log_interaction {"client":"c-1","kind":"call","occurredOn":"2026-11-23","notes":"We talked through Core Growth, nothing to change"}');
});

test('a verdict that is to be put on record is a decision, and no note', async () => {
  const [turn] = await play(['We are turning recommendation 12 down because she needs the cash for a house. Please record that.'], 'advisor');
  expect(turn!.calls.map(({ name }) => name)).toContain('get_recommendation');
  expect(turn!.calls.map(({ name }) => name)).not.toContain('log_interaction');
});

test.each([
  ['Had Margaret Ellison on the phone this morning, they want less risk. Log that.', 'log_interaction', 'notes', 'they want less risk'],
  ['I called Margaret Ellison and left a voicemail. Note that down please.', 'add_note', 'text', 'I called Margaret Ellison and left a voicemail'],
])('what was told is written down, not the request to do so: %s', async (text, name, key, said) => {
  const [turn] = await play([text], 'advisor');
  expect(turn!.calls.at(-1)).toMatchObject({ name, args: { client: 'c-1', [key]: said } });
});

test.each([
  'I\'m seeing Margaret Ellison this afternoon. Put what they\'re worth, how they\'ve done this year and anything still open, flags or tickets, on one page for me.',
  'I\'m off to see Margaret Ellison at four. One page, please: value, performance this year, open flags, last contact.',
  'Margaret Ellison is coming in this afternoon. Put together a short summary I can take in with me: what they have with us in total, performance this year, and any flags or support tickets still open.',
])('what a paper for a meeting is to hold is not asked for by itself: %s', async (text) => {
  const [turn] = await play([text], 'advisor');
  expect(turn!.calls.filter(({ name }) => name !== 'find_names')).toEqual([{ name: 'draft_report', args: { kind: 'meeting_brief', period: 'YTD', client: 'c-1' } }]);
});

test('a portfolio that has drifted is brought back, not described', async () => {
  const [turn] = await play(['Core Growth has drifted, can you bring it back in line?'], 'advisor');
  expect(turn!.calls.map(({ name }) => name)).toEqual(['find_names', 'draft_rebalance']);
});

test('an order up to a weight keeps the weight, and its size is part of the draft', async () => {
  const [turn] = await play(['Please draft a buy order that makes NESN 3% of Core Growth. Show me the number of units and the estimated value.'], 'advisor');
  expect(turn!.calls.at(-1)).toEqual({ name: 'draft_order', args: { side: 'buy', security: 's-2', portfolio: 'p-1', weightFraction: 0.03 } });
});

test.each<readonly [string, Persona, readonly string[]]>([
  ['How many notifications are still waiting for me to read? And is email on for price alerts?', 'client', ['list_notifications', 'get_notification_preferences']],
  ['How many notifications have I not read yet, and am I set up to get trade confirmations by text message?', 'client', ['list_notifications', 'get_notification_preferences']],
  ['Which tasks do I still have open for Margaret Ellison, and how many of my tasks overall are past due?', 'advisor', ['list_tasks', 'list_tasks']],
  ['What do I have to get done this week, how many things am I late on, and what automated jobs are coming up over the next seven days?', 'advisor', ['list_tasks', 'list_scheduled_jobs']],
  ['Which two holdings of Core Growth contributed most last month, and which one took the most away?', 'advisor', ['rank_holdings', 'rank_holdings']],
  ['How are the European markets doing, and is London open at the moment?', 'advisor', ['list_markets', 'list_markets']],
  ['I\'d like to talk to the person looking after my money. Who is that and how do I get hold of them?', 'client', ['get_advisor']],
  ['I\'ve lost the contact details of the person who looks after my money. What\'s their name and how do I get hold of them?', 'client', ['get_advisor']],
])('no ask gets lost beside another: %s', async (text, persona, names) => {
  const [turn] = await play([text], persona);
  expect(turn!.calls.map(({ name }) => name).filter((name) => name !== 'find_names')).toEqual(names);
});

test('"the serious ones at the top" orders the flags and leaves none out', async () => {
  expect(await callOf('Any regulatory flags still open on my clients? Put the serious ones at the top.', 'advisor')).toBe('list_flags {"status":"open","orderBy":"severity"}');
});

test('what nobody has decided on yet is pending', async () => {
  expect(await callOf('Which of the AI\'s suggestions for my clients have I not decided on yet?', 'advisor')).toBe('list_recommendations {"status":"pending"}');
});

test.each([
  ['Who in my book is short of equity against the agreed mix?', 'Drop everybody whose gap is smaller than 3 percentage points.', 'underweight'],
  ['Which of my clients hold more equity than their target allows?', 'Please leave out anyone who is less than 3 points over.', 'overweight'],
  ['Who in my book is holding less equity than their target says?', 'Just the ones short by more than 3 points.', 'underweight'],
])('a condition on a list keeps what the list was of: %s', async (first, second, criterion) => {
  const [before, after] = await play([first, second], 'advisor');
  expect(before!.calls.at(-1)).toEqual({ name: 'screen_book', args: { criterion, assetClass: 'equity' } });
  expect(after!.calls.at(-1)).toEqual({ name: 'screen_book', args: { criterion, assetClass: 'equity', thresholdFraction: 0.03 } });
});

test('a short question on the same topic keeps the portfolio', async () => {
  const turns = await play(['How is Core Growth spread over sectors?', 'So how much is Health Care?'], 'client');
  expect(turns[1]!.calls.at(-1)).toEqual({ name: 'get_allocation', args: { portfolio: 'p-1', by: 'sector', bucket: 'Health Care' } });
});

test.each(['Who signed it off, and when?', 'Who signed it off, and on which date?', 'Who approved that?'])('with nothing before it, it is asked what is meant: %s', async (text) => {
  const [turn] = await play([text], 'auditor');
  expect(turn!.outcome).toEqual({ kind: 'clarify', ambiguity: 'missing_reference' });
});

test('"is that still the live one?" after the model behind a recommendation asks about the model', async () => {
  const turns = await play(['Recommendation 12: what version of the model was behind it?', 'Is that still the live one? And when did it come out?'], 'auditor');
  expect(turns[1]!.calls.at(-1)!.name).toBe('list_model_versions');
});

test('a day without a year lies ahead for what is to be done', async () => {
  expect(await callOf('Remind me to send Margaret Ellison the report on 3 December', 'advisor')).toContain('"dueOn":"2026-12-03"');
  expect(await callOf('Remind me to send Margaret Ellison the report on 3 March', 'advisor')).toContain('"dueOn":"2027-03-03"');
});

test('a ticket names people as they are called', async () => {
  expect(await callOf('Open a ticket: Margaret Ellison cannot see last month\'s statement', 'advisor')).toContain('"body":"Margaret Ellison cannot see last month\'s statement"');
});

test('the opposite of what was asked for is not offered', async () => {
  const turns = await play(['Tag Margaret Ellison as VIP', 'Remove it again'], 'advisor');
  expect(turns[1]!.outcome.kind).toBe('clarify');
});

test('"and calls?" after meetings asks for calls in the same time', async () => {
  const turns = await play(['How many meetings did I have last month?', 'And calls?'], 'advisor');
  expect(turns[1]!.calls.at(-1)).toEqual({ name: 'list_interactions', args: { kind: 'call', period: 'last_month' } });
});

test('"draft that as a recommendation" keeps the aim of what was spoken of', async () => {
  const turns = await play(['What are the losses I could harvest for Margaret Ellison?', 'Draft that as a recommendation'], 'advisor');
  expect(turns[1]!.calls.at(-1)).toEqual({ name: 'propose_recommendation', args: { client: 'c-1', objective: 'harvest_losses' } });
});

test('"and overweight?" turns a screen to the other side', async () => {
  const turns = await play(['Who is underweight bonds by more than 2 points?', 'And overweight?'], 'advisor');
  expect(turns[1]!.calls.at(-1)).toEqual({ name: 'screen_book', args: { criterion: 'overweight', assetClass: 'fixed_income', thresholdFraction: 0.02 } });
});

test('a setting that is to stay as it is is not the one to change', async () => {
  expect(await callOf('Please set my language to German and keep the currency as it is', 'client')).toBe('set_preference {"key":"language","value":"de"}');
});
