-- Mean sentiment of all clients beside the yearly volatility of each market index, by calendar month. Firm-wide.
-- Volatility: sample deviation of the daily returns of the month times the root of 252; empty with fewer than two returns.
create or replace view report_sentiment_volatility as
select b.code as benchmark_code, b.name as benchmark, s.month, s.mean_score, s.score_count, v.volatility_fraction
from (
  select date_format(measured_on, '%Y-%m') as month, avg(score) as mean_score, count(*) as score_count from ClientSentiment group by date_format(measured_on, '%Y-%m')
) s
join Benchmarks b on b.kind = 'index'
left join (
  select security_id, date_format(price_date, '%Y-%m') as month, stddev_samp(daily_return) * sqrt(252) as volatility_fraction
  from (
    select security_id, price_date, cast(close as double) / lag(cast(close as double)) over (partition by security_id order by price_date) - 1 as daily_return
    from MarketPrices where security_id in (select security_id from Benchmarks where kind = 'index')
  ) returns_by_day
  where daily_return is not null
  group by security_id, date_format(price_date, '%Y-%m')
  having count(*) > 1
) v on v.security_id = b.security_id and v.month = s.month
order by b.code, s.month;
