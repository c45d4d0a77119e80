/**
 * How people ask about what they own, what it is worth, how it did and how it is spread: one line holds several ways, parted by `|`.
 * Names stand as `@kind`. Each must be read as its topic.
 */
export const PORTFOLIO_WAYS = {
  portfolio_value: `
    what is my nest egg worth these days | how much money have i got with you altogether | total across all my accounts | current value of @portfolio | what's @portfolio sitting at
    how much is @client worth with us | what does everything come to in euros | show me my balance | total wealth in dollars please | where does my pot stand today | what am i worth right now
    how big is @portfolio | value of everything i hold | my total in pounds | how much is in @portfolio | what's the current worth of my portfolios combined | how are we standing, total value | what would i get if i cashed in everything
    combined value of the portfolios tagged @tag | total in portfolios with the tag @tag | what do @client 's portfolios add up to | how much does @client have invested with us | grand total please | size of my portfolio`,
  holdings_list: `
    what do i own | which stocks are in @portfolio | list all positions in @portfolio | what am i invested in | show the line items of @portfolio | which of my shares are under water | which positions are worth less than i paid
    anything showing a loss in @portfolio | everything that is in profit | do i own any bonds | what tech names does @client hold | which funds are in there | do we hold anything in energy in @portfolio | any health care stocks in @portfolio
    show me @client 's positions sorted by size | ten heaviest positions, biggest first | just the bonds | what securities do i have in swiss francs | which holdings make up more than 5 percent | how many different positions are there
    contents of @portfolio | what's in the portfolio | what is @client holding | give me the inventory | breakdown of every single holding with its value | which of my assets are losers right now | pull up the holdings of @client
    what are we sitting on in @portfolio | do i have something in the materials space | stuff i bought that has gone down since | what etfs do i have`,
  largest_holding: `
    what is the biggest position in @portfolio | my largest holding | which stock weighs most in @portfolio | what do i own most of | which single name takes up the most room | top holding of @client | where is most of the money in @portfolio, which security
    what's the number one position | the heaviest line in the portfolio | which investment is my largest | biggest stake i have`,
  holding_detail: `
    how many @security do i have | how many units of @security are mine | what did i pay for @security | when did i buy @security | what's my @security stake worth | average purchase price of @security | do i still own @security
    how much of @portfolio is @security | how big is my @security position | at what price did i get into @security | cost basis of @security | when did @client first get into @security | how many shares of @security does @client hold
    how long have i been holding @security | is @security still in @portfolio | tell me about my holding in @security | what do i have in @security and am i up or down | number of shares of @security in @portfolio | book cost of @security`,
  value_history: `
    how much was @portfolio worth on date | what was my wealth at the end of last year | by how much did the value move between april and june | how much more is everything worth than at the start of the year | value back in march
    when was @portfolio at its peak | has it gone up since easter | how did the value change over the last six months | by how many dollars did @portfolio move in the second quarter | what was @client worth a year ago
    how much has my portfolio grown in money since january | am i richer than at new year | highest value ever reached | lowest point this year | what did it stand at on date | how much has been added or lost in value since then
    difference in value between then and now | how has the value of @portfolio developed since summer | what was the balance at the close of last quarter | how far did the value climb this year in pounds | by how much has my wealth shrunk since date`,
  account_overview: `
    how much cash do i have | what cash is lying around uninvested | cash as a share of everything | which accounts do i have with you | what types of account are there | cash across all accounts | how liquid am i
    how much of @client 's wealth is in cash | how much dry powder does @client have | available cash balance | what's in my current account | how much money is parked and not invested | what percentage of my money is in cash
    list my accounts | money sitting idle | how much could i withdraw right away | cash position of @client | show the cash balances | spare cash`,
  performance_return: `
    how did @portfolio do in october | what return have i made this year | how have we done since easter | performance of @portfolio over the past year | annualised return over three years | money weighted return this year
    what's the irr of @portfolio | twr since inception | taking my deposits and withdrawals into account what rate have i earned | return adjusted for cash flows | personal rate of return | how is @client doing this year overall
    how are my investments getting on | has it been a good quarter | did my portfolio make progress last month | what percentage did i earn in the first half | simple roi for this year | how well has my money worked since i started
    average yearly return over five years | compound growth rate of @portfolio | how did we do last quarter | was last year a good year for me | give me the ytd performance | rate of return on my investments, after flows
    return for the twelve months to date | how profitable has @portfolio been in percent | how is the portfolio doing`,
  gain_loss: `
    how much am i up on @security | how far in the black or red am i on @security | what profit have i locked in this year | what are my paper gains | unrealised profit on @client 's @security | total gain in money since i bought
    how much did i make on what i sold | what have i lost so far | realised gains this year | how much money have i made | how much did i make last year in dollars | open losses in @portfolio | gain on the position in money and percent
    am i ahead or behind on @security | what is my p&l | how much have my tech stocks made me | booked profits year to date | what did i earn on my sales | how much have i lost
    profit on paper versus cashed in | is @security making me money | what are we down on @security | gains i haven't taken yet`,
  risk_metrics: `
    how bumpy a ride has it been | volatility of @portfolio over the last year | what's the most @portfolio has dropped from a high | worst drawdown in two years | beta of @portfolio vs its benchmark | sharpe and sortino | tracking error over three years
    how risky is my portfolio | how much does it swing | largest peak to trough decline | value at risk | biggest fall from the top | how nervous should i be about ups and downs | risk numbers for @portfolio | what's the risk adjusted return
    how closely does it move with the market | how far did it fall at its worst | standard deviation of returns | how much could i lose on a bad day | how jumpy is @portfolio | is it more volatile than the index | how deep was the deepest dip
    sensitivity to the market | information ratio against the index | what's the downside risk | did i get paid for the risk i took`,
  benchmark_comparison: `
    am i beating the market | did @portfolio beat its yardstick | how does @portfolio compare with @benchmark | have i kept up with the index this year | am i ahead of @benchmark | are we lagging the benchmark | outperformance versus @benchmark
    would i have been better off in an index fund | how much better or worse than the reference index | excess return last quarter | which benchmark does @portfolio have | return relative to @benchmark in the second quarter
    are we doing better than the market | how far behind @benchmark are we | what is my portfolio measured against | has my advisor earned more than the index | did the benchmark do better than me`,
  compare_portfolios: `
    which of my portfolios did better | compare @portfolio and @portfolio | @portfolio versus @portfolio over the past year | which one has done better, @portfolio or @portfolio | put my portfolios side by side | how do my two portfolios compare
    is @portfolio doing better than @portfolio | which portfolio earned more | difference in return between my portfolios | rank my portfolios against each other`,
  performance_ranking: `
    my five biggest winners this year | which holding has gone up the most | worst performers in @portfolio | which stock did best last quarter | top three holdings by return | what has let me down the most this year | my best investment
    which of my positions shone | stars and dogs of @portfolio | the three weakest names over six months | who are the laggards in my portfolio | which of my shares rose most | what fell hardest among my holdings | best and worst stock since january
    which security in @portfolio has had the worst run | leaders and laggards`,
  performance_drivers: `
    what helped @portfolio the most last month | which positions hurt the portfolio | what drove the result | biggest contributors to return | what dragged us down in q2 | top detractors year to date | what was responsible for the loss
    where did my gains come from | why did @portfolio go down | five biggest positive contributors | which holdings cost me performance | what was behind the rise | what weighed on @portfolio | which names added the most to the result | reasons for the drop last quarter
    what moved the needle | who pulled their weight and who did not | attribution of the return`,
  allocation_breakdown: `
    how is my money split | what's @portfolio made up of by industry | sector breakdown | how much of @portfolio is in bonds in percent | what slice of my money sits in technology | where in the world am i invested | share of equities
    how diversified am i by country | regional split of @portfolio | asset mix of @client | what percentage is in real estate | weight of energy in @portfolio | how much of my wealth is in us stocks | currency and sector mix | stock bond ratio
    break it down by asset class | how heavily am i in tech, as a percentage | what proportion of @portfolio is fixed income | what's the geographic spread | how is @portfolio allocated | pie chart of my assets | how much exposure to health care do i have`,
  allocation_drift: `
    has @portfolio wandered from the mix we settled on | am i over or under my target for equities | how far off target is @portfolio | actual against target weights | by how much in each class do we miss the plan | drift of bonds in @portfolio
    are we still in line with the agreed allocation | what target did we agree for cash and where are we | do i have too much in stocks compared with the plan | overweights and underweights of @portfolio | where does the split depart from what was agreed
    is the mix still what we planned | how many points above target is equity | is @portfolio out of balance | what should my bond share be and what is it | gap between actual and target | has my portfolio strayed | is anything outside its band`,
  rebalance_history: `
    when did you last rejig @portfolio | last time we rebalanced @portfolio | why was it rebalanced | history of rebalances | what was the reason for the last rebalance | how often has @portfolio been rebalanced | when were the weights last put back in order
    when was @client 's portfolio last brought back to target | what happened at the last rebalancing | which trades were made at the last rebalance`,
  rebalance_draft: `
    rebalance my portfolio | work out the trades to bring @portfolio back in line | draft a rebalance with turnover capped at 8 percent | move @portfolio to a safer mix | get @portfolio back on target | what would we need to trade to hit the targets
    put the weights back where they belong | realign @portfolio using only cash | make my portfolio more conservative | shift to a more aggressive mix | prepare the rebalancing trades for @client | propose the trades to correct the drift | bring it back to plan without selling much
    what trades would restore the target | reset to the agreed allocation, tax aware`,
  concentration_check: `
    is any single name more than 8 percent of @portfolio | do i have too many eggs in one basket | which positions are above 7.5 percent | how much do my top five holdings make up | am i too dependent on one stock | is @client too concentrated
    does one company dominate | single stock risk in @portfolio | positions over ten percent of assets | how concentrated is @portfolio | what share do the ten largest have together | too heavy in one sector | any position bigger than a tenth
    am i overexposed to one issuer | cluster risk`,
} as const satisfies Record<string, string>;
