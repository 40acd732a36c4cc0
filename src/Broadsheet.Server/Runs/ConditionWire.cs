using Broadsheet.Core.Schedules;

namespace Broadsheet.Server.Runs;

/// <summary><c>{ "send": "when_rows", "note": true }</c>.</summary>
internal sealed record ConditionWire
{
    public SendCondition Send { get; init; } = SendCondition.Always;

    /// <summary>Send a short “nothing to report” instead of nothing when the condition keeps the report back.</summary>
    public bool Note { get; init; }
}
