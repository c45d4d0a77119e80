/** How advisors ask about their book and their clients, and how people ask about the service and its records of them. */
export const BOOK_WAYS = {
  interaction_history: `
    when did i last speak with @client | when did we last have a meeting | last contact with @client | show my meetings with @client this year | how often have i talked to @client | what was said the last time i met @client | history of calls with @client
    who did i meet this week | how long ago did i see @client | notes from my last call with @client | when was our last conversation with @client | did i already phone @client this month`,
  not_contacted: `
    who hasn't heard from me in the last 45 days | which clients have i neglected | who have i not spoken to in three months | anyone i haven't been in touch with since summer | who is overdue for a call | clients i've lost touch with | which of my people have i not rung for 60 days
    who should i get back in touch with | whom have i not met this year | clients without any contact lately`,
  log_interaction: `
    make a note that i met @client today and we went over @portfolio | log a call with @client yesterday | record my meeting with @client: no changes | i spoke with @client this morning about @goal, please record it | just had a phone call with @client, we discussed fees
    add to the record that i saw @client on friday | put on file that i rang @client | enter a meeting with @client from last tuesday`,
  add_note: `
    add a note to @client 's file: prefers email | note on @client that she is moving abroad | write down that @client plans to retire early | file note for @client saying he wants less risk | jot down for @client: birthday in may`,
  book_summary: `
    how big's my book these days | how many clients do i look after | what do i manage in total | total assets under management | how many balanced clients do i have | aum please | number of households i serve | how much money do i run | total client assets
    count my clients by risk profile | what does my book add up to`,
  book_ranking: `
    which ten portfolios have the lowest return this year | most volatile three portfolios in my book | best performing portfolios year to date | my five largest clients by assets | who is my biggest client | rank my clients' portfolios by gain | which portfolios fell the most
    which clients did worst last quarter | league table of my portfolios | riskiest portfolios in the book | smallest accounts i have | top performers across my clients`,
  book_screen: `
    whose equity is more than 3 points over target | anyone nearly at their goal | which of my people are too heavy in one stock | who in my book has losses worth harvesting | which clients hold too much cash | who is underweight bonds | clients close to their targets
    which of my people are too heavy in tech | who is sitting on a pile of cash | clients with a single position above 15 percent | whose allocation is out of line | who needs rebalancing | which clients are more than 5 points below their bond target | who is about to reach a goal
    conservative clients in my book | who still owes fees | clients holding restricted stuff | which clients are at risk of leaving | who has drifted | who could i help save tax`,
  risk_alerts: `
    any high-severity risk alerts this week | what should i be worried about today | risk alerts for my clients | anything unusual in my book | what needs my attention | warnings for @client | insights from today | did anything flash red | early warnings on @portfolio
    anything i should know about my portfolio's risks | what's going on that i need to watch`,
  client_sentiment: `
    is @client getting happier or grumpier | how did @client score in the latest survey | how does @client feel about us | what feedback did @client leave | mood of @client over the last six months | is @client satisfied | what's @client 's sentiment trend | any complaints or praise from @client
    is @client still content with our service | how happy are my clients | what did @client say about us | has the tone of @client changed`,
  client_profile: `
    since when have i been a customer of yours | how long has @client been a client | what risk profile do you have for me | what's @client 's risk tolerance | what do we know about @client | when did @client join us | contact details of @client | preferences of @client
    how cautious is @client | what risk class am i in | what are @client 's investment objectives | how long have i been with you | when did i become a client | time horizon of @client | background on @client | am i rated as a conservative investor`,
  tags: `
    which of my portfolios are tagged @tag | everyone labelled @tag | which tags does @client have | who carries the tag @tag | list all tags | clients marked @tag | what labels are on @portfolio | clients in the @tag group`,
  tag_add: `
    put the @tag label on @client | tag @client as @tag | mark @portfolio with @tag | add @tag to @client | label @client @tag | give @client the tag @tag`,
  referral: `
    what's in it for me if i bring a mate on board | what do i get for recommending you to a friend | has anyone i referred joined | how many referrals came in from my clients | reward for introducing somebody | is there a bonus when a friend signs up | refer a colleague
    how does the referral programme work | did my friend open an account | who has referred new clients | what do i earn if i send you new customers | did the person i introduced become a client`,
  marketing: `
    which clients responded to the last campaign | who clicked on our newsletter | who came to the webinar | response to the latest mailing | did anyone react to the event invitation | who answered our marketing`,
  dashboard: `
    what's shown on my dashboard | which widgets do i have | what is on my start page | panels on the risk dashboard | tiles on my home screen | how is my dashboard set up`,
  sign_ins: `
    has somebody been trying to get into my account | failed logins in the last month | when did i last sign in | wrong passwords on my account this week | login attempts | who tried to log in as me | were there unsuccessful sign-ins | has anyone else logged into my account`,
  sessions: `on which devices am i signed in | active sessions | who is logged in right now | where am i logged in | list my open sessions`,
  security_events: `any security incidents on my account | suspicious activity this month | security events of high severity | has my account been hacked | unusual access`,
  conversation_history: `
    how many chats have i had with you this month | what was @client chatting with the bot about | what did i ask you last week | what has @client asked the assistant | how often does @client use the chat | our past conversations about fees | what did we talk about yesterday
    which questions did @client put to the assistant | number of conversations in october | what did @client want to know from the ai | show my earlier questions | has @client been using the chatbot`,
  help: `
    what are you good for | what can you do for me | how can you help me | what kind of things can i ask you | who are you | are you a robot | what do you know how to do | how does this work | which model is this | give me some examples of questions
    what else can you do | am i talking to a person`,
} as const satisfies Record<string, string>;
