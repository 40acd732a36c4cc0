using NodaTime;

namespace Broadsheet.Core.Schedules;

/// <summary>
/// Which slots of a due schedule get a run now, and when it is due next. <paramref name="Run"/> is in order of time;
/// <paramref name="Missed"/> counts slots that get none; <paramref name="Next"/> is null when it never fires again.
/// </summary>
public sealed record DueSlots(IReadOnlyList<Instant> Run, int Missed, Instant? Next)
{
    /// <summary>A slot so little late is on time, whatever the policy: the time a node needs to start or to fail over.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(1);

    private static readonly Duration LatestReach = Duration.FromHours(24);
    private const int AllCap = 100;

    /// <summary>Pure: the slots from <paramref name="due"/> to <paramref name="now"/>, both inclusive.</summary>
    /// <param name="due">The stored next slot; at or before <paramref name="now"/>.</param>
    /// <param name="next">The recurrence: the first slot strictly after an instant.</param>
    public static DueSlots Of(Instant due, Instant now, MisfirePolicy policy, Func<Instant, Instant?> next)
    {
        var keep = new Queue<Instant>();
        var cap = policy == MisfirePolicy.All ? AllCap : 1;
        var seen = 0;
        Instant? slot = due;
        while (slot is { } at && at <= now)
        {
            seen++;
            keep.Enqueue(at);
            if (keep.Count > cap) keep.Dequeue();
            slot = next(at);
        }

        var run = keep.Where(at => policy switch
        {
            MisfirePolicy.All => true,
            MisfirePolicy.Latest => now - at <= LatestReach,
            MisfirePolicy.Skip => now - at <= Grace,
        }).ToList();
        return new(run, seen - run.Count, slot);
    }
}
