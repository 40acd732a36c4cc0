using System.Collections.Concurrent;
using Broadsheet.Core.Deliveries;
using Broadsheet.Server.Storage.Claims;

namespace Broadsheet.Server.Worker;

/// <summary>
/// What this node knows of the deliveries that the store says it holds: taken and waiting for its channel, begun so that bytes may have
/// left, or begun and never recorded. An attempt that was let go is never sent here, however late the answer to its claim arrives.
/// Thread-safe.
/// </summary>
internal sealed class DeliveriesInHand
{
    private readonly ConcurrentDictionary<(DeliveryId Id, int Attempt), Stage> attempts = new();

    private enum Stage
    {
        Waiting,
        Begun,
        Unrecorded,
        LetGo,
    }

    /// <summary>The answer to a claim. False when the attempt was let go before the answer was here: it is not this node's any more.</summary>
    public bool Take(HeldDelivery held)
    {
        if (attempts.TryAdd(Key(held), Stage.Waiting)) return true;
        attempts.TryRemove(Key(held), out _);
        return false;
    }

    /// <summary>From here on bytes may leave.</summary>
    public void Begin(HeldDelivery held) => attempts[Key(held)] = Stage.Begun;

    /// <summary>Nobody works on it any more.</summary>
    /// <param name="recorded">What became of it is in the store; otherwise one that was begun stays known as begun.</param>
    public void End(HeldDelivery held, bool recorded)
    {
        if (recorded || !attempts.TryUpdate(Key(held), Stage.Unrecorded, Stage.Begun)) attempts.TryRemove(Key(held), out _);
    }

    public bool HasBegun(HeldDelivery held) => attempts.TryGetValue(Key(held), out var stage) && stage == Stage.Begun;

    public bool Has(DeliveryId id, int attempt) => attempts.TryGetValue((id, attempt), out var stage) && stage is Stage.Waiting or Stage.Begun;

    /// <summary>Whether this node may let go of it, because nobody here works on it; from then on nobody will.</summary>
    /// <param name="begun">Bytes of it may have left.</param>
    public bool MayLetGo(DeliveryId id, int attempt, out bool begun)
    {
        var known = attempts.GetOrAdd((id, attempt), Stage.LetGo);
        begun = known == Stage.Unrecorded && attempts.TryRemove((id, attempt), out _);
        return begun || known == Stage.LetGo;
    }

    private static (DeliveryId Id, int Attempt) Key(HeldDelivery held) => (held.Id, held.Attempt);
}
