using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Server.People;
using Broadsheet.Server.Storage.Changes;

namespace Broadsheet.Server.Events;

/// <summary>
/// The changes of a workspace as they are committed, on whatever node. Each stream reads the log for itself from where it stands, so it
/// holds nothing in memory however slow its reader is. It looks again, at every turn, whether the caller may still see.
/// </summary>
internal sealed class FollowChanges(ChangeLog log, ChangeBell bell, WhoCalls who, TimeProvider time, IHostApplicationLifetime host)
{
    public const string Change = "change";

    /// <summary>What came before is not known any more, or so much changed at once that it is not told one by one: read everything again.</summary>
    public const string Reset = "reset";

    private const int MostStreams = 2_000;
    private const int Batch = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    /// <summary>At most so often is the log read: what changes together is sent together.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(150);

    /// <param name="lastEventId">Where the caller stopped; null to begin now.</param>
    public Result<IAsyncEnumerable<SseItem<ChangeWire?>>> Run(HttpContext http, Actor actor, string? lastEventId, CancellationToken ct)
    {
        if (actor.Refuse(Permission.See) is { } refused) return refused;
        if (!bell.TryListen(MostStreams)) return new Problem.Unavailable("too-many-streams", $"This node already serves {MostStreams} streams of events. Try again later.");
        return Result<IAsyncEnumerable<SseItem<ChangeWire?>>>.Ok(StreamAsync(http, actor, lastEventId, ct));
    }

    private async IAsyncEnumerable<SseItem<ChangeWire?>> StreamAsync(HttpContext http, Actor actor, string? lastEventId, [EnumeratorCancellation] CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, host.ApplicationStopping);
        using var listening = new Listening(bell);
        var until = time.GetUtcNow() + Longest;
        var (at, isGone) = await BeginAsync(lastEventId, ending.Token);
        yield return Item(isGone ? Reset : "ready", at, null);
        while (time.GetUtcNow() < until && !ending.IsCancellationRequested)
        {
            var next = bell.Next;
            if (await who.FindAsync(http, ending.Token) is not { IsOk: true, Value: { } still } || still.Workspace != actor.Workspace || still.Refuse(Permission.See) is not null) yield break;
            var changes = await log.ReadAsync(actor.Workspace, actor.Person, at, Batch, ending.Token);
            foreach (var change in changes) yield return change.IsMany ? Item(Reset, at = change.Point, null) : Item(Change, at = change.Point, ChangeWire.Of(change));
            if (changes.Count == Batch) continue;
            await Task.Delay(Gather, time, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!await log.AreUnsettledAsync(actor.Workspace, ending.Token) && !await RangAsync(next, ending.Token)) yield return Item("beat", at, null);
        }
    }

    private async Task<(ChangePoint At, bool IsGone)> BeginAsync(string? lastEventId, CancellationToken ct)
    {
        if (lastEventId is null) return (await log.EndAsync(ct), false);
        if (ChangePoint.Read(lastEventId) is not { } at || await log.IsGoneAsync(at, ct)) return (await log.EndAsync(ct), true);
        return (at, false);
    }

    /// <summary>False when it stayed quiet for a beat.</summary>
    private async Task<bool> RangAsync(Task next, CancellationToken ct)
    {
        await next.WaitAsync(Beat, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return next.IsCompleted;
    }

    private static SseItem<ChangeWire?> Item(string type, ChangePoint at, ChangeWire? change) =>
        new(change, type) { EventId = at.ToString(), ReconnectionInterval = type is "ready" or Reset ? TimeSpan.FromSeconds(2) : null };

    private sealed class Listening(ChangeBell bell) : IDisposable
    {
        public void Dispose() => bell.Leave();
    }
}
