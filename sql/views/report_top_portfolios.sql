-- Portfolios by time-weighted return of the year to date, best first, on the newest day measured. Firm-wide: grant it to BI accounts only.
-- The tool report_top_portfolios shows the first five of what its reader may see.
create or replace view report_top_portfolios as
select
  row_number() over (order by m.value desc, p.name asc) as rank_number,
  m.portfolio_id, p.name as portfolio, c.full_name as client, p.base_currency as currency, m.value as return_fraction, m.as_of, m.quality, m.method
from PerformanceMetrics m
join Portfolios p on p.id = m.portfolio_id and p.status <> 'closed'
join Clients c on c.id = p.client_id
where m.metric = 'twr' and m.period_code = 'YTD' and m.value is not null
  and m.as_of = (select max(n.as_of) from PerformanceMetrics n where n.metric = 'twr' and n.period_code = 'YTD')
order by m.value desc, p.name asc;
