using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broadsheet.Core.Audit;

/// <summary>The hash that ties an audit entry to the one before it. Pure and thread-safe.</summary>
public static class ChainHash
{
    /// <summary>What the first entry follows.</summary>
    public static ReadOnlySpan<byte> Zero => new byte[SHA256.HashSizeInBytes];

    /// <summary>
    /// SHA-256 over <paramref name="previous"/> and each field as its length in UTF-8 bytes (32 bits, big-endian; all ones for null) and
    /// those bytes, so that no two lists of fields give the same input.
    /// </summary>
    public static byte[] Of(ReadOnlySpan<byte> previous, IReadOnlyList<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        Span<byte> length = stackalloc byte[4];
        foreach (var field in fields)
        {
            var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
