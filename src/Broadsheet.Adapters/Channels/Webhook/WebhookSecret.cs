using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Webhook;

/// <summary>The key of one receiver, as Standard Webhooks writes it: <c>whsec_</c> and 24 to 64 bytes in base64.</summary>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private readonly byte[] key;

    private WebhookSecret(byte[] key) => this.key = key;

    /// <summary>Reads it; errors are at <c>secret</c>.</summary>
    public static Result<WebhookSecret> Parse(string text)
    {
        var bytes = new byte[text.Length];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], bytes, out var length) && length is >= 24 and <= 64
            ? new WebhookSecret(bytes[..length])
            : new Problem.Invalid("secret", "bad-secret", "The secret is “whsec_” and 24 to 64 random bytes in base64.");
    }

    /// <summary>The header's value for a body that is in memory or in a file.</summary>
    public async Task<string> SignAsync(string id, long timestamp, byte[] body, Attachment? file, CancellationToken ct)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        if (file is null) hmac.AppendData(body);
        else await AppendAsync(hmac, file, ct);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    private static async Task AppendAsync(IncrementalHash hmac, Attachment file, CancellationToken ct)
    {
        await using var content = await AttachmentReader.OpenAsync(file, ct);
        var block = new byte[64 * 1024];
        while (await content.ReadAsync(block, ct) is > 0 and var read) hmac.AppendData(block.AsSpan(0, read));
    }
}
