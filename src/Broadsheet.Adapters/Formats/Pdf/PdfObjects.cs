using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>
/// Numbered objects to a stream that does not seek: streams as they come, the others packed together, and last the table of
/// their places. Eight bytes of memory an object. Source: ISO 32000-1, 7.5.7 and 7.5.8.
/// </summary>
internal sealed class PdfObjects
{
    private const int MostPacked = 200;
    private const long Unwritten = long.MaxValue;
    private readonly Stream output;

    /// <summary>Where it starts; for a packed one, minus its pack's number times 256 and its index in the pack.</summary>
    private readonly List<long> places = [Unwritten];
    private readonly PdfContent pack = new();
    private readonly PdfContent index = new(4_096);
    private int inPack;
    private int packId;
    private long position;

    public PdfObjects(Stream output)
    {
        this.output = output;
        Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
    }

    /// <summary>A number for an object that is written later.</summary>
    public int Reserve()
    {
        places.Add(Unwritten);
        return places.Count - 1;
    }

    public void Write(int id, string body)
    {
        Begin(id).Text(body);
        End();
    }

    /// <summary>Where to write the object to, until <see cref="End"/>; one at a time.</summary>
    public PdfContent Begin(int id)
    {
        if (inPack == 0) packId = Reserve();
        index.Number(id);
        index.Number(pack.Length);
        places[id] = -((packId * 256L) + inPack);
        return pack;
    }

    public void End()
    {
        pack.Op("\n"u8);
        if (++inPack == MostPacked) EndPack();
    }

    public int Add(string body)
    {
        var id = Reserve();
        Write(id, body);
        return id;
    }

    /// <summary><paramref name="entries"/> go into the dictionary beside length and filter.</summary>
    public void WriteStream(int id, string entries, ReadOnlySpan<byte> bytes)
    {
        using var small = new MemoryStream();
        using (var zip = new ZLibStream(small, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(bytes);
        places[id] = position;
        Write(string.Create(CultureInfo.InvariantCulture, $"{id} 0 obj\n<<{entries}/Filter/FlateDecode/Length {small.Length}>>stream\n"));
        output.Write(small.GetBuffer(), 0, (int)small.Length);
        position += small.Length;
        Write("\nendstream\nendobj\n");
    }

    public void Finish(int root, int info)
    {
        EndPack();
        var id = Reserve();
        var start = places[id] = position;
        WriteStream(id, string.Create(CultureInfo.InvariantCulture, $"/Type/XRef/Size {places.Count}/W[1 5 2]/Root {root} 0 R/Info {info} 0 R"), Table());
        Write(string.Create(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n"));
    }

    /// <summary>A text string in UTF-16, which needs no escaping.</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private void EndPack()
    {
        if (inPack == 0) return;
        var entries = string.Create(CultureInfo.InvariantCulture, $"/Type/ObjStm/N {inPack}/First {index.Length}");
        index.Op(pack.Bytes);
        WriteStream(packId, entries, index.Bytes);
        pack.Clear();
        index.Clear();
        inPack = 0;
    }

    private byte[] Table()
    {
        var table = new byte[places.Count * 8];
        for (var i = 0; i < places.Count; i++)
        {
            var entry = table.AsSpan(i * 8, 8);
            var place = places[i];
            if (place == Unwritten)
            {
                BinaryPrimitives.WriteUInt16BigEndian(entry[6..], ushort.MaxValue);
                continue;
            }

            var (kind, where, index) = place < 0 ? (2, -place / 256, -place % 256) : (1, place, 0);
            BinaryPrimitives.WriteInt64BigEndian(entry, (where << 16) | index);
            entry[0] = (byte)kind;
        }

        return table;
    }

    private void Write(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        output.Write(bytes);
        position += bytes.Length;
    }
}
