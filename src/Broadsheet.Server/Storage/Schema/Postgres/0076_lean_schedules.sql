-- Each slot that comes moves its schedule, and with it an entry of every index: what this one served, looks within one workspace, its own rows serve as well.
drop index report_schedules_template;
