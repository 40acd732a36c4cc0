using System.Globalization;
using Npgsql;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>Processor seconds of a PostgreSQL, all its processes, those that have ended included. Linux.</summary>
internal static class DatabaseCpu
{
    private const double TicksPerSecond = 100;

    public static async Task<double> SecondsAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var ask = source.CreateCommand("select pg_backend_pid()");
        var backend = (int)(await ask.ExecuteScalarAsync())!;
        var postmaster = Stat(backend)![1];
        var ticks = Ticks(postmaster, children: true);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Stat(pid) is { } stat && stat[1] == postmaster) ticks += Ticks(pid.ToString(CultureInfo.InvariantCulture), children: false);
        }

        return ticks / TicksPerSecond;
    }

    private static double Ticks(string pid, bool children)
    {
        if (Stat(int.Parse(pid, CultureInfo.InvariantCulture)) is not { } stat) return 0;
        double Field(int index) => double.Parse(stat[index], CultureInfo.InvariantCulture);
        return Field(11) + Field(12) + (children ? Field(13) + Field(14) : 0);
    }

    /// <summary>The fields of /proc/pid/stat after the name: state, parent, …; null when the process is gone.</summary>
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
