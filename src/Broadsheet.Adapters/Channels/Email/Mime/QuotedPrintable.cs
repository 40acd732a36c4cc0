using System.Text;

namespace Broadsheet.Adapters.Channels.Email.Mime;

/// <summary>RFC 2045's quoted-printable of UTF-8 text: lines of up to 76 characters, every line end a CRLF.</summary>
internal static class QuotedPrintable
{
    private const int LineLength = 75;
    private const string Hex = "0123456789ABCDEF";

    /// <summary>The text encoded, with a CRLF at its end.</summary>
    public static byte[] Encode(string text)
    {
        var output = new MemoryStream(text.Length + (text.Length / 8));
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n')) EncodeLine(Encoding.UTF8.GetBytes(line), output);
        return output.ToArray();
    }

    private static void EncodeLine(byte[] line, MemoryStream output)
    {
        var column = 0;
        for (var i = 0; i < line.Length; i++)
        {
            var b = line[i];
            var blankAtEnd = b is (byte)' ' or (byte)'\t' && i == line.Length - 1;
            var literal = b is (>= 33 and <= 126 and not (byte)'=') or (byte)' ' or (byte)'\t' && !blankAtEnd;
            var length = literal ? 1 : 3;
            if (column + length > LineLength)
            {
                output.Write("=\r\n"u8);
                column = 0;
            }

            if (literal) output.WriteByte(b);
            else output.Write([(byte)'=', (byte)Hex[b >> 4], (byte)Hex[b & 15]]);
            column += length;
        }

        output.Write("\r\n"u8);
    }
}
