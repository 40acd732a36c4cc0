using System.Diagnostics;
using System.Globalization;
using Broadsheet.Adapters.Formats.Csv;
using Broadsheet.Adapters.Formats.Html;
using Broadsheet.Adapters.Formats.Json;
using Broadsheet.Adapters.Formats.Pdf;
using Broadsheet.Adapters.Formats.Xlsx;
using Broadsheet.Adapters.Sources.Sqlite;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Blocks;
using Broadsheet.Core.Reports.Formatting;
using Broadsheet.Core.Reports.Tables;
using NodaTime;
using SQLitePCL;

namespace Broadsheet.Benchmarks.Reports;

/// <summary>
/// <c>reports format rows [repeats]</c>: writes a report of ten columns to a file and prints the median wall time and the peak of the
/// process's memory. <c>reports sqlite rows</c>: the same from a SQLite file to CSV. One figure a process, since the peak is the process's.
/// </summary>
internal static class ReportFigures
{
    public static async Task RunAsync(string[] args)
    {
        var rows = long.Parse(args[1], CultureInfo.InvariantCulture);
        var repeats = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 3;
        var folder = Directory.CreateTempSubdirectory("broadsheet-bench-");
        try
        {
            var file = Path.Combine(folder.FullName, "report");
            var (format, table) = args[0] == "sqlite" ? (new CsvFormat(), Sqlite(Path.Combine(folder.FullName, "data.sqlite"), rows)) : (Format(args[0]), Made(rows));
            var times = new List<double>();
            for (var i = 0; i < repeats; i++) times.Add(await OnceAsync(format, Content(table), file));
            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{args[0]} {rows} rows: median {times[times.Count / 2]:0.0} ms, best {times[0]:0.0} ms of {repeats}, {new FileInfo(file).Length / 1048576.0:0.0} MB, peak memory {Peak()} MB"));
            if (args.Length > 3) File.Copy(file, args[3], overwrite: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> OnceAsync(IReportFormat format, ReportContent content, string path)
    {
        var started = Stopwatch.GetTimestamp();
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1)) await format.WriteAsync(content, file, CancellationToken.None);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static IReportFormat Format(string name) => name switch
    {
        "csv" => new CsvFormat(),
        "json" => new JsonFormat(),
        "html" => new HtmlFormat(),
        "xlsx" => new XlsxFormat(),
        "pdf" => new PdfFormat(),
        _ => throw new ArgumentException($"There is no format {name}.", nameof(name)),
    };

    private static ReportTable Made(long rows)
    {
        var summary = new TableSummary("sales", MadeRows.Made);
        var first = new MadeRows(rows);
        while (first.NextAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully && summary.RowCount < Math.Min(rows, 2_000)) summary.Add(first.Row);
        var counted = new TableSummary("sales", MadeRows.Made);
        foreach (var row in summary.FirstRows) counted.Add(row);
        for (var i = summary.RowCount; i < rows; i++) counted.Add(summary.FirstRows[0]);
        return new("sales", _ => Task.FromResult<IRows>(new MadeRows(rows)), () => counted);
    }

    private static ReportTable Sqlite(string path, long rows)
    {
        Batteries_V2.Init();
        raw.sqlite3_open(path, out var db);
        raw.sqlite3_exec(db, "create table sales (id integer, amount decimal(10,2), name text, at datetime, active boolean, note text, price real, country text, quantity integer, day date);"
            + $"with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows}) insert into sales select i, (i * 7919 % 100000000) / 100.0, 'Zażółć gęślą ' || (i % 1000), "
            + "datetime(1577836800 + i, 'unixepoch'), i % 3 = 0, case when i % 4 = 0 then null else 'ordered \"express\", paid' end, (i % 1000003) / 7.0, 'PL', i % 500, date(1577836800 + i % 94608000, 'unixepoch') from n");
        raw.sqlite3_close_v2(db);
        var source = new SqliteSource(_ => null, TimeProvider.System);
        var settings = SettingValues.Parse(source.Settings, new() { ["path"] = path }).Value!;
        return new("sales", async ct =>
        {
            var session = (await source.OpenAsync(settings, new(RenderLimits.Default, DateTimeZone.Utc), ct)).Value!;
            return (await session.QueryAsync(new("sales", "select * from sales", null, 1), [], ct)).Value!;
        }, () => new TableSummary("sales", MadeRows.Made));
    }

    private static ReportContent Content(ReportTable table) => new()
    {
        Title = () => "Raport sprzedaży — Αναφορά — Отчёт — 売上報告",
        ReportType = "sales",
        Version = "v1",
        Slot = Instant.FromUtc(2026, 1, 5, 5, 0),
        Show = new CellText(null, DateTimeZoneProviders.Tzdb["Europe/Warsaw"]),
        Page = new(),
        Filters = [("Period", "December 2025")],
        FiltersJson = [],
        Tables = [table],
        Body = () => [Tiles, new Block.Table(new("sales", [.. new[] { "id", "amount", "name", "at", "active", "country", "quantity", "day" }.Select(n => new ColumnSpec(n))])), .. Chart],
    };

    private static Block.Tiles Tiles { get; } = new(
    [
        new("Revenue", "€ 12.48M", "+4.2% vs. last month", Colour.Green), new("Orders", "184 220", "+1.1%", Colour.Green),
        new("Avg. basket", "€ 67.74", "-0.8%", Colour.Red), new("Zwroty", "2.31%", "bez zmian", Colour.None),
    ]);

    private static IReadOnlyList<Block> Chart { get; } =
        [new Block.Chart(new("sales", ChartType.Bar, "id", ["quantity"]) { Title = "Quantity by sale", Lines = [] })];

    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 >> 20;
    }
}
