using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;

namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>One channel with something real or faked at its other end, as the contract suite drives it.</summary>
public interface IChannelUnderTest : IAsyncDisposable
{
    IDeliveryChannel Channel { get; }

    /// <summary>A destination that is accepted, as JSON.</summary>
    string Destination { get; }

    /// <summary>The same destination naming one recipient twice; null where it can only have one.</summary>
    string? Repeated { get; }

    /// <summary>A destination with something wrong, and the path of the error it must give.</summary>
    (string Json, string Path) Wrong { get; }

    /// <summary>A connection that works, as JSON; null where none is needed.</summary>
    string? Connection { get; }

    /// <summary>Secrets in destination and connection that no outcome may show.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>What arrived so far, each as the text of everything that must not differ between two attempts.</summary>
    Task<IReadOnlyList<string>> ArrivedAsync();

    /// <summary>From now on the other side refuses, echoing all it was sent; null where it has no words.</summary>
    void Refuse();

    /// <summary>From now on nobody is at the other side.</summary>
    ValueTask VanishAsync();

    /// <summary>A message for the destination.</summary>
    Outgoing Prepare(Outgoing message) => message;
}
