using System.Buffers.Text;
using System.Text;
using Broadsheet.Core;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Http;
using NodaTime.Text;

namespace Broadsheet.Server.Schedules;

/// <summary>
/// How a list of schedules is ordered, and its cursor: the last row's value and id, so that no page shifts while rows come and go. By the next run
/// it comes in two parts, each along an index of its own: those that have one, then those that are paused.
/// </summary>
internal sealed class ScheduleOrder
{
    private const string Newest = "-created_at";
    private const string Paused = "paused ";
    private static readonly string[] Known = [Newest, "created_at", "name", "-name", "next_run_at", "-next_run_at"];

    private readonly string key;
    private readonly bool falling;

    private ScheduleOrder(string sort) => (key, falling) = (sort.TrimStart('-'), sort.StartsWith('-'));

    public static Result<ScheduleOrder> Read(string? sort) => sort is null || Known.Contains(sort)
        ? new ScheduleOrder(sort ?? Newest)
        : new Problem.Invalid("sort", "unknown-sort", $"“sort” is one of: {string.Join(", ", Known)}.", Nearest.To(sort, Known));

    /// <summary>Ordered, and from after the cursor on, in parts to be read one after another; null where the cursor is not one of this order.</summary>
    /// <param name="enabled">What all of <paramref name="rows"/> are; null where they are both.</param>
    public IReadOnlyList<IQueryable<ScheduleView>>? Apply(IQueryable<ScheduleView> rows, bool? enabled, string? cursor)
    {
        (string Value, ScheduleId Id)? after = null;
        if (cursor is not null && (after = ReadCursor(cursor)) is null) return null;
        if (key == "next_run_at") return ByNext(rows, enabled, after);
        return [after is { } last ? After(rows, last) : Ordered(rows)];
    }

    /// <summary>For the page after this row.</summary>
    public string CursorAfter(ScheduleView last) => key == "created_at" ? Cursor.Write(last.Row.Id.Value) : Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{key}\n{last.Row.Id}\n{ValueOf(last.Row)}"));

    private IQueryable<ScheduleView> After(IQueryable<ScheduleView> rows, (string Value, ScheduleId Id) last)
    {
        var (value, id) = last;
        return key switch
        {
            "name" => Ordered(falling
                ? rows.Where(v => v.Row.Name.ToLower().CompareTo(value) < 0 || (v.Row.Name.ToLower() == value && v.Row.Id < id))
                : rows.Where(v => v.Row.Name.ToLower().CompareTo(value) > 0 || (v.Row.Name.ToLower() == value && v.Row.Id > id))),
            _ => Ordered(falling ? rows.Where(v => v.Row.Id < id) : rows.Where(v => v.Row.Id > id)),
        };
    }

    private IReadOnlyList<IQueryable<ScheduleView>>? ByNext(IQueryable<ScheduleView> rows, bool? enabled, (string Value, ScheduleId Id)? after)
    {
        var parts = new List<IQueryable<ScheduleView>>();
        var behind = after?.Value.StartsWith(Paused, StringComparison.Ordinal) == true;
        if (enabled != false && !behind) parts.Add(rows.Where(v => v.Row.Enabled));
        if (enabled != true) parts.Add(rows.Where(v => !v.Row.Enabled));
        if (after is not { } last || parts.Count == 0) return parts.ConvertAll(Ordered);
        if (InstantPattern.ExtendedIso.Parse(behind ? last.Value[Paused.Length..] : last.Value) is not { Success: true, Value: var at }) return null;
        var id = last.Id;
        parts[0] = falling
            ? parts[0].Where(v => v.Row.NextRunAt <= at && (v.Row.NextRunAt < at || v.Row.Id < id))
            : parts[0].Where(v => v.Row.NextRunAt >= at && (v.Row.NextRunAt > at || v.Row.Id > id));
        return parts.ConvertAll(Ordered);
    }

    private string ValueOf(ScheduleRow row) => key == "name" ? row.Name.ToLowerInvariant() : (row.Enabled ? "" : Paused) + InstantPattern.ExtendedIso.Format(row.NextRunAt);

    private (string Value, ScheduleId Id)? ReadCursor(string cursor)
    {
        if (key == "created_at") return Cursor.Read(cursor) is { } plain ? ("", new ScheduleId(plain)) : null;
        if (!Base64Url.IsValid(cursor)) return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n', 3);
        return parts.Length == 3 && parts[0] == key && Guid.TryParse(parts[1], out var id) ? (parts[2], new ScheduleId(id)) : null;
    }

    private IQueryable<ScheduleView> Ordered(IQueryable<ScheduleView> rows) => (key, falling) switch
    {
        ("name", false) => rows.OrderBy(v => v.Row.Name.ToLower()).ThenBy(v => v.Row.Id),
        ("name", true) => rows.OrderByDescending(v => v.Row.Name.ToLower()).ThenByDescending(v => v.Row.Id),
        ("next_run_at", false) => rows.OrderBy(v => v.Row.NextRunAt).ThenBy(v => v.Row.Id),
        ("next_run_at", true) => rows.OrderByDescending(v => v.Row.NextRunAt).ThenByDescending(v => v.Row.Id),
        (_, false) => rows.OrderBy(v => v.Row.Id),
        (_, true) => rows.OrderByDescending(v => v.Row.Id),
    };
}
