using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Ports;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.Connections;

/// <summary>Reads the settings of a connection as its channel describes and checks them, together with those that are stored.</summary>
internal static class ConnectionSettings
{
    private const int LongestName = 100;

    /// <summary>A name that a destination can tell from an id.</summary>
    public static FieldError? RefuseName(string name)
    {
        var formed = name.Trim().Length is > 0 and <= LongestName && name.Trim().Length == name.Length && !name.Any(char.IsControl) && !Guid.TryParse(name, out _);
        return formed ? null : new("name", "bad-name", $"A name has 1 to {LongestName} characters, no line ends, no blanks around it, and is no id: destinations write it.");
    }

    public static Result<SettingValues> Read(IDeliveryChannel channel, JsonObject given) => Checked(channel, SettingValues.Parse(channel.Connection, given));

    /// <summary><paramref name="given"/> over what is stored, as <see cref="SettingsEdit"/> says.</summary>
    /// <param name="kept">The stored secrets; empty where they are lost.</param>
    public static Result<SettingValues> Read(IDeliveryChannel channel, JsonObject given, ConnectionRow stored, JsonObject kept, bool merge) =>
        Checked(channel, SettingsEdit.Read(channel.Connection, given, Wire.Object(stored.SettingsJson), kept, merge));

    private static Result<SettingValues> Checked(IDeliveryChannel channel, Result<SettingValues> read)
    {
        if (!read.IsOk) return Under(read.Problem);
        return channel.Check(read.Value).Problem is { } wrong ? Under(wrong) : read;
    }

    private static Problem Under(Problem problem) =>
        problem is Problem.Invalid invalid ? new Problem.Invalid([.. invalid.Errors.Select(e => e.Under("settings"))]) : problem;
}
