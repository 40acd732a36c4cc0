using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Xunit;

namespace Broadsheet.Server.Tests.Runs;

public sealed class BurstTests
{
    private const string DryRun = JobServer.Schedules + "/for-each";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everybody_of_a_query_gets_their_own_report_and_nobody_elses(bool postgres)
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(postgres, true, mail.Settings);
        var body = Body("""{ "query": "select case region when 'EU' then 'eu@example.com' else 'us@example.com' end as \"to\", region from test_runs group by region order by region" }""");
        var schedule = await server.CreateAsync(body);
        var saved = (await server.Live.WantAsync(200, "GET", $"{JobServer.Schedules}/{schedule}")).Json;
        Assert.Equal((true, null), (saved["for_each"]!["query"] is not null, saved["destinations"]![0]!["to"]));
        var run = await server.RunAsync(schedule);
        Assert.Equal(("succeeded", 3), (run["status"]!.GetValue<string>(), run["rows"]!.GetValue<int>()));
        Assert.Equal(["eu@example.com sent", "us@example.com sent"], run["deliveries"]!.AsArray().Select(d => $"{d!["recipient"]} {d["status"]}").Order());
        Assert.Equal(2, run["artifacts"]!.AsArray().Count);
        var (eu, us) = (mail.Mails.Single(m => m.To == "eu@example.com").Text, mail.Mails.Single(m => m.To == "us@example.com").Text);
        Assert.Contains("Subject: Quality EU", eu, StringComparison.Ordinal);
        Assert.Contains("Subject: Quality US", us, StringComparison.Ordinal);
        Assert.Contains("login", eu, StringComparison.Ordinal);
        Assert.DoesNotContain("login", us, StringComparison.Ordinal);
        Assert.Single(eu.Split("filename=")[1..]);
    }

    [Fact]
    public async Task A_list_is_made_once_for_each_set_of_filters_and_a_bad_one_harms_nobody_else()
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        var schedule = await server.CreateAsync(Body("""
            { "list": [ { "to": "a@example.com", "filters": { "region": "EU" } }, { "to": "b@example.com", "filters": { "region": "EU" } },
                        { "to": "not an address", "filters": { "region": "US" } } ] }
            """));
        var run = await server.RunAsync(schedule);
        Assert.Equal("partially_failed", run["status"]!.GetValue<string>());
        Assert.Equal(["a@example.com sent ", "b@example.com sent ", "not an address failed not_made"], run["deliveries"]!.AsArray().Select(d => $"{d!["recipient"]} {d["status"]} {d["hold"]}").Order());
        Assert.Equal(2, run["artifacts"]!.AsArray().Count);
        Assert.Equal(["a@example.com", "b@example.com"], mail.Reports.Select(m => m.To).Order());
        var bad = run["deliveries"]!.AsArray().Single(d => d!["hold"] is not null)!;
        Assert.Equal("not-made", (await server.Live.WantAsync(409, "POST", $"{JobServer.RunsPath}/{run["id"]}/deliveries/{bad["id"]}/retry")).Code);
        await server.Live.WantAsync(202, "POST", $"{JobServer.RunsPath}/{run["id"]}/retry");
        await server.EndAsync(run["id"]!.GetValue<string>());
        Assert.Equal(2, mail.Reports.Count());
    }

    [Fact]
    public async Task The_inbox_of_one_shows_no_file_of_another()
    {
        await using var server = await JobServer.StartAsync();
        await server.Live.WantAsync(201, "POST", "/api/v1/members", new { email = "other@example.com", role = "viewer" });
        var body = Body($$"""{ "list": [ { "to": "{{LiveServer.Email}}", "filters": { "region": "EU" } }, { "to": "other@example.com", "filters": { "region": "US" } } ] }""");
        body["destinations"] = new JsonArray(new JsonObject { ["type"] = "inbox" });
        var run = await server.RunAsync(await server.CreateAsync(body));
        Assert.Equal(("succeeded", 2), (run["status"]!.GetValue<string>(), run["artifacts"]!.AsArray().Count));
        var own = (await server.Live.WantAsync(200, "GET", "/api/v1/notifications")).Json["items"]!.AsArray().Single(i => i!["event"] is null)!;
        Assert.Single(own["artifacts"]!.AsArray());
    }

    [Fact]
    public async Task A_dry_run_says_how_many_and_shows_any_one_of_them()
    {
        await using var server = await JobServer.StartAsync();
        var body = Body("""{ "query": "select lower(region) || '@example.com' as \"to\", region from test_runs group by region order by region" }""");
        body["destinations"]![0]!["subject"] = "For {{region}}";
        var first = (await server.Live.WantAsync(200, "POST", DryRun, body.ToJsonString())).Json;
        Assert.Equal((2, "eu@example.com", "For EU", 2), (first["count"]!.GetValue<int>(), first["shown"]!["to"]!.GetValue<string>(), first["shown"]!["subject"]!.GetValue<string>(), first["shown"]!["rows"]!.GetValue<int>()));
        var second = (await server.Live.WantAsync(200, "POST", DryRun + "?show=1", body.ToJsonString())).Json["shown"]!;
        Assert.Equal(("us@example.com", "For US", "US"), (second["to"]!.GetValue<string>(), second["subject"]!.GetValue<string>(), second["filters"]!["region"]!.GetValue<string>()));
        Assert.Equal(("show", "out-of-range"), (await server.Live.WantAsync(422, "POST", DryRun + "?show=2", body.ToJsonString())).Error);
        Assert.Empty((await server.Live.WantAsync(200, "GET", JobServer.Schedules)).Json["items"]!.AsArray());
        Assert.Empty((await server.Live.WantAsync(200, "GET", JobServer.RunsPath)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_test_goes_to_the_caller_alone_with_the_first_ones_report()
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        var body = Body("""{ "list": [ { "to": "a@example.com", "filters": { "region": "US" } }, { "to": "b@example.com", "filters": { "region": "EU" } } ] }""");
        var started = (await server.Live.WantAsync(202, "POST", JobServer.Schedules + "/test", body.ToJsonString())).Json["run_id"]!.GetValue<string>();
        Assert.Equal("succeeded", (await server.EndAsync(started))["status"]!.GetValue<string>());
        var only = Assert.Single(mail.Mails);
        Assert.Equal(LiveServer.Email, only.To);
        Assert.Contains("Subject: [Test] Quality US", only.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ }""", "for_each", "required")]
    [InlineData("""{ "list": [], "query": "select 1" }""", "for_each", "required")]
    [InlineData("""{ "list": [] }""", "for_each.list", "wrong-type")]
    [InlineData("""{ "list": [ { "adress": "a@example.com" } ] }""", "for_each.list[0]", "wrong-type")]
    [InlineData("""{ "list": [ { "to": "a@example.com", "filters": { "regon": "EU" } } ] }""", "for_each.list[0].filters.regon", "unknown-filter")]
    [InlineData("""{ "list": [ { "to": "a@example.com" }, { "to": "A@example.com" } ] }""", "for_each", "twice")]
    [InlineData("""{ "sql": "select 1" }""", "for_each.sql", "unknown-field")]
    public async Task What_cannot_be_meant_is_refused_at_its_field(string forEach, string field, string code)
    {
        await using var server = await JobServer.StartAsync(worker: false);
        Assert.Equal((field, code), (await server.Live.WantAsync(422, "POST", JobServer.Schedules, Body(forEach).ToJsonString())).Error);
    }

    /// <summary>All reports of a run have the schedule's time together; nothing leaves before the last is made.</summary>
    [Fact]
    public async Task A_burst_that_runs_out_of_time_has_sent_nothing_and_says_whose_time_it_was()
    {
        await using var mail = new MailBox();
        await using var server = await JobServer.StartAsync(false, true, mail.Settings);
        await server.ReportAsync("slow", "with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000000000) select suite, passed, failed from test_runs where region = @region and (@region = 'EU' or (select count(*) from n) > 0)");
        var body = Body("""{ "list": [ { "to": "a@example.com", "filters": { "region": "EU" } }, { "to": "b@example.com", "filters": { "region": "US" } } ] }""");
        (body["report_type"], body["policy"]) = ("slow", new JsonObject { ["timeout"] = "PT4S", ["max_attempts"] = 1 });
        var run = await server.RunAsync(await server.CreateAsync(body));
        Assert.Equal("failed", run["status"]!.GetValue<string>());
        Assert.Contains("policy.timeout", run["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(run["deliveries"]!.AsArray());
        Assert.Empty(mail.Reports);
    }

    [Fact]
    public async Task More_recipients_than_one_schedule_takes_are_refused_with_the_number()
    {
        await using var server = await JobServer.StartAsync(worker: false);
        string List(int count) => $$"""{ "list": [ {{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{ "to": "r{{i}}@example.com" }"""))}} ] }""";
        string Query(int count) => $$"""{ "query": "with recursive n(i) as (select 1 union all select i + 1 from n where i < {{count}}) select 'r' || i || '@example.com' as \"to\" from n", "source": "qa" }""";
        foreach (var forEach in new Func<int, string>[] { List, Query })
        {
            Assert.Equal(2_000, (await server.Live.WantAsync(200, "POST", DryRun, Body(forEach(2_000)).ToJsonString())).Json["count"]!.GetValue<int>());
            var refused = await server.Live.WantAsync(422, "POST", DryRun, Body(forEach(2_001)).ToJsonString());
            Assert.StartsWith("for_each", refused.Error.Field, StringComparison.Ordinal);
            Assert.Contains("2000", refused.Text.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        await server.Live.WantAsync(422, "POST", JobServer.Schedules, Body(List(2_001)).ToJsonString());
    }

    [Fact]
    public async Task Recipients_in_the_destination_and_a_query_that_names_none_are_refused()
    {
        await using var server = await JobServer.StartAsync(worker: false);
        var both = Body("""{ "list": [ { "to": "a@example.com" } ] }""");
        both["destinations"]![0]!["to"] = new JsonArray("b@example.com");
        Assert.Equal(("destinations[0].to", "for-each"), (await server.Live.WantAsync(422, "POST", JobServer.Schedules, both.ToJsonString())).Error);
        Assert.Equal(("for_each.query", "no-recipient"), (await server.Live.WantAsync(422, "POST", DryRun, Body("""{ "query": "select region from test_runs" }""").ToJsonString())).Error);
        Assert.Equal(("for_each.query", "unknown-filter"), (await server.Live.WantAsync(422, "POST", DryRun, Body("""{ "query": "select 'a@example.com' as \"to\", 1 as suite" }""").ToJsonString())).Error);
    }

    private static JsonObject Body(string forEach)
    {
        var body = JobServer.Body();
        body["for_each"] = JsonNode.Parse(forEach);
        body["destinations"] = new JsonArray(new JsonObject { ["type"] = "email" });
        return body;
    }
}
