using System.Net.Http.Headers;
using Broadsheet.Core;

namespace Broadsheet.Adapters.Net;

/// <summary>What became of one HTTP call.</summary>
internal abstract record OutboundAnswer
{
    private OutboundAnswer() { }

    /// <summary>The other side answered; <paramref name="Body"/> is cut at <see cref="OutboundLimits.AnswerBytes"/>.</summary>
    public sealed record Answered(int Status, HttpResponseHeaders Headers, byte[] Body) : OutboundAnswer
    {
        public string Text => System.Text.Encoding.UTF8.GetString(Body);
    }

    /// <summary>The guard said no: nothing was reached.</summary>
    public sealed record Refused(Problem Problem) : OutboundAnswer;

    /// <summary>The request did not leave whole; <paramref name="Fault"/> is what stopped it, where there was an exception.</summary>
    public sealed record NotSent(string Why, Exception? Fault = null) : OutboundAnswer;

    /// <summary>The request had left whole; whether it was understood is not known.</summary>
    public sealed record Broken(string Why) : OutboundAnswer;
}
