namespace Broadsheet.Adapters.Channels.Email.Smtp;

/// <summary>
/// What a server said to MAIL, to RCPT for each recipient, and to DATA; the last is null where it was not asked.
/// </summary>
internal sealed record SmtpEnvelopeReplies(SmtpReply Mail, IReadOnlyList<SmtpReply> Recipients, SmtpReply? Data);
