using System.Security.Cryptography;
using Broadsheet.Server.Audit;
using Microsoft.AspNetCore.DataProtection;

namespace Broadsheet.Server.Storage;

/// <summary>Signs the ends of a chain with the data protection keys: cutting its tail off needs more than the table. Thread-safe.</summary>
internal sealed class AuditSeal(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Broadsheet.AuditHead.v1");

    public string Of(AuditHeadRow head) => protector.Protect(Text(head));

    public bool Holds(AuditHeadRow head)
    {
        try
        {
            return protector.Unprotect(head.Seal) == Text(head);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Text(AuditHeadRow head) =>
        FormattableString.Invariant($"{head.WorkspaceId} {head.BaseNumber} {Convert.ToHexString(head.BaseHash)} {head.Number} {Convert.ToHexString(head.Hash)}");
}
