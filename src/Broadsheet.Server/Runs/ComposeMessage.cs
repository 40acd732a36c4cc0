using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Recipients;
using Broadsheet.Server.Reports.Rendering;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Runs;

/// <summary>
/// The messages of one destination, composed once each: sending one again sends the same. Nothing that was cut, limited or not attached
/// goes unsaid.
/// </summary>
internal sealed class ComposeMessage
{
    private const int LongestSubject = 250;
    private static readonly ZonedDateTimePattern Time = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm '('z')'", DateTimeZoneProviders.Tzdb);

    private readonly RunRow run;
    private readonly RunPlan plan;
    private readonly RenderedReport report;
    private readonly FilePlan files;
    private readonly string subject;
    private readonly string note;

    private ComposeMessage(RunRow run, RunPlan plan, RenderedReport report, FilePlan files, string subject, string note) =>
        (this.run, this.plan, this.report, this.files, this.subject, this.note) = (run, plan, report, files, subject, note);

    /// <summary>Null for a report that goes out; else why the condition keeps it back, for a note that says so.</summary>
    public string? Nothing { get; init; }

    private bool IsTest => run.Trigger == RunTrigger.Test;

    private DateTimeZone Zone => DateTimeZoneProviders.Tzdb[plan.Zone];

    /// <summary>Fills subject and text: the destination's, else the workspace's, else the report's title.</summary>
    /// <param name="nothing">Why the condition keeps the report back, for a note that says so; null for the report itself.</param>
    public static Result<ComposeMessage> For(RunRow run, RunPlan plan, RenderedReport report, FilePlan files, Destination destination, DeliverySettingsRow settings, string? nothing)
    {
        var title = (destination.Settings.Text("subject") ?? settings.Subject) is { Length: > 0 } wanted ? report.Fill(wanted) : report.Title ?? run.ScheduleName;
        if (!title.IsOk) return title.Problem;
        var words = (destination.Settings.Text("text") ?? settings.Text) is { Length: > 0 } text ? FillLines(report, text) : "";
        return words.IsOk ? new ComposeMessage(run, plan, report, files, title.Value, words.Value) { Nothing = nothing } : words.Problem;
    }

    /// <summary><c>{"subject", "text", "html"?, "facts", "attach", "link"?, "unsubscribe"?}</c>.</summary>
    public JsonObject Message(MessageLinks links)
    {
        var message = new JsonObject
        {
            ["subject"] = (IsTest ? "[Test] " : "") + Line(Nothing is null ? subject : $"Nothing to report: {subject}"),
            ["text"] = Text(links),
            ["facts"] = Facts(links),
            ["attach"] = new JsonArray([.. files.Attached.Select(a => (JsonNode)a.Id.ToString())]),
        };
        if (Nothing is null && report.EmailHtml is { } html) message["html"] = MailFrame.Around(html, Before(), After(links));
        if (links.Files is { } page) message["link"] = page.AbsoluteUri;
        if (links.Recipient is { } own) message["unsubscribe"] = own.AbsoluteUri;
        return message;
    }

    private static Result<string> FillLines(RenderedReport report, string text)
    {
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var filled = report.Fill(line);
            if (!filled.IsOk) return filled.Problem;
            lines.Add(filled.Value);
        }

        return string.Join('\n', lines);
    }

    private string Text(MessageLinks links)
    {
        var text = new StringBuilder();
        foreach (var line in Before()) text.Append(line).Append('\n');
        if (text.Length > 0) text.Append('\n');
        if (Nothing is null && report.EmailText is { Length: > 0 } body) text.Append(body.TrimEnd()).Append("\n\n");
        foreach (var (line, link) in After(links)) text.Append(line).Append(link is null ? "" : ": " + link.AbsoluteUri).Append('\n');
        return text.ToString();
    }

    private List<string> Before()
    {
        var lines = new List<string>();
        if (IsTest) lines.Add("This is a test: it went to you alone.");
        if (note.Length > 0) lines.AddRange([.. lines.Count > 0 ? new[] { "" } : [], .. note.Split('\n')]);
        if (Nothing is not null) lines.AddRange([.. lines.Count > 0 ? new[] { "" } : [], $"There is nothing to report. {Nothing}", "This note says that the report ran and is not missing."]);
        return lines;
    }

    private IEnumerable<(string Line, Uri? Link)> After(MessageLinks links)
    {
        yield return (run.ScheduleName, null);
        yield return (string.Create(CultureInfo.InvariantCulture, $"For {Time.Format(run.ScheduledFor.InZone(Zone))}, {report.Rows:N0} rows"), null);
        foreach (var file in files.Attached) yield return (string.Create(CultureInfo.InvariantCulture, $"{file.FileName}: {file.Rows:N0} rows, {LinkPages.Size(file.Bytes)}"), null);
        foreach (var file in files.Linked)
            yield return (string.Create(CultureInfo.InvariantCulture, $"{file.FileName}: {file.Rows:N0} rows, {LinkPages.Size(file.Bytes)}{(files.Why is null ? "" : $", not attached because {files.Why}")}; to download until {Time.Format(files.Until.InZone(Zone))}"), links.Of(file));
        if (links.Recipient is { } own) yield return ("Why do I get this? Pause or unsubscribe", own);
    }

    private JsonObject Facts(MessageLinks links) => new()
    {
        ["workspace_id"] = run.WorkspaceId.ToString(),
        ["run_id"] = run.Id.ToString(),
        ["schedule_id"] = run.ScheduleId?.ToString(),
        ["schedule"] = run.ScheduleName,
        ["report_type"] = run.ReportType,
        ["scheduled_for"] = InstantPattern.ExtendedIso.Format(run.ScheduledFor),
        ["filters"] = report.Filters.DeepClone(),
        ["rows"] = report.Rows,
        ["note"] = note.Length > 0 ? note : null,
        ["files"] = new JsonArray([.. files.Attached.Concat(files.Linked).OrderBy(a => a.Id).Select(a => (JsonNode)new JsonObject
        {
            ["id"] = a.Id.ToString(), ["format"] = a.Format, ["file_name"] = a.FileName, ["bytes"] = a.Bytes, ["rows"] = a.Rows, ["sha256"] = a.Sha256,
            ["url"] = links.Of(a)?.AbsoluteUri,
        })]),
    };

    private static string Line(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > LongestSubject ? string.Concat(line.EnumerateRunes().Take(LongestSubject - 1)) + "…" : line;
    }
}
