using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Http;
using Microsoft.AspNetCore.DataProtection;
using NodaTime;

namespace Broadsheet.Server.Recipients;

/// <summary>Who a recipient's page is for.</summary>
internal sealed record KnownRecipient(WorkspaceId Workspace, ScheduleId Schedule, string Address);

/// <summary>
/// Links for people without an account. The one to a recipient's own page is signed and names them, so nobody can make one for another;
/// the one to files is 160 random bits of which the store keeps the SHA-256.
/// </summary>
internal sealed class RecipientLinks(IDataProtectionProvider protection, Clock clock, PublicAddress address)
{
    private const int Ids = 32;
    private const int TokenBytes = 20;
    private readonly IDataProtector protector = protection.CreateProtector("Broadsheet.Recipient.v1");

    public Uri OfRecipient(KnownRecipient recipient)
    {
        var plain = new byte[Ids + Encoding.UTF8.GetByteCount(recipient.Address)];
        recipient.Workspace.Value.TryWriteBytes(plain);
        recipient.Schedule.Value.TryWriteBytes(plain.AsSpan(16));
        Encoding.UTF8.GetBytes(recipient.Address, plain.AsSpan(Ids));
        return address.Of("/recipient/" + Base64Url.EncodeToString(protector.Protect(plain)));
    }

    /// <summary>Null for what this server did not sign.</summary>
    public KnownRecipient? ReadRecipient(string token)
    {
        try
        {
            var plain = protector.Unprotect(Base64Url.DecodeFromChars(token));
            return plain.Length <= Ids ? null : new(new(new Guid(plain.AsSpan(0, 16))), new(new Guid(plain.AsSpan(16, 16))), Encoding.UTF8.GetString(plain.AsSpan(Ids)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The page with the files of a delivery, and the row that opens it, to be saved with the delivery.</summary>
    public (Uri Page, DeliveryLinkRow Row) OfFiles(WorkspaceId workspace, DeliveryId delivery, Instant until)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        return (address.Of("/d/" + token), new DeliveryLinkRow
        {
            WorkspaceId = workspace, Id = clock.NewId(), TokenSha256 = Sha256(token), DeliveryId = delivery, CreatedAt = clock.Now, ExpiresAt = until,
        });
    }

    public static byte[] Sha256(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
