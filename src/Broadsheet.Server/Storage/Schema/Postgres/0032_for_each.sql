-- Who gets a report of their own: a list, or a query.
alter table report_schedules add column for_each jsonb;
