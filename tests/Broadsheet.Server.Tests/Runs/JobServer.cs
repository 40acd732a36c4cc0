using System.Text.Json.Nodes;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.Reports.Rendering;
using Broadsheet.Testing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Broadsheet.Server.Tests.Runs;

/// <summary>A live server with a small QA database and reports over it, good ones and ones that fail.</summary>
internal sealed class JobServer : IAsyncDisposable
{
    public const string Schedules = "/api/v1/reports/schedules";
    public const string RunsPath = "/api/v1/reports/runs";
    public const string Exports = "/api/scheduled-exports";

    private const string Data = """
        create table test_runs (day text, suite text, passed integer, failed integer, region text);
        insert into test_runs values ('2026-11-17', 'login', 98, 2, 'EU'), ('2026-11-18', 'cart', 70, 30, 'EU'), ('2026-11-17', 'us', 10, 0, 'US');
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private JobServer(LiveServer live) => Live = live;

    public LiveServer Live { get; }

    public static Task<JobServer> StartAsync(bool postgres = false, bool worker = true, params (string Key, string? Value)[] settings) => StartAsync(null, postgres, worker, settings);

    /// <param name="more">What else the server is made of.</param>
    public static async Task<JobServer> StartAsync(Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? more, bool postgres, bool worker, params (string Key, string? Value)[] settings)
    {
        var server = new JobServer(await LiveServer.StartAsync(more, postgres, null, [("Broadsheet:Worker", worker ? "true" : "false"), .. settings]));
        RenderWorld.Execute(Path.Combine(server.Live.Data.Sources, "qa.sqlite"), Data);
        await server.Live.WantAsync(201, "POST", "/api/v1/data-sources", new { name = "qa", type = "sqlite", settings = new { path = "qa.sqlite" } });
        await server.ReportAsync("quality", "select suite, passed, failed from test_runs where region = @region order by suite");
        return server;
    }

    /// <summary>Makes a report with one query.</summary>
    public Task<Answer> ReportAsync(string type, string sql, string source = "qa") => Live.WantAsync(201, "POST", "/api/v1/reports/templates", new { text = Document(type, sql, source) });

    public static string Document(string type, string sql, string source = "qa") => $$$"""
        ---
        title: Quality {{region}}
        report_type: {{{type}}}
        source: {{{source}}}
        parameters:
          region: { type: text, default: EU }
          period: { type: period, default: last_week }
        ---
        # Quality

        ```sql cases
        {{{sql}}}
        ```

        ```table cases
        columns: [suite, passed, failed]
        ```
        """;

    /// <summary>A whole hour in Warsaw that is half a day away: no schedule comes due while tests run.</summary>
    public static string At { get; } = (Now + Duration.FromHours(12)).InZone(DateTimeZoneProviders.Tzdb["Europe/Warsaw"]).ToString("HH':00'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A valid schedule: daily in Warsaw, CSV to the inbox.</summary>
    public static JsonObject Body(string reportType = "quality", params string[] destinations) => new()
    {
        ["name"] = "Daily quality",
        ["schedule_type"] = "daily",
        ["schedule_config"] = new JsonObject { ["times"] = new JsonArray(At), ["timezone"] = "Europe/Warsaw" },
        ["report_type"] = reportType,
        ["formats"] = new JsonArray("csv"),
        ["destinations"] = destinations.Length == 0
            ? new JsonArray(new JsonObject { ["type"] = "inbox" })
            : new JsonArray(new JsonObject { ["type"] = "email", ["to"] = new JsonArray([.. destinations.Select(d => (JsonNode)d)]) }),
    };

    /// <summary>The id of a new schedule.</summary>
    public async Task<string> CreateAsync(JsonObject? body = null, string? key = null) =>
        (await Live.WantAsync(201, "POST", Schedules, (body ?? Body()).ToJsonString(), key)).Json["id"]!.GetValue<string>();

    /// <summary>Runs a schedule now and waits for the end.</summary>
    public async Task<JsonNode> RunAsync(string schedule) =>
        await EndAsync((await Live.WantAsync(202, "POST", $"{Schedules}/{schedule}/run")).Json["run_id"]!.GetValue<string>());

    public Task<JsonNode> EndAsync(string run) => EndAsync(run, r => r["status"]!.GetValue<string>() is not ("queued" or "running"));

    /// <summary>The run once <paramref name="until"/> holds.</summary>
    public async Task<JsonNode> EndAsync(string run, Func<JsonNode, bool> until)
    {
        JsonNode? seen = null;
        await UntilAsync(async () => until(seen = (await Live.WantAsync(200, "GET", $"{RunsPath}/{run}")).Json), () => seen?.ToJsonString() ?? "");
        return seen!;
    }

    public static Task UntilAsync(Func<Task<bool>> condition, Func<string>? seen = null) =>
        Eventually.HoldsAsync("it happens.", Patience, condition, seen, TestContext.Current.CancellationToken);

    public async Task<JsonArray> RunsOfAsync(string schedule) => (await Live.WantAsync(200, "GET", $"{Schedules}/{schedule}/runs")).Json["items"]!.AsArray();

    /// <summary>Makes a schedule due at an instant, behind its back.</summary>
    public Task DueAsync(string schedule, Instant at)
    {
        var id = new ScheduleId(Guid.Parse(schedule));
        return Live.StoreAsync(db => db.Schedules.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.NextRunAt, at)));
    }

    /// <summary>The real clock, cut to whole seconds: what both databases agree on.</summary>
    public static Instant Now => Instant.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    public static string Iso(Instant at) => InstantPattern.ExtendedIso.Format(at);

    public ValueTask DisposeAsync() => Live.DisposeAsync();
}
