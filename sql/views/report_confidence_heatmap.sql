-- Confidence of AI recommendations by sector of what they trade and by strategy. Firm-wide.
-- A recommendation counts once in each sector that it trades; one without trades belongs to no sector.
create or replace view report_confidence_heatmap as
select sector, strategy, avg(confidence) as mean_confidence, min(confidence) as least_confidence, count(*) as recommendation_count
from (
  select distinct r.id, r.strategy, r.confidence, coalesce(s.sector, 'No sector') as sector
  from AIRecommendations r
  join json_table(r.trades, '$[*]' columns (security_id varchar(36) path '$.securityId')) t
  left join Securities s on s.id = t.security_id
) sector_of_recommendation
group by sector, strategy
order by sector, strategy;
