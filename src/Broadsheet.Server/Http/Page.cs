using System.Text.Json.Serialization;
using Broadsheet.Core;
using Microsoft.AspNetCore.Mvc;

namespace Broadsheet.Server.Http;

/// <summary>One page of a list; <paramref name="NextCursor"/> is null on the last.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>How many there are on all pages, where that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Total { get; init; }

    /// <summary>From <paramref name="rows"/>, read one more than <paramref name="limit"/> to know whether more follow.</summary>
    public static Page<T> Of<TRow>(IReadOnlyList<TRow> rows, int limit, Func<TRow, Guid> id, Func<TRow, T> wire) =>
        new([.. rows.Take(limit).Select(wire)], rows.Count > limit ? Cursor.Write(id(rows[limit - 1])) : null);
}

/// <summary><c>?limit=1..200&amp;cursor=…</c>; lists are ordered by id, which is time of creation, newest first.</summary>
internal sealed record PageQuery([FromQuery(Name = "limit")] string? Limit, [FromQuery(Name = "cursor")] string? Cursor)
{
    public const int Default = 50;
    public const int Most = 200;

    /// <summary>How many, and below which id; both errors at once.</summary>
    public Result<(int Limit, Guid Before)> Read()
    {
        var errors = new List<FieldError>();
        var limit = Default;
        if (Limit is not null && (!int.TryParse(Limit, System.Globalization.CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
            errors.Add(new("limit", "out-of-range", $"“limit” is a whole number from 1 to {Most}."));
        var before = Guid.AllBitsSet;
        if (Cursor is not null && Http.Cursor.Read(Cursor) is not { } given) errors.Add(new("cursor", "unknown-cursor", "This cursor is not one from “next_cursor”."));
        else if (Cursor is not null) before = Http.Cursor.Read(Cursor)!.Value;
        return errors.Count > 0 ? new Problem.Invalid(errors) : (limit, before);
    }
}
