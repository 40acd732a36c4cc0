using Broadsheet.Core.Deliveries;
using NodaTime;

namespace Broadsheet.Adapters.Channels.Email.Mime;

/// <summary>One message as its readers see it; who gets it is the envelope's matter.</summary>
internal sealed record MimeMessage
{
    public required DeliveryId Id { get; init; }

    public required Mailbox From { get; init; }

    public required IReadOnlyList<EmailAddress> To { get; init; }

    public IReadOnlyList<EmailAddress> Cc { get; init; } = [];

    public Mailbox? ReplyTo { get; init; }

    public required string Subject { get; init; }

    public required Instant Date { get; init; }

    public Uri? Unsubscribe { get; init; }

    public required string Text { get; init; }

    public string? Html { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Constant over attempts: the ledger row's id at the sender's domain.</summary>
    public string MessageId => $"<{Id.Value:N}@{From.Address.Domain}>";

    /// <summary>Whether a header needs raw UTF-8 (RFC 6532), which only a server with SMTPUTF8 takes.</summary>
    public bool NeedsUtf8 => From.Address.NeedsUtf8 || To.Concat(Cc).Any(a => a.NeedsUtf8) || ReplyTo?.Address.NeedsUtf8 == true;

    /// <summary>About how many bytes it is once written; never less.</summary>
    public long SizeEstimate =>
        Attachments.Sum(a => ((a.Length / 57) + 1) * 78 + 1_000) + ((Text.Length + (Html?.Length ?? 0) + Subject.Length) * 9L) + 4_000 + ((To.Count + Cc.Count) * 300L);
}
