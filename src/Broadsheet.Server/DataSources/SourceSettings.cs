using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Ports;
using Broadsheet.Server.Http;

namespace Broadsheet.Server.DataSources;

/// <summary>Reads the settings of a data source as its adapter describes them, together with those that are stored.</summary>
internal sealed class SourceSettings(SourceSecrets secrets, SourceFiles files)
{
    private const int LongestName = 100;

    /// <summary>A name that a report can write: <c>source: sales</c>.</summary>
    public static FieldError? RefuseName(string name)
    {
        var formed = name.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');
        return formed ? null : new("name", "bad-name", $"A name has 1 to {LongestName} letters, digits, _ - or ., and begins with a letter or digit: reports write it.");
    }

    public Result<SettingValues> Read(Actor actor, IDataSource adapter, JsonObject given)
    {
        var read = SettingValues.Parse(adapter.Settings, given);
        return read.IsOk ? Checked(actor, adapter, read.Value) : Under(read.Problem);
    }

    /// <summary><paramref name="given"/> over what is stored, as <see cref="SettingsEdit"/> says.</summary>
    public Result<SettingValues> Read(Actor actor, IDataSource adapter, JsonObject given, DataSourceRow stored, bool merge)
    {
        var kept = secrets.Open(stored);
        var old = kept.IsOk ? kept.Value : [];
        var read = SettingsEdit.Read(adapter.Settings, given, Wire.Object(stored.SettingsJson), old, merge);
        return read.IsOk ? Checked(actor, adapter, read.Value) : Under(read.Problem);
    }

    private Result<SettingValues> Checked(Actor actor, IDataSource adapter, SettingValues values)
    {
        if (adapter.Type != "sqlite") return values;
        var path = files.Allow(actor, values.Text(SourceFiles.Setting)!);
        if (!path.IsOk) return path.Problem;
        var json = values.ToJson();
        json[SourceFiles.Setting] = path.Value;
        return SettingValues.Parse(adapter.Settings, json);
    }

    private static Problem Under(Problem problem) =>
        problem is Problem.Invalid invalid ? new Problem.Invalid([.. invalid.Errors.Select(e => e.Under("settings"))]) : problem;
}
