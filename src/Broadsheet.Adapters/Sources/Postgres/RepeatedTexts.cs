using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Broadsheet.Adapters.Sources.Postgres;

/// <summary>
/// The texts of one column. Most columns of text hold a few values over and over (a country, a state, a name): such a text is made once and
/// given again while it stays in a small table. A column whose texts differ is decoded without looking. Not thread-safe.
/// </summary>
internal sealed class RepeatedTexts
{
    private const int Entries = 1_024;
    private const int LongestKept = 64;

    /// <summary>After so many texts the table has to have served half of them, or is given up.</summary>
    private const int Trial = 2_048;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private Entry[]? table = new Entry[Entries];
    private int asked;
    private int found;

    public string Read(ReadOnlySpan<byte> bytes)
    {
        if (table is null || bytes.Length is 0 or > LongestKept) return Utf8.GetString(bytes);
        if (++asked == Trial && found < Trial / 2)
        {
            table = null;
            return Utf8.GetString(bytes);
        }

        ref var entry = ref table[Place(bytes)];
        if (entry.Text is { } text && bytes.SequenceEqual(entry.Bytes))
        {
            found++;
            return text;
        }

        entry = new(bytes.ToArray(), Utf8.GetString(bytes));
        return entry.Text!;
    }

    private static int Place(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mixed(hash, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong last = 0;
        foreach (var one in bytes) last = (last << 8) | one;
        return (int)(Mixed(hash, last) >> (64 - BitOperations.Log2(Entries)));
    }

    private static ulong Mixed(ulong hash, ulong word) => (BitOperations.RotateLeft(hash, 23) ^ word) * 0x9E3779B97F4A7C15;

    private readonly record struct Entry(byte[] Bytes, string? Text);
}
