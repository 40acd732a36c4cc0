-- When a run was found to be late, which is said once.
alter table runs add column late_at timestamptz;

-- The slot that no worker has taken in time, said once; and the first of the slots that got no run, until that is said.
alter table report_schedules add column late_slot timestamptz;
alter table report_schedules add column missed_from timestamptz;
create index report_schedules_missed on report_schedules (id) where missed_from is not null;
