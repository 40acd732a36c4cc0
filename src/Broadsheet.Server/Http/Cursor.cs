using System.Buffers.Text;

namespace Broadsheet.Server.Http;

/// <summary>An id as an opaque text for the next page.</summary>
internal static class Cursor
{
    public static string Write(Guid id) => Base64Url.EncodeToString(id.ToByteArray(bigEndian: true));

    /// <summary>Null when <paramref name="text"/> is not one of ours.</summary>
    public static Guid? Read(string text) =>
        text.Length == 22 && Base64Url.IsValid(text) ? new Guid(Base64Url.DecodeFromChars(text), bigEndian: true) : null;
}
