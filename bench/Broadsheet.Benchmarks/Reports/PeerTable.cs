using System.Globalization;
using Broadsheet.Testing;

namespace Broadsheet.Benchmarks.Reports;

/// <summary>
/// <c>peers [full]</c>: every figure that is promised of report files, beside what others take for the same on this machine in the
/// same run. Peers that are not installed are left out and named. Without <c>full</c> the slow ones get a tenth of the rows, and
/// so does what they are compared with.
/// </summary>
internal sealed class PeerTable(bool full)
{
    /// <summary>How often the two that are compared closest run, one after the other each time: a shared machine changes its pace within a minute.</summary>
    private const int Turns = 5;

    private readonly string folder = Directory.CreateTempSubdirectory("broadsheet-peers-").FullName;
    private readonly string self = Environment.ProcessPath!;
    private readonly string peers = Repository.File("bench/Broadsheet.Benchmarks/Reports/Peers");

    public static async Task RunAsync(bool full)
    {
        var table = new PeerTable(full);
        Environment.SetEnvironmentVariable("Broadsheet__Outbound__Allow", "127.0.0.0/8");
        try
        {
            Console.WriteLine($"load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]} on {Environment.ProcessorCount} processors");
            Console.WriteLine($"{"what",-46}{"wall s",9}{"cpu s",9}{"peak MB",9}   ratio and target");
            await table.CsvAsync();
            await table.XlsxAsync();
            await table.PagesAsync();
        }
        finally
        {
            Directory.Delete(table.folder, recursive: true);
        }
    }

    private async Task CsvAsync()
    {
        if (PostgresCluster.WhyNot is { } reason)
        {
            Console.WriteLine($"csv from PostgreSQL: {reason}");
            return;
        }

        var connection = new Npgsql.NpgsqlConnectionStringBuilder(await PostgresCluster.Start().CreateDatabaseAsync());
        await PostgresCluster.ExecuteAsync(connection.ConnectionString, PostgresRows.Sql(5_000_000));
        await PostgresCluster.ExecuteAsync(connection.ConnectionString, "create role bench_reader login; grant pg_read_all_data to bench_reader");
        IReadOnlyList<string> Render(string report) => ["render", report, "--format", "csv", "--out", Place("csv"), "--source", $"pg=postgres://bench_reader@{connection.Host}:{connection.Port}/{connection.Database}?tls=disable"];
        var report = Place("sales.md");
        await File.WriteAllTextAsync(report, PostgresRows.Report(5_000_000));
        var (copies, renders) = (new List<Measured?>(), new List<Measured?>());
        for (var turn = 0; turn < Turns; turn++)
        {
            copies.Add(await Measured.RunAsync("psql",
                ["-h", connection.Host!, "-p", connection.Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-d", connection.Database!, "-qc", $"\\copy sales to '{Place("copy.csv")}' csv header"]));
            renders.Add(await Measured.RunAsync(Server, Render(report)));
        }

        var copy = await Show($"psql \\copy, 5,000,000 x 10, median of {Turns}", Task.FromResult(Median(copies)));
        await Show("csv, the whole program, the same", Task.FromResult(Median(renders)), m => $"{Ratio(m.Seconds, copy?.Seconds)} of \\copy ({Each(renders, copies)}); at most 1.5, under 120 MB");
        foreach (var rows in new[] { 1_000_000, 100_000 })
        {
            await File.WriteAllTextAsync(report, PostgresRows.Report(rows));
            await Show($"csv, the whole program, {rows:N0} x 10", Measured.RunAsync(Server, Render(report)));
        }
    }

    /// <summary>By wall time; null where one failed.</summary>
    private static Measured? Median(List<Measured?> runs) => runs.Contains(null) ? null : runs.OrderBy(r => r!.Seconds).ElementAt(runs.Count / 2);

    /// <summary>The ratio in each turn.</summary>
    private static string Each(List<Measured?> ours, List<Measured?> theirs) =>
        string.Join(", ", ours.Zip(theirs, (a, b) => string.Create(CultureInfo.InvariantCulture, $"{a?.Seconds / b?.Seconds:0.00}")));

    private async Task XlsxAsync()
    {
        foreach (var rows in new[] { 5_000_000, 1_000_000, 100_000 })
            await Own($"xlsx, {rows:N0} x 10", ["reports", "xlsx", $"{rows}", "1"], rows == 1_000_000 ? _ => "under 4 s and 100 MB" : null);
        var count = full ? 1_000_000 : 100_000;
        var ours = await Own($"xlsx, {count:N0} x 10, again", ["reports", "xlsx", $"{count}", "1"], null);
        string Times(Measured peer) => $"{Ratio(peer.Seconds, ours?.Seconds)} of ours in time, {Ratio(peer.Cpu, ours?.Cpu)} in cpu; at least 10 wanted";
        await Show($"xlsxwriter, {count:N0} x 10", Measured.RunAsync("/usr/bin/python3", ["with_xlsxwriter.py", Place("w.xlsx"), $"{count}"], peers), Times);
        await Show($"openpyxl, {count:N0} x 10", Measured.RunAsync("/usr/bin/python3", ["with_openpyxl.py", Place("o.xlsx"), $"{count}"], peers), Times);
        if (!Directory.Exists(Path.Combine(peers, "node_modules"))) await Measured.RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], peers);
        await Show($"exceljs, {count:N0} x 10", Measured.RunAsync("node", ["with_exceljs.mjs", Place("e.xlsx"), $"{count}"], peers), Times);
    }

    private async Task PagesAsync()
    {
        await Own("html, 10,000 rows, warm", ["reports", "html", "10000", "40", Place("10000.html")], _ => "under 0.060 s");
        await Own("html, 50 rows, warm", ["reports", "html", "50", "60", Place("50.html")], null);
        foreach (var (rows, repeats, target) in new[] { (50, 20, "under 0.040 s warm"), (10_000, 7, "under 0.5 s and 150 MB") })
        {
            var ours = await Own($"pdf, {rows:N0} rows, warm", ["reports", "pdf", $"{rows}", $"{repeats}"], _ => target);
            string Times(Measured peer) => $"{Ratio(peer.Seconds, ours?.Seconds)} of ours";
            var page = new Uri(Place($"{rows}.html")).AbsoluteUri;
            await Show($"chromium --print-to-pdf, {rows:N0} rows", Measured.RunAsync("chromium",
                ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", $"--user-data-dir={Place("profile")}", "--no-pdf-header-footer", $"--print-to-pdf={Place("c.pdf")}", page]), Times);
            if (rows == 50 || full) await Show($"weasyprint, {rows:N0} rows", Measured.RunAsync("weasyprint", ["-q", Place($"{rows}.html"), Place("w.pdf")]), Times);
        }
    }

    private static string Server => Repository.File("src/Broadsheet.Server/bin/Release/net10.0/Broadsheet.Server");

    private string Place(string name) => Path.Combine(folder, name);

    /// <summary>A figure of this program, which says its median without the start of the process; its peak is its own.</summary>
    private async Task<Measured?> Own(string what, IReadOnlyList<string> arguments, Func<Measured, string>? note)
    {
        if (await Measured.RunAsync(self, arguments) is not { } ran) return null;
        var median = ran.Output.Split("median ")[1].Split(" ms")[0];
        return await Show(what, Task.FromResult<Measured?>(ran with { Seconds = double.Parse(median, CultureInfo.InvariantCulture) / 1000 }), note);
    }

    private static async Task<Measured?> Show(string what, Task<Measured?> running, Func<Measured, string>? note = null)
    {
        var ran = await running;
        Console.WriteLine(ran is null ? $"{what,-46}   not installed, or failed"
            : string.Create(CultureInfo.InvariantCulture, $"{what,-46}{ran.Seconds,9:0.000}{ran.Cpu,9:0.00}{ran.Megabytes,9:0}   {note?.Invoke(ran)}"));
        return ran;
    }

    private static string Ratio(double value, double? to) => to is > 0 ? string.Create(CultureInfo.InvariantCulture, $"{value / to:0.0} times") : "-";
}
