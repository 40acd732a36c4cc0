using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Broadsheet.Server.Http;

/// <summary>Writes measurements in the Prometheus text format, version 0.0.4.</summary>
internal static class MetricsText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(MeterRecorder recorder)
    {
        var text = new StringBuilder();
        foreach (var family in recorder.Read().GroupBy(s => s.Instrument).OrderBy(g => g.Key.Name, StringComparer.Ordinal)) Family(text, family);
        Process(text);
        return text.ToString();
    }

    /// <summary>Tags as <c>status="succeeded",type="email"</c>, in order of their names.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var parts = new List<string>(tags.Length);
        foreach (var (name, value) in tags) parts.Add($"{Plain(name)}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
        parts.Sort(StringComparer.Ordinal);
        return string.Join(',', parts);
    }

    private static void Family(StringBuilder text, IGrouping<Instrument, (Instrument Instrument, string Labels, Series Series)> family)
    {
        var first = family.First().Series;
        var name = Name(family.Key, first);
        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(family.Key.Description ?? family.Key.Name)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(first.IsHistogram ? "histogram" : first.IsCounter ? "counter" : "gauge").Append('\n');
        foreach (var (_, labels, series) in family.OrderBy(s => s.Labels, StringComparer.Ordinal)) One(text, name, labels, series);
    }

    private static void One(StringBuilder text, string name, string labels, Series series)
    {
        var (value, count, buckets) = series.Snapshot();
        if (!series.IsHistogram)
        {
            Line(text, name, labels, value);
            return;
        }

        var below = 0L;
        for (var i = 0; i < buckets.Length; i++)
        {
            below += buckets[i];
            var bound = i < series.Bounds.Count ? Number(series.Bounds[i]) : "+Inf";
            Line(text, name + "_bucket", (labels.Length > 0 ? labels + "," : "") + $"le=\"{bound}\"", below);
        }

        Line(text, name + "_sum", labels, value);
        Line(text, name + "_count", labels, count);
    }

    private static void Process(StringBuilder text)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Single(text, "process_cpu_seconds_total", "counter", "Processor time, user and system.", process.TotalProcessorTime.TotalSeconds);
        Single(text, "process_resident_memory_bytes", "gauge", "Memory in use.", process.WorkingSet64);
        Single(text, "process_start_time_seconds", "gauge", "When the process started, since the epoch.", new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
        Single(text, "process_threads", "gauge", "Threads of the process.", process.Threads.Count);
        Single(text, "dotnet_gc_heap_bytes", "gauge", "Managed heap after the last collection.", GC.GetTotalMemory(forceFullCollection: false));
        Single(text, "dotnet_gc_pause_seconds_total", "counter", "Time paused for collecting garbage.", GC.GetTotalPauseDuration().TotalSeconds);
    }

    private static void Single(StringBuilder text, string name, string type, string help, double value)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        Line(text, name, "", value);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary><c>broadsheet.runs</c> counted is <c>broadsheet_runs_total</c>; seconds and bytes are in the name.</summary>
    private static string Name(Instrument instrument, Series series)
    {
        var name = Plain(instrument.Name);
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "ms" => "_milliseconds", _ => "" };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return series.IsCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Plain(string name) => string.Create(name.Length, name, (target, source) =>
    {
        for (var i = 0; i < source.Length; i++) target[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
    });

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
