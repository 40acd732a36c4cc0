using System.Buffers.Text;
using System.Text;
using Broadsheet.Core;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Http;
using NodaTime.Text;

namespace Broadsheet.Server.Schedules;

/// <summary>How a list of schedules is ordered, and its cursor: the last row's value and id, so that no page shifts while rows come and go.</summary>
internal sealed class ScheduleOrder
{
    private const string Newest = "-created_at";
    private static readonly string[] Known = [Newest, "created_at", "name", "-name", "next_run_at", "-next_run_at"];

    private readonly string key;
    private readonly bool falling;

    private ScheduleOrder(string sort) => (key, falling) = (sort.TrimStart('-'), sort.StartsWith('-'));

    public static Result<ScheduleOrder> Read(string? sort) => sort is null || Known.Contains(sort)
        ? new ScheduleOrder(sort ?? Newest)
        : new Problem.Invalid("sort", "unknown-sort", $"“sort” is one of: {string.Join(", ", Known)}.", Nearest.To(sort, Known));

    /// <summary>Ordered, and from after the cursor on; null where the cursor is not one of this order.</summary>
    public IQueryable<ScheduleView>? Apply(IQueryable<ScheduleView> rows, string? cursor)
    {
        if (cursor is null) return Ordered(rows);
        if (ReadCursor(cursor) is not { } after) return null;
        var (value, id) = after;
        return key switch
        {
            "name" => Ordered(falling
                ? rows.Where(v => v.Row.Name.ToLower().CompareTo(value) < 0 || (v.Row.Name.ToLower() == value && v.Row.Id < id))
                : rows.Where(v => v.Row.Name.ToLower().CompareTo(value) > 0 || (v.Row.Name.ToLower() == value && v.Row.Id > id))),
            "next_run_at" => InstantPattern.ExtendedIso.Parse(value) is { Success: true, Value: var at } ? Ordered(falling
                ? rows.Where(v => v.Row.NextRunAt < at || (v.Row.NextRunAt == at && v.Row.Id < id))
                : rows.Where(v => v.Row.NextRunAt > at || (v.Row.NextRunAt == at && v.Row.Id > id))) : null,
            _ => Ordered(falling ? rows.Where(v => v.Row.Id < id) : rows.Where(v => v.Row.Id > id)),
        };
    }

    /// <summary>For the page after this row.</summary>
    public string CursorAfter(ScheduleView last) => key == "created_at" ? Cursor.Write(last.Row.Id.Value) : Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{key}\n{last.Row.Id}\n{ValueOf(last.Row)}"));

    private string ValueOf(ScheduleRow row) => key == "name" ? row.Name.ToLowerInvariant() : InstantPattern.ExtendedIso.Format(row.NextRunAt);

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
