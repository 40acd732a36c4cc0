using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Reports.Rendering;
using NodaTime;
using NodaTime.Text;

namespace Broadsheet.Server.Runs;

/// <summary>The message of a delivery, composed once: sending it again sends the same. Nothing that was cut or limited goes unsaid.</summary>
internal static class ComposeMessage
{
    private static readonly ZonedDateTimePattern Time = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm '('z')'", DateTimeZoneProviders.Tzdb);

    /// <summary><c>{"subject", "text", "html"?, "facts"}</c>.</summary>
    public static Result<JsonObject> Of(RunRow run, RunPlan plan, RenderedReport report, IReadOnlyList<ArtifactRow> artifacts, Destination destination)
    {
        var subject = destination.Settings.Text("subject") is { Length: > 0 } wanted ? report.Fill(wanted) : report.Title ?? run.ScheduleName;
        if (!subject.IsOk) return subject.Problem;
        var note = destination.Settings.Text("text") is { Length: > 0 } text ? report.Fill(text) : "";
        if (!note.IsOk) return note.Problem;
        var test = run.Trigger == RunTrigger.Test;
        var message = new JsonObject
        {
            ["subject"] = (test ? "[Test] " : "") + Line(subject.Value),
            ["text"] = Text(run, plan, report, artifacts, note.Value, test),
            ["facts"] = Facts(run, report, artifacts),
        };
        if (report.EmailHtml is { } html) message["html"] = html;
        return message;
    }

    private static string Text(RunRow run, RunPlan plan, RenderedReport report, IReadOnlyList<ArtifactRow> artifacts, string note, bool test)
    {
        var text = new StringBuilder();
        if (test) text.Append("This is a test: it went to you alone.\n\n");
        if (note.Length > 0) text.Append(note).Append("\n\n");
        if (report.EmailText is { Length: > 0 } body) text.Append(body.TrimEnd()).Append("\n\n");
        text.Append("-- \n").Append(run.ScheduleName).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"For {Time.Format(run.ScheduledFor.InZone(DateTimeZoneProviders.Tzdb[plan.Zone]))}, {report.Rows:N0} rows\n");
        foreach (var artifact in artifacts) text.Append(CultureInfo.InvariantCulture, $"{artifact.FileName}: {artifact.Rows:N0} rows, {artifact.Bytes:N0} bytes\n");
        return text.ToString();
    }

    private static JsonObject Facts(RunRow run, RenderedReport report, IReadOnlyList<ArtifactRow> artifacts) => new()
    {
        ["workspace_id"] = run.WorkspaceId.ToString(),
        ["run_id"] = run.Id.ToString(),
        ["schedule_id"] = run.ScheduleId?.ToString(),
        ["schedule"] = run.ScheduleName,
        ["report_type"] = run.ReportType,
        ["scheduled_for"] = InstantPattern.ExtendedIso.Format(run.ScheduledFor),
        ["filters"] = report.Filters.DeepClone(),
        ["rows"] = report.Rows,
        ["files"] = new JsonArray([.. artifacts.Select(a => (JsonNode)new JsonObject
        {
            ["id"] = a.Id.ToString(), ["format"] = a.Format, ["file_name"] = a.FileName, ["bytes"] = a.Bytes, ["rows"] = a.Rows, ["sha256"] = a.Sha256,
        })]),
    };

    private static string Line(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length > 250 ? line[..249] + "…" : line;
    }
}
