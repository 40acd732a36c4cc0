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
    private const int FirstEntries = 256;
    private const int MostEntries = 4_096;
    private const int LongestKept = 64;

    /// <summary>After so many texts the table has to have served half of them, or is given up.</summary>
    private const int Trial = 8_192;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private Entry[]? table = new Entry[FirstEntries];
    private int asked;
    private int found;

    /// <summary>Texts that were put into the table since it has its size.</summary>
    private int put;

    public string Read(ReadOnlySpan<byte> bytes)
    {
        if (table is null || bytes.Length is 0 or > LongestKept) return Utf8.GetString(bytes);
        if (++asked == Trial && found < Trial / 2)
        {
            table = null;
            return Utf8.GetString(bytes);
        }

        var hash = Hash(bytes);
        var place = Place(hash, table);
        var text = Find(bytes, table[place]) ?? Find(bytes, table[place ^ 1]);
        if (text is not null)
        {
            found++;
            return text;
        }

        text = Utf8.GetString(bytes);
        Put(table, new(bytes.ToArray(), text, hash));
        if (++put > table.Length && table.Length < MostEntries) Grow();
        return text;
    }

    private static string? Find(ReadOnlySpan<byte> bytes, in Entry entry) => entry.Text is { } text && bytes.SequenceEqual(entry.Bytes) ? text : null;

    /// <summary>Each text has two places: who comes takes the first, who was there the other.</summary>
    private static void Put(Entry[] table, Entry entry)
    {
        var place = Place(entry.Hash, table);
        table[place ^ 1] = table[place];
        table[place] = entry;
    }

    private void Grow()
    {
        var larger = new Entry[table!.Length * 4];
        foreach (var entry in table)
            if (entry.Text is not null) Put(larger, entry);
        (table, put) = (larger, 0);
    }

    private static int Place(uint hash, Entry[] table) => (int)(hash >> (32 - BitOperations.Log2((uint)table.Length)));

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mixed(hash, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong last = 0;
        foreach (var one in bytes) last = (last << 8) | one;
        return (uint)(Mixed(hash, last) >> 32);
    }

    private static ulong Mixed(ulong hash, ulong word) => (BitOperations.RotateLeft(hash, 23) ^ word) * 0x9E3779B97F4A7C15;

    private readonly record struct Entry(byte[] Bytes, string? Text, uint Hash);
}
