using Broadsheet.Core.Deliveries;

namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>
/// Who sends what to whom: <paramref name="Size"/> is an estimate in bytes that is never too low,
/// <paramref name="NeedsUtf8"/> says that headers or addresses are not ASCII. At least one recipient.
/// </summary>
internal sealed record SmtpEnvelope(EmailAddress From, IReadOnlyList<EmailAddress> To, long Size, bool NeedsUtf8);
