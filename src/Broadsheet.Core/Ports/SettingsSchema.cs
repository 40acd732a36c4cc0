namespace Broadsheet.Core.Ports;

/// <summary>
/// What an adapter can be told, described once: drives validation, the form, the API's schema and the masking of
/// secrets. A setting that is not listed is refused by name.
/// </summary>
public sealed record SettingsSchema(IReadOnlyList<Setting> Settings)
{
    public static SettingsSchema None { get; } = new([]);
}
