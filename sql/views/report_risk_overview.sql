-- Open insights and regulatory flags, gravest first, then newest. Firm-wide.
create or replace view report_risk_overview as
select source, severity, field(severity, 'critical', 'high', 'medium', 'low', 'info') as severity_rank, kind, client, portfolio, title, status, opened_on, id
from (
  select 'insight' as source, i.severity, i.kind, c.full_name as client, p.name as portfolio, i.title, i.status, date(i.detected_at) as opened_on, i.id
  from AIInsights i join Clients c on c.id = i.client_id left join Portfolios p on p.id = i.portfolio_id
  where i.status in ('open', 'acknowledged')
  union all
  select 'flag', f.severity, f.kind, c.full_name, p.name, f.title, f.status, date(f.opened_at), f.id
  from RegulatoryFlags f join Clients c on c.id = f.client_id left join Portfolios p on p.id = f.portfolio_id
  where f.status in ('open', 'in_review')
) alerts
order by severity_rank, opened_on desc, id;
