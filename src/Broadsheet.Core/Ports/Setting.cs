namespace Broadsheet.Core.Ports;

/// <summary>One named setting of an adapter.</summary>
public sealed record Setting(string Name, SettingKind Kind, string Description)
{
    public bool Required { get; init; }

    /// <summary>Write-only: never answered, logged or audited; stored encrypted.</summary>
    public bool Secret { get; init; }

    /// <summary>Used when absent; in the JSON form the caller would have written.</summary>
    public string? Default { get; init; }

    /// <summary>For <see cref="SettingKind.Choice"/>: all that is accepted.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Changing it makes the stored secrets invalid: they must be entered again (a host, a URL).</summary>
    public bool BindsSecrets { get; init; }

    /// <summary>Longest text, in UTF-16 units.</summary>
    public int MaxLength { get; init; } = 2_000;

    /// <summary>For <see cref="SettingKind.Integer"/>, inclusive.</summary>
    public long Min { get; init; } = long.MinValue;

    /// <summary>For <see cref="SettingKind.Integer"/>, inclusive.</summary>
    public long Max { get; init; } = long.MaxValue;

    /// <summary>An example for the form and the API document.</summary>
    public string? Example { get; init; }
}
