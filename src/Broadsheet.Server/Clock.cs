using System.Buffers.Binary;
using NodaTime;

namespace Broadsheet.Server;

/// <summary>
/// The one place where time enters the server: <see cref="TimeProvider"/> truncated to microseconds, the precision that both
/// databases keep, so that an instant read back equals the one written.
/// </summary>
internal sealed class Clock(TimeProvider time)
{
    private const int Version7 = 0x7000;
    private const int MostInMillisecond = 0xFFF;

    private readonly Lock gate = new();
    private long last;
    private int count;

    public TimeProvider Time => time;

    public Instant Now => Truncate(Instant.FromDateTimeOffset(time.GetUtcNow()));

    /// <summary>Hands on what the shared store's clock says; where the store has no clock of its own nothing happens.</summary>
    /// <param name="asked">Timestamp from before it was asked.</param>
    public void Agree(Instant store, long asked)
    {
        if (time is not StoreTime shared) return;
        var (there, here) = (time.GetElapsedTime(asked) / 2, time.GetTimestamp());
        shared.Saw(store.ToDateTimeOffset() + there, here);
    }

    /// <summary>A new UUIDv7 of now, after every earlier one of this process: the order of ids is the order of creation. Thread-safe.</summary>
    public Guid NewId()
    {
        lock (gate)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            (last, count) = now > last ? (now, 0) : count < MostInMillisecond ? (last, count + 1) : (last + 1, 0);
            Span<byte> bytes = stackalloc byte[16];
            Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(last)).TryWriteBytes(bytes, bigEndian: true, out _);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(Version7 | count));
            return new Guid(bytes, bigEndian: true);
        }
    }

    /// <summary>Cut to whole microseconds.</summary>
    public static Instant Truncate(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (((ticks % 10) + 10) % 10));
    }
}
