using System.Buffers.Binary;
using NodaTime;

namespace Broadsheet.Core.Recurrence;

/// <summary>A number that looks random and is always the same for the same schedule and slot, on every machine.</summary>
internal static class SlotHash
{
    /// <summary>From zero to below <paramref name="limit"/>, in whole milliseconds.</summary>
    public static Duration Below(Duration limit, Guid schedule, Instant slot)
    {
        Span<byte> bytes = stackalloc byte[16];
        schedule.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes));
        hash = Mix(hash ^ BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        hash = Mix(hash ^ (ulong)slot.ToUnixTimeMilliseconds());
        var milliseconds = (ulong)(long)limit.TotalMilliseconds;
        return milliseconds == 0 ? Duration.Zero : Duration.FromMilliseconds((long)(hash % milliseconds));
    }

    /// <summary>The finaliser of SplitMix64: every bit of the input changes half of the output's.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ value >> 30) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ value >> 27) * 0x94D0_49BB_1331_11EB;
        return value ^ value >> 31;
    }
}
