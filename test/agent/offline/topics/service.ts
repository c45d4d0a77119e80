/** How people ask for advice, orders, checks and client service. */
export const SERVICE_WAYS = {
  recommendation_request: `
    what would you do with my cash | suggest something to lower my risk | any ideas for @portfolio | what should i change | how could i diversify | give me a recommendation for @client | got an idea how to cut costs | what would you advise for @portfolio
    how can i make it greener | i have 20000 to invest what do you suggest | propose a change that lowers volatility | how should @client raise 50k in cash | what can we do about the concentration in @portfolio | where should i put my spare money | find a cheaper alternative to @security
    how do i protect myself against a falling dollar | i feel uneasy about the risk, what now | come up with one improvement for @portfolio`,
  recommendation_explain: `
    what's the thinking behind recommendation 12 | why did you recommend that | how sure were you about recommendation 7 | explain your last suggestion | what were the alternatives to recommendation 5 | what risks does recommendation 9 carry
    on what grounds did you propose selling | how did you arrive at recommendation 14 | what is recommendation 3 about | details of recommendation 21 | what would recommendation 8 change`,
  recommendation_list: `
    any suggestions from you that i still haven't answered | show me the ideas i turned down this year | what ai ideas are in my queue to sign off | recs for @client from the last six months | which recommendations are pending | what have you recommended to me so far
    list the proposals i accepted | which advice did i reject | recommendations waiting for my approval | all recommendations for @portfolio | open advice for @client | what was suggested to @client lately | how many recommendations did i get this year | what's still awaiting my decision
    what did the ai suggest last month | ideas that were declined | anything from the engine that i need to look at`,
  recommendation_decision: `
    i don't want to do recommendation 4 decline it | approve recommendation 12 | accept recommendation 9 | go ahead with recommendation 3 | turn down number 8 the client wants to wait | put recommendation 5 on hold until january | i'm fine with recommendation 2 | let's not do recommendation 11
    reject rec 7 because of tax | sign off recommendation 6 | yes to recommendation 10`,
  trade_order: `
    set up a sale of a quarter of my @security | offload my entire @security position | buy me 50 shares of @security | draft a buy order of 10000 of @security in @portfolio | sell @client 's @security | i want to buy some @security | get rid of half of @security | prepare an order to sell 20 @security
    put 5000 into @security | trim @security to 5 percent | top up @security by 100 units | sell everything i have in @security | i'd like to purchase @security for 2500 | dump @security | pick up a few more @security | order ticket for 30 @security | reduce @security by a third | buy a bit more @security`,
  money_transfer: `
    transfer 5000 to my bank account | wire 10k out | withdraw 2000 from @portfolio | i want to pay in 15000 | send 3000 to my current account | raise my monthly contribution to 600 | set up a standing order of 400 a month | move 20000 from @portfolio to my savings`,
  kyc_status: `
    do you need new id papers from me | which of my people have kyc running out by the end of the year | where does @client stand on kyc and until when is it good | is my identity check still valid | when do i have to prove who i am again | whose identity documents lapse soon
    does my passport on file expire | any kyc reviews due | who needs to be re-verified | has @client been verified | am i verified | overdue know your customer checks | is my verification up to date | when is the next identity review`,
  suitability_check: `
    would @security fit @client 's risk appetite | is @security suitable for me | does @security match my profile | is @security too risky for @client | would it be appropriate to put @client into @security | can somebody with my risk class own @security
    is a purchase of 20000 of @security ok for @client | does @security suit my objectives | should a cautious investor like @client hold @security`,
  restricted_check: `
    can @client hold @security or is it on the no-go list | is @security on my exclusion list | is @security restricted | are there things i said i never want to own | what is @client not allowed to hold | did i exclude tobacco | may i buy @security | is @security blocked for @client
    which securities are off limits for @client | restrictions on @client 's account`,
  compliance_checks: `
    failed compliance checks in my book this year | which checks did @client 's portfolio fail | results of the compliance checks last month | list checks with warnings | has @portfolio passed its checks | which rules were breached this quarter`,
  compliance_run: `
    run the compliance rules on @portfolio | does my portfolio break any rules right now | check @client against the rules | is @portfolio compliant | put @portfolio through the checks now | is everything in order with my portfolio as far as the rules go`,
  compliance_flags: `
    are there any regulatory flags on my account | anything flagged by the regulator on @client that's still open | show me open flags, most severe first | which of my clients are flagged | critical flags this month | has anything been flagged | resolved flags of @client
    any red flags in my book | outstanding regulatory issues | regulatory matters open for @client`,
  document_lookup: `
    when was my investment policy statement last revised | who last touched @client 's policy statement | do you have my power of attorney on file | which documents do you hold for me | when did i sign the client agreement | latest version of the fee agreement
    who edited @client 's contract and when | is there a signed mandate for @client | find the risk questionnaire | what paperwork is on file | when was the agreement updated | show my documents`,
  document_read: `
    read me my investment policy statement | what does the client agreement say about fees | what is written in the policy statement | let me read the fee agreement | contents of @client 's ips`,
  report_list: `
    what reports did you put together for me this year | which statements have been produced for @portfolio | list the reports on file for @client | when was my last statement issued | is my annual report available | past reports | has a tax report been made for 2025`,
  report_generate: `
    i need a statement for september, can you make one | could you prepare my tax report for 2025 | do up the tax pack for @client | i'm seeing @client tomorrow, prep me a short brief | write me a summary for the meeting with @client | put together a performance report for @portfolio
    get me ready for my meeting with @client | draft the quarterly report | generate an annual report for last year | one-pager on @client before our call | i need last month's statement | run off my october statement | produce a holdings report | briefing note on @client with value and open items
    i meet @client this afternoon, what do i need to know in a page | compile a tax summary for 2024`,
  notification_view: `
    how many alerts haven't i read yet | any new messages for me | what's in my inbox | unread notifications | show my latest alerts | did i miss anything | do i have anything new to read | what notifications did i get this week | how many unread items are there`,
  notification_settings: `
    am i getting the monthly statement by e-mail, is that setting on | are price alerts by sms switched on | how am i notified about trades | do i receive newsletters | which alerts are turned on | will i get an email when a dividend is paid | notification preferences | are push messages enabled`,
  notification_set: `
    stop texting me about price alerts | turn off marketing mails | send me an email when a report is ready | no more newsletters please | enable push notifications for trades | mute the goal reminders | i'd like sms alerts for risk warnings | unsubscribe me from promotions
    switch on email for dividends | don't e-mail me about marketing any more | put trade confirmations back on`,
  user_settings: `
    what's my display currency set to | which language is my profile in | what time zone do you have for me | is dark mode on | which phone number do you have on file for me | what are my settings | what address do you have for me `,
  user_setting_change: `
    switch my language to german | change my display currency to euros | use dark mode | set my time zone to zurich | show everything in pounds from now on | i'd like the site in french | make the theme light | update my number format | please display amounts in francs`,
  ticket_view: `
    has anyone dealt with my ticket yet | status of my support request | what happened to my complaint | any news on the problem i reported | which tickets are open | how is my case coming along | open tickets of @client | are there high priority tickets in my book
    is support still working on my issue | when was my ticket closed`,
  ticket_open: `
    i can't download my tax report, please raise this with support | the address on my statement is wrong | open a ticket, my login is broken | i want to complain about a fee | report a bug: the chart won't load | tell support that my dividend is missing | log a support case for @client about wrong cost basis
    something's wrong with my statement, can somebody fix it | file a complaint about the late transfer`,
  task_list: `
    how many of my tasks are past due | what do i have to do today | what's on my plate this week | show my to-do list | anything overdue | tasks for @client | what am i supposed to get done by friday | my open tasks | what's due next week | which follow-ups are pending`,
  task_create: `
    get @advisor to ring me next tuesday about @goal | remind me to ring @client next monday re @goal | create a task to send @client the forms by friday | i'd like a call from my advisor | have @advisor contact me tomorrow | set a reminder to review @portfolio in two weeks
    book a meeting with @advisor for thursday | can somebody call me back about my pension | put a follow up with @client on my list for december | ask my adviser to get in touch | schedule a call with @client on wednesday | add a to-do: check @client 's papers
    i want to talk to @advisor about @goal next week`,
  scheduled_jobs: `
    which jobs run tonight | what's scheduled for next week | when does the next batch run | upcoming scheduled jobs | automated jobs that failed | what runs overnight`,
  workflows: `
    workflows stuck for three weeks or more | which processes are not moving | where are approvals hanging | at which step is @client 's onboarding stuck | stalled workflows | anything that hasn't moved for ten days | what is blocked and where`,
  advisor_relationship: `
    who looks after my money | my adviser's phone number or mail please | who is my advisor | how do i reach my contact at the firm | who do i call if i have a question | since when has @advisor been my advisor | who covers @client | who is responsible for my account
    which email does my adviser have | who takes care of me here | name of my relationship manager | can i speak to a human`,
  message_send: `
    send @client a message saying that the report is ready | tell @client that the papers have arrived | drop @client a line: see you on friday | write to @client that we will call | let @client know the transfer is done`,
  alternatives_compare: `what are the options for @portfolio | compare different strategies for @portfolio | which courses of action are there for @portfolio side by side | alternatives for @portfolio with their effects`,
} as const satisfies Record<string, string>;
