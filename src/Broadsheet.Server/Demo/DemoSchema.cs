namespace Broadsheet.Server.Demo;

/// <summary>The tables of the demo. Types are declared, since SQLite's own values have none that a report could show.</summary>
internal static class DemoSchema
{
    public const string Tables = """
        create table projects (
            id INTEGER primary key, name TEXT not null, region TEXT not null, lead TEXT not null, started_on DATE not null, active BOOLEAN not null);
        create table releases (
            id INTEGER primary key, project_id INTEGER not null references projects, version TEXT not null, released_on DATE not null);
        create table suites (
            id INTEGER primary key, project_id INTEGER not null references projects, name TEXT not null, kind TEXT not null, team TEXT not null);
        create table test_cases (
            id INTEGER primary key, suite_id INTEGER not null references suites, name TEXT not null, owner TEXT not null, added_on DATE not null,
            quarantined BOOLEAN not null);
        -- One run of one suite. region, project and suite are repeated here so that the simplest question needs no join.
        create table test_runs (
            id INTEGER primary key, suite_id INTEGER not null references suites, region TEXT not null, project TEXT not null, suite TEXT not null,
            day DATE not null, started_at TIMESTAMP not null, build TEXT not null, cause TEXT not null,
            passed INTEGER not null, failed INTEGER not null, skipped INTEGER not null, duration_seconds REAL not null);
        -- Single results are kept for the nightly runs of the last 120 days. outcome: passed, failed, skipped, or flaky
        -- (failed, then passed when tried again on the same build).
        create table test_results (
            id INTEGER primary key, run_id INTEGER not null references test_runs, case_id INTEGER not null references test_cases,
            day DATE not null, outcome TEXT not null, attempts INTEGER not null, duration_ms INTEGER not null);
        create table defects (
            id INTEGER primary key, project_id INTEGER not null references projects, key TEXT not null, title TEXT not null, severity TEXT not null,
            status TEXT not null, area TEXT not null, assignee TEXT, found_in TEXT not null, opened_on DATE not null, closed_on DATE,
            reopened BOOLEAN not null, cost_estimate DECIMAL(10,2) not null);
        create table controls (
            id INTEGER primary key, code TEXT not null, title TEXT not null, framework TEXT not null, region TEXT not null, owner TEXT not null,
            weight INTEGER not null);
        create table assessments (
            id INTEGER primary key, control_id INTEGER not null references controls, assessed_on DATE not null, outcome TEXT not null,
            score DECIMAL(5,2) not null, evidence INTEGER not null, assessor TEXT not null, remediation_due DATE);
        """;

    /// <summary>Made after the rows, which is faster.</summary>
    public const string Indexes = """
        create index test_runs_day on test_runs (day, region);
        create index test_results_day on test_results (day, case_id);
        create index assessments_control on assessments (control_id, assessed_on);
        """;
}
