using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Broadsheet.Adapters.Formats.Pdf;

/// <summary>Numbered objects to a stream that does not seek; the table of their places comes last.</summary>
internal sealed class PdfObjects
{
    private readonly Stream output;
    private readonly List<long> places = [0];
    private long position;

    public PdfObjects(Stream output)
    {
        this.output = output;
        Write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
    }

    /// <summary>A number for an object that is written later.</summary>
    public int Reserve()
    {
        places.Add(-1);
        return places.Count - 1;
    }

    public void Write(int id, string body)
    {
        places[id] = position;
        Write(string.Create(CultureInfo.InvariantCulture, $"{id} 0 obj\n{body}\nendobj\n"));
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
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(bytes);
        places[id] = position;
        Write(string.Create(CultureInfo.InvariantCulture, $"{id} 0 obj\n<<{entries}/Filter/FlateDecode/Length {packed.Length}>>stream\n"));
        output.Write(packed.GetBuffer(), 0, (int)packed.Length);
        position += packed.Length;
        Write("\nendstream\nendobj\n");
    }

    public void Finish(int root, int info)
    {
        var start = position;
        var table = new StringBuilder().Append(CultureInfo.InvariantCulture, $"xref\n0 {places.Count}\n0000000000 65535 f \n");
        foreach (var place in places.Skip(1)) table.Append(CultureInfo.InvariantCulture, $"{place:D10} 00000 n \n");
        Write(table.ToString());
        Write(string.Create(CultureInfo.InvariantCulture, $"trailer<</Size {places.Count}/Root {root} 0 R/Info {info} 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    }

    /// <summary>A text string in UTF-16, which needs no escaping.</summary>
    public static string Text(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private void Write(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        output.Write(bytes);
        position += bytes.Length;
    }
}
