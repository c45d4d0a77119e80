-- Asset classes that weigh less than their target in force, widest gap first, on the newest day derived. Firm-wide.
-- A class with a target of which nothing is held weighs 0; a portfolio without any allocation is left out.
create or replace view report_underweights as
select
  p.id as portfolio_id, p.name as portfolio, c.full_name as client, t.asset_class,
  coalesce(a.weight_fraction, 0) as actual_fraction, t.target_fraction, t.target_fraction - coalesce(a.weight_fraction, 0) as gap_fraction,
  coalesce(a.weight_fraction, 0) < t.min_fraction as is_below_band,
  round(w.total_base * t.target_fraction - coalesce(a.value_base, 0), 2) as gap_base, p.base_currency as currency, w.as_of
from AssetAllocationTargets t
join (
  select portfolio_id, max(valid_from) as valid_from from AssetAllocationTargets where valid_from <= current_date group by portfolio_id
) f on f.portfolio_id = t.portfolio_id and f.valid_from = t.valid_from
join Portfolios p on p.id = t.portfolio_id and p.status <> 'closed'
join Clients c on c.id = p.client_id
join (
  select portfolio_id, as_of, sum(value_base) as total_base from ActualAllocations
  where dimension = 'asset_class' and as_of = (select max(as_of) from ActualAllocations where dimension = 'asset_class')
  group by portfolio_id, as_of
) w on w.portfolio_id = p.id
left join ActualAllocations a on a.portfolio_id = p.id and a.dimension = 'asset_class' and a.bucket = t.asset_class and a.as_of = w.as_of
where t.target_fraction > coalesce(a.weight_fraction, 0)
order by gap_fraction desc, p.name asc;
