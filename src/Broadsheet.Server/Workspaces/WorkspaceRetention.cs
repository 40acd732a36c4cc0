using System.Text.Json.Nodes;
using Broadsheet.Core;

namespace Broadsheet.Server.Workspaces;

/// <summary>How many days things are kept; absent is for ever, for files 30. Set whole. The newest run of a schedule is always kept.</summary>
internal sealed record WorkspaceRetention
{
    public const int UsualFileDays = 30;
    private const int MostDays = 36_500;

    public int? RunsDays { get; init; }

    /// <summary>Of runs made from then on; never shorter than links to files live.</summary>
    public int? FilesDays { get; init; }
    public int? AuditDays { get; init; }

    public static WorkspaceRetention Of(WorkspaceRow row) => new() { RunsDays = row.KeepRunsDays, FilesDays = row.KeepFilesDays, AuditDays = row.KeepAuditDays };

    public IEnumerable<FieldError> Check()
    {
        (string Field, int? Days)[] given = [("runs_days", RunsDays), ("files_days", FilesDays), ("audit_days", AuditDays)];
        foreach (var (field, days) in given)
        {
            if (days is < 1 or > MostDays) yield return new("retention." + field, "out-of-range", $"From 1 to {MostDays} days.");
        }
    }

    public void Apply(WorkspaceRow row) => (row.KeepRunsDays, row.KeepFilesDays, row.KeepAuditDays) = (RunsDays, FilesDays, AuditDays);

    public JsonObject Audited() => new() { ["runs_days"] = RunsDays, ["files_days"] = FilesDays, ["audit_days"] = AuditDays };
}
