namespace Broadsheet.Server.Storage;

/// <summary>
/// Opens the store for claims, which have connections of their own: requests and reports never keep them waiting, and on
/// PostgreSQL the planner may not choose there between a good plan and one that its statistics flatter. Thread-safe.
/// </summary>
/// <param name="open">A context of the caller's own, to be disposed.</param>
/// <param name="connections">What is closed with it.</param>
/// <param name="claimers">How many may claim at a time; a database with one writer has one.</param>
internal sealed class ClaimStore(Func<AppDb> open, int claimers, IDisposable? connections) : IDisposable
{
    /// <summary>
    /// Statistics are those of the hour before: nothing is due, no run is queued. By them it looks cheap to collect all of a backlog
    /// and sort it, or to hash it, for each batch again. Only the walk along the index that ends after a batch, and the look for each of its rows, are left to it.
    /// So there is nothing to choose by the values of one batch either: a statement is planned once, not with each.
    /// </summary>
    public const string PlannerOptions =
        "-c enable_bitmapscan=off -c enable_sort=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c plan_cache_mode=force_generic_plan";

    public int Claimers => claimers;

    public AppDb Open() => open();

    public void Dispose() => connections?.Dispose();
}
