namespace Broadsheet.Adapters.Net;

/// <summary>One GET to an address that an administrator gave, through the guarded way out.</summary>
public static class CallAddress
{
    /// <summary>Null when it answered with success, else why not in a few words.</summary>
    public static async Task<string?> RunAsync(OutboundHttp http, Uri address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await http.SendAsync(request, ct) switch
        {
            OutboundAnswer.Answered { Status: >= 200 and < 300 } => null,
            OutboundAnswer.Answered answered => $"it answered {answered.Status}",
            OutboundAnswer.Refused refused => refused.Problem.Summary,
            OutboundAnswer.NotSent notSent => notSent.Why,
            _ => "the connection broke",
        };
    }
}
