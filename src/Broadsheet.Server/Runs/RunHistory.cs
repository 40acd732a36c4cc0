using System.Buffers.Binary;
using System.Buffers.Text;
using Broadsheet.Core.Runs;
using NodaTime;

namespace Broadsheet.Server.Runs;

/// <summary>
/// The order of a schedule's runs: by what they were for, newest first, those for one instant by when they were made. It is that of the one index
/// that knows a schedule's runs, whatever their number. Given runs are those of one schedule.
/// </summary>
internal static class RunHistory
{
    private const int CursorBytes = 24;

    public static IOrderedQueryable<RunRow> NewestFirst(IQueryable<RunRow> rows) => rows.OrderByDescending(r => r.ScheduledFor).ThenByDescending(r => r.Id);

    /// <summary>Those older than one, newest first. The first bound is for the index, which none of the others can be.</summary>
    public static IOrderedQueryable<RunRow> Before(IQueryable<RunRow> rows, Instant at, RunId id) =>
        NewestFirst(rows.Where(r => r.ScheduledFor <= at && (r.ScheduledFor < at || r.Id < id)));

    /// <summary>From after the cursor on; null where that is not one of this order.</summary>
    public static IQueryable<RunRow>? Apply(IQueryable<RunRow> rows, string? cursor)
    {
        if (cursor is null) return NewestFirst(rows);
        if (cursor.Length != Base64Url.GetEncodedLength(CursorBytes) || !Base64Url.IsValid(cursor)) return null;
        var bytes = Base64Url.DecodeFromChars(cursor);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (ticks < Instant.MinValue.ToUnixTimeTicks() || ticks > Instant.MaxValue.ToUnixTimeTicks()) return null;
        return Before(rows, Instant.FromUnixTimeTicks(ticks), new RunId(new Guid(bytes.AsSpan(sizeof(long)), bigEndian: true)));
    }

    /// <summary>For the page after this run.</summary>
    public static string CursorAfter(RunRow last)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, last.ScheduledFor.ToUnixTimeTicks());
        last.Id.Value.TryWriteBytes(bytes[sizeof(long)..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
