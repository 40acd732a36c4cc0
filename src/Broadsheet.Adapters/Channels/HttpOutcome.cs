using System.Net.Http.Headers;
using Broadsheet.Adapters.Net;
using Broadsheet.Core.Deliveries;
using NodaTime;

namespace Broadsheet.Adapters.Channels;

/// <summary>What an HTTP call means for a delivery, the same for every channel.</summary>
internal static class HttpOutcome
{
    /// <summary>
    /// 2xx is Sent, with the id that <paramref name="id"/> finds; 408, 425, 429 and 5xx are Failed with the other side's
    /// Retry-After; every other answer is Rejected. <paramref name="who"/> names the other side; no <paramref name="secrets"/> get out.
    /// </summary>
    public static DeliveryOutcome Of(
        OutboundAnswer answer, string who, Instant now, Func<OutboundAnswer.Answered, string?> id, params IEnumerable<string?> secrets) => answer switch
    {
        OutboundAnswer.Refused r => new DeliveryOutcome.Rejected(SafeText.Clean(r.Problem.Summary, secrets)),
        OutboundAnswer.NotSent n => new DeliveryOutcome.Failed(FileFault(n.Fault) ?? SafeText.Clean($"{who} was not reached: {n.Why}", secrets)),
        OutboundAnswer.Broken b => new DeliveryOutcome.Uncertain(SafeText.Clean($"{b.Why} It may have arrived.", secrets)),
        OutboundAnswer.Answered { Status: >= 200 and < 300 } a => new DeliveryOutcome.Sent(id(a)),
        OutboundAnswer.Answered { Status: 408 or 425 or 429 or >= 500 } a =>
            new DeliveryOutcome.Failed(Said(who, a, "It is asked again later.", secrets), Wait(a.Headers.RetryAfter, now)),
        OutboundAnswer.Answered a => new DeliveryOutcome.Rejected(Said(who, a, Remedy(a.Status), secrets)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>How long the other side asks us to wait, 0 to 1 day; null where it does not say.</summary>
    public static Duration? Wait(RetryConditionHeaderValue? header, Instant now)
    {
        var wish = header?.Delta is { } delta ? Duration.FromTimeSpan(delta)
            : header?.Date is { } date ? Instant.FromDateTimeOffset(date) - now : (Duration?)null;
        return wish is { } wait ? Duration.Max(Duration.Zero, Duration.Min(wait, Duration.FromDays(1))) : null;
    }

    private static string Said(string who, OutboundAnswer.Answered answer, string remedy, IEnumerable<string?> secrets)
    {
        var words = SafeText.Clean(answer.Text, secrets);
        return $"{SafeText.Clean(who, secrets)} answered {answer.Status}. {remedy}{(words.Length == 0 ? "" : $" It said: {words}")}";
    }

    private static string Remedy(int status) => status switch
    {
        >= 300 and < 400 => "Redirects are not followed: enter the address it points to.",
        401 or 403 => "Check that the key, token or secret is right and may do this, and enter it again.",
        404 => "There is nothing at that address: check it.",
        410 => "It is gone for good: remove this destination.",
        413 => "The message is too large for it: send a link instead, or fewer formats.",
        _ => "It will not take this message as it is.",
    };

    private static string? FileFault(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is AttachmentException) return fault.Message;
        }

        return null;
    }
}
