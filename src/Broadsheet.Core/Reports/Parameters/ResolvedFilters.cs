using System.Text.Json.Nodes;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Reports.Parameters;

/// <summary>Every parameter with its value, relative ones resolved. Immutable.</summary>
public sealed class ResolvedFilters(IReadOnlyList<FilterValue> values)
{
    public IReadOnlyList<FilterValue> Values => values;

    /// <summary>What SQL may use: <c>@name</c>; for a period <c>@name_from</c>, <c>_to</c> (both included), <c>_end</c> (the day after) and the same as <c>_before_…</c> for the period before.</summary>
    public IReadOnlyList<Bind> Binds { get; } = [.. values.SelectMany(v => v.Binds())];

    /// <summary>The names a document with these parameters may bind.</summary>
    public static IEnumerable<string> BindNames(IReadOnlyList<Parameter> parameters) =>
        parameters.SelectMany(p => new FilterValue(p, [], null).Binds()).Select(b => b.Name);

    /// <summary><c>{"period":{"from":"2026-11-16","to":"2026-11-22"},"region":"US"}</c>; parameters without a value are left out.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var value in values.OrderBy(v => v.Parameter.Name, StringComparer.Ordinal))
        {
            if (value.Range is { } range)
                json[value.Parameter.Name] = new JsonObject { ["from"] = DateRange.Iso(range.From), ["to"] = DateRange.Iso(range.To) };
            else if (value.Parameter.Multiple && value.Values.Count > 0)
                json[value.Parameter.Name] = new JsonArray([.. value.Values.Select(v => Json(v))]);
            else if (value.Values is [{ IsNull: false } one])
                json[value.Parameter.Name] = Json(one);
        }

        return json;
    }

    private static JsonValue? Json(Cell cell) => cell.Kind switch
    {
        CellKind.Decimal => JsonValue.Create(cell.AsDecimal()),
        CellKind.Boolean => JsonValue.Create(cell.AsBoolean()),
        _ => JsonValue.Create(cell.ToString()),
    };
}
