using NodaTime;

namespace Broadsheet.Core.Reports;

/// <summary>How large one rendering may get. Meeting a limit is an error that says the number; nothing is cut in silence.</summary>
public sealed record RenderLimits
{
    public static RenderLimits Default { get; } = new();

    /// <summary>For live previews: small and quick.</summary>
    public static RenderLimits Preview { get; } = new()
    {
        MaxRows = 100_000, MaxBytes = 64L << 20, QueryTime = Duration.FromSeconds(20), TotalTime = Duration.FromSeconds(40),
    };

    /// <summary>Rows of one query.</summary>
    public long MaxRows { get; init; } = 20_000_000;

    /// <summary>Columns of one query.</summary>
    public int MaxColumns { get; init; } = 2_000;

    /// <summary>Characters in one cell.</summary>
    public int MaxCell { get; init; } = 16 << 20;

    /// <summary>Bytes of one file, and of one spooled result.</summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>Wall time of one query, reading its rows included.</summary>
    public Duration QueryTime { get; init; } = Duration.FromMinutes(30);

    /// <summary>Wall time of the whole rendering.</summary>
    public Duration TotalTime { get; init; } = Duration.FromHours(2);
}
