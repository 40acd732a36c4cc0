-- Each slot that comes moves its schedule, and with it an entry of every index: these two cost as much as all the rest of that, and
-- what they served, lists and looks within one workspace, its own rows serve as well.
drop index report_schedules_template;
drop index report_schedules_next;
