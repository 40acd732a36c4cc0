using System.Text.Json.Nodes;
using Broadsheet.Adapters.Documents;
using Broadsheet.Adapters.Formats.Csv;
using Broadsheet.Adapters.Formats.Html;
using Broadsheet.Adapters.Formats.Json;
using Broadsheet.Adapters.Sources.Sqlite;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Server.Reports.Rendering;
using NodaTime;
using SQLitePCL;
using Xunit;

namespace Broadsheet.Server.Tests.Reports.Rendering;

/// <summary>A folder with a small QA database, and the renderer over all formats.</summary>
internal sealed class RenderWorld : IDisposable
{
    public static readonly Instant Slot = Instant.FromUtc(2026, 11, 23, 8, 0);

    private const string Schema = """
        create table test_runs (day date, suite text, passed integer, failed integer, rate real, region text);
        insert into test_runs values
          ('2026-11-16', 'login', 98, 2, 0.98, 'EU'), ('2026-11-17', 'login', 95, 5, 0.95, 'EU'), ('2026-11-18', 'cart', 70, 30, 0.7, 'EU'),
          ('2026-11-22', 'cart <b>x</b>', 88, 12, 0.88, 'EU'), ('2026-11-23', 'late', 1, 1, 0.5, 'EU'), ('2026-11-17', 'us', 10, 0, 1.0, 'US');
        """;

    static RenderWorld() => Batteries_V2.Init();

    public RenderWorld()
    {
        Folder = Directory.CreateTempSubdirectory("render-").FullName;
        Database = Path.Combine(Folder, "qa.sqlite");
        Execute(Database, Schema);
    }

    public string Folder { get; }

    public string Database { get; }

    public string Output => Path.Combine(Folder, "out");

    public static MarkdownDocuments Documents { get; } = new();

    public static ReportDocument Parse(string text)
    {
        var read = Documents.Read(text);
        Assert.True(read.IsOk, read.Problem?.Summary);
        return read.Value;
    }

    public static void Execute(string database, string sql)
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(database, out var db));
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(db, sql));
        raw.sqlite3_close_v2(db);
        db.Dispose();
    }

    public RenderRequest Request(string text, JsonObject? filters = null, params string[] formats) => new()
    {
        Document = Parse(text),
        Version = "v3",
        Filters = filters ?? [],
        Slot = Slot,
        Zone = DateTimeZoneProviders.Tzdb["Europe/Warsaw"],
        WeekStart = IsoDayOfWeek.Monday,
        Formats = formats,
        Folder = Output,
        Source = (_, _) => Task.FromResult(Source()),
    };

    public static RenderReport Renderer() => new([new CsvFormat(), new JsonFormat(), new HtmlFormat()], new MailFormat(), Documents, TimeProvider.System);

    public Task<Result<RenderedReport>> RenderAsync(string text, JsonObject? filters = null, params string[] formats) =>
        Renderer().RunAsync(Request(text, filters, formats), TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private Result<OpenSource> Source()
    {
        var adapter = new SqliteSource(_ => null, TimeProvider.System);
        var settings = SettingValues.Parse(adapter.Settings, new() { ["path"] = Database }).Value!;
        return new OpenSource((options, ct) => adapter.OpenAsync(settings, options, ct));
    }
}
