using Broadsheet.Core.Schedules;

namespace Broadsheet.Server.Runs;

/// <summary><c>{ "send": "when_rows" }</c>.</summary>
internal sealed record ConditionWire
{
    public SendCondition Send { get; init; } = SendCondition.Always;
}
