/** How people ask about money moving, income, costs, tax, goals, scenarios and markets. */
export const MONEY_WAYS = {
  transaction_search: `
    what have i bought in the last six months | list the withdrawals this year | my last five transactions | when did i ever trade @security | pull @client 's sells since june | deposits over 10k in the past year | did i take any money out
    what trades were done in @portfolio last month | show account activity | how much did i pay in this year | all purchases above 5000 | did you sell anything for me lately | any dealings in @security | what went in and out of @portfolio in march
    how many trades has @client made | biggest withdrawal ever | when was my last deposit | total amount paid in since january | transaction history of @security | what did we sell in q2 | everything that happened in @portfolio last week
    has money come in | how much have i put in over the years | list @client 's trades above amount | what orders were executed yesterday | recent activity on my account`,
  dividend_income: `
    what did my shares pay out in dividends | dividends from @security over the past year | which investment paid me the most income | how much income did @client collect between january and june | dividend yield of @portfolio | coupons received
    what can i expect in dividends next year | how much passive income do i get | interest earned last quarter | when is my next dividend | payouts this year | how much did the bonds pay | who paid the biggest dividend and how much | distributions from my funds
    what do i live off, income from investments | does @security pay me anything | income i received in 2025 | withholding tax on my dividends | how much do i earn in dividends a year`,
  fees_costs: `
    what did i pay you guys last quarter | total charges in 2025 | how much are you costing me | fees as a percentage of my assets | what does your service cost me | how much has @client been charged | advisory fees this year | cost of managing @portfolio
    how expensive are my funds | what are you taking off me each year | management fee in bps | how much did the firm earn from @client | am i paying too much | all-in cost | commissions paid this year | what have i been charged so far 
    how much goes on custody and advice | your cut last year | what am i paying for all this`,
  billing_subscription: `
    when does my plan run out | how much was the last bill you sent me | which plan am i on | when does my subscription renew | next invoice amount | do i owe you anything | is there an unpaid invoice | when is my next payment due | what is included in my package
    what service level does @client have | does @client have open invoices | list my invoices | was my last invoice paid | when will i be billed next | how long does my membership last | when is my contract with you up for renewal | what tier is @client on`,
  tax_gains: `
    for the tax return i need the short and long term figures | long term profits realised in tax year 2025 | capital gains for last year, taxable | how much will the taxman want | what do i have to declare for 2025 | short term gains of @client in 2024
    tax figures for @portfolio | gains held under a year and over a year | tax situation for this year | what are my taxable gains so far | split my realised gains by holding period | numbers for my accountant for the tax year`,
  tax_loss_harvest: `
    are there losers i could sell to offset gains | losses worth harvesting | which positions could be sold for a tax loss | can i bring my tax bill down by realising losses | anything to harvest before year end | total of harvestable losses | tax loss candidates for @client
    use my losses against my gains | what could i sell at a loss for tax purposes | who has losses worth taking`,
  wash_sale_check: `
    will the wash sale rule bite if i sell @security today | from what date could i sell @security without triggering a wash sale | would buying @security back now be a wash sale | is there a thirty day problem with @security | was my sale of @security a wash sale
    when can i rebuy @security safely for tax | does the 30 day rule apply to @security | would selling @client 's @security at a loss count as a wash sale`,
  goal_progress: `
    how far off is my @goal target | will i make it to @goal on time | am i on track for @goal | how are my goals coming along | how much is still missing for the house | progress of @client 's goals | is retirement on schedule | which of my goals are behind
    how close am i to @goal | what percentage of @goal have i reached | am i saving enough for @goal as things stand | gap to my @goal goal | what goals do i have | list my savings targets | how is @goal looking | are the kids' education savings on course`,
  goal_projection: `
    how much would i have to put aside each month to hit @goal | suppose i pop 15k into @goal today what does it grow to | odds of me reaching @goal | how likely is it that @client makes @goal | what does @client need to save per month for @goal
    if i add 300 a month what will @goal be worth | what will @goal be worth at the target date | chances of meeting @goal | if i put a lump sum into @goal where would it end up | monthly saving needed for @goal
    projected value of @goal | would @goal work out if returns were only 3 percent | how much do i need to set aside for @goal | could i reach @goal two years earlier `,
  simulation_whatif: `
    where would @portfolio end up in ten years if i add 500 a month | worst ten percent outcome after twenty years if i draw 2000 each month | simulate @portfolio over 15 years | how long will my money last if i take out 3000 a month
    what could @portfolio be worth in twenty years with inflation of 3 percent | median outcome in ten years | monte carlo for @portfolio | chance of running out of money | range of outcomes over a decade | what if returns are lower than expected, in 12 years
    best case and worst case for @portfolio in 8 years | could i live off @portfolio taking 40000 a year | pessimistic scenario after 25 years | what does a typical path look like over the next 5 years | fifth percentile in 10 years`,
  stress_test: `
    how much would i be down in another covid crash | in a 2008 style meltdown what percentage would @portfolio fall | what does @portfolio lose in a dot com style bust | stress test @client 's portfolio | how would we cope with a market crash | what if stocks fell 30 percent
    how bad would another financial crisis be for me | impact of rising interest rates on @portfolio | loss if markets drop by a fifth | what happens to my money if rates jump two points | would i survive a bear market | hit from a repeat of the 1970s
    replay the pandemic on my portfolio | how hard would a crypto winter hit @client | run the crisis scenarios`,
  fx_exposure: `
    how much of @portfolio is exposed to the euro | if the dollar dropped by a fifth what would that do to my wealth | how much of my money is in foreign currency | currency risk in @portfolio | what share is held in yen | effect of a 10 percent fall in the pound
    what would a stronger franc cost me | am i exposed to exchange rates | how much did currency moves cost me this year | what do i have in dollars as a share | currency mix of @client | if sterling slid 15 percent how much would i lose | foreign currency holdings`,
  fx_rate: `
    what's the euro dollar rate today | how many dollars do i get for 5000 francs | convert 20k euros to pounds | exchange rate of the yen | what is 1000 gbp in usd | how much is a euro worth | eur/usd now | what would 250 chf be in euros | usd to jpy on date
    what does 10 million yen come to in dollars | today's rate for sterling`,
  esg_profile: `
    how green is @portfolio | which three holdings have the worst sustainability rating | esg score of @client 's portfolio | how ethical are my investments | is @security a responsible company | which holding drags down the esg score | how sustainable is my money
    environmental and social rating of @security | carbon laggards in @portfolio | do i own anything dirty | am i invested responsibly | least sustainable names | governance score | how does my portfolio do on the environment`,
  security_facts: `
    what exchange does @security trade on | what business is @security in | which sector is @security | what kind of security is @security | in which currency is @security quoted | isin of @security | what does @security do | where is @security listed | what country is @security from
    tell me about @security | is @security a fund or a stock | basic facts on @security | what is @security`,
  market_price: `
    what's @security trading at | how much was one @security share on date | 52 week high for @security | last price of @security | where did @security close | how has @security moved this year | what does a share of @security cost | @security price please
    how far is @security off its high | quote for @security | what did @security close at yesterday | has @security gone up since june | highest price of @security in the last twelve months | lowest close of @security this year | price of @security at the end of march | how did the @security share price do`,
  security_rating: `
    how do analysts rate @security | who rates @security and what's the grade | latest rating on @security and when was it given | is @security a buy according to analysts | credit rating of @security | what do the rating agencies say about @security | broker opinion on @security
    has @security been upgraded | what is the consensus on @security | analyst view`,
  market_overview: `
    is london trading right now | is tokyo open | how are the world markets doing | which exchanges are open | when does new york open | are the markets closed today | state of the asian markets | overview of global stock exchanges | is the stock market in frankfurt shut
    what are the opening hours of the swiss exchange | how did the main indices close`,
} as const satisfies Record<string, string>;
