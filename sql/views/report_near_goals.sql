-- Active goals at 90 % of their target and more, furthest first. Firm-wide.
-- Current amount: earmarked share of the linked portfolio, converted over the euro at the last rates on record, plus what is saved outside.
-- A goal whose portfolio cannot be valued or converted is left out, never counted as zero.
create or replace view report_near_goals as
with euro_rates as (
  select r.quote_currency as currency, cast(r.rate as double) as per_euro
  from CurrencyExchangeRates r
  join (select quote_currency, max(rate_date) as rate_date from CurrencyExchangeRates where base_currency = 'EUR' group by quote_currency) newest
    on newest.quote_currency = r.quote_currency and newest.rate_date = r.rate_date
  where r.base_currency = 'EUR'
  union all select 'EUR', 1
)
select goal_id, client, goal, portfolio, currency, current_amount, target_amount, current_amount / target_amount as progress_fraction, target_date
from (
  select
    g.id as goal_id, c.full_name as client, g.name as goal, p.name as portfolio, g.currency, g.target_amount, g.target_date,
    case
      when g.portfolio_id is null then 0
      when p.base_currency = g.currency then h.value_base
      else h.value_base / own.per_euro * wanted.per_euro
    end * coalesce(g.earmark_fraction, 1) + coalesce(g.saved_amount, 0) as current_amount
  from InvestmentGoals g
  join Clients c on c.id = g.client_id
  left join Portfolios p on p.id = g.portfolio_id
  left join (select portfolio_id, cast(sum(market_value_base) as double) as value_base from Holdings group by portfolio_id) h on h.portfolio_id = g.portfolio_id
  left join euro_rates own on own.currency = p.base_currency
  left join euro_rates wanted on wanted.currency = g.currency
  where g.status = 'active' and g.target_amount > 0
) goals
where current_amount >= 0.9 * target_amount
order by progress_fraction desc, goal asc;
