using Broadsheet.Core.Ports;

namespace Broadsheet.Server.Http;

/// <summary>One setting. <see cref="Secret"/>: never answered; <see cref="BindsSecrets"/>: changing it asks for the secrets again.</summary>
internal sealed record SettingWire
{
    public required string Name { get; init; }
    public required SettingKind Kind { get; init; }
    public required string Description { get; init; }
    public required bool Required { get; init; }
    public required bool Secret { get; init; }
    public required bool BindsSecrets { get; init; }
    public string? Default { get; init; }
    public string? Example { get; init; }
    public IReadOnlyList<string>? Choices { get; init; }
    public long? Min { get; init; }
    public long? Max { get; init; }

    public static SettingWire Of(Setting setting) => new()
    {
        Name = setting.Name,
        Kind = setting.Kind,
        Description = setting.Description,
        Required = setting.Required,
        Secret = setting.Secret,
        BindsSecrets = setting.BindsSecrets,
        Default = setting.Default,
        Example = setting.Example,
        Choices = setting.Choices.Count > 0 ? setting.Choices : null,
        Min = setting.Min == long.MinValue ? null : setting.Min,
        Max = setting.Max == long.MaxValue ? null : setting.Max,
    };
}
