namespace Broadsheet.Server.Storage.Claims;

/// <summary>A table of work that waits in the turns of workspaces: its name, the state that waits, and the column that says from when.</summary>
internal sealed record WaitingWork(string Table, string Waiting, string From)
{
    public static WaitingWork Runs { get; } = new("runs", "queued", "not_before");

    public static WaitingWork Deliveries { get; } = new("deliveries", "pending", "next_attempt_at");

    /// <summary>
    /// Workspaces that have work waiting, after @after in the order of their ids: a step from one to the next along the index,
    /// so that it costs as much as there are workspaces served, however long their queues are.
    /// </summary>
    public string TurnsSql => $"""
        with recursive turn (id) as (
            select (select w.workspace_id from {Table} w where w.status = '{Waiting}' and w.workspace_id > @after order by w.workspace_id limit 1)
            union all
            select (select w.workspace_id from {Table} w where w.status = '{Waiting}' and w.workspace_id > turn.id order by w.workspace_id limit 1)
            from turn where turn.id is not null
        )
        select turn.id from turn
        where turn.id is not null and {HasDue("@now")}
        limit @most
        """;

    /// <summary>What time it is, whether any of it is due by then, taken or not, and when after that the next of it may be done.</summary>
    public string LookSql(Dialect dialect) => $"""
        with recursive clock (now) as (select {dialect.AgreedNowSql}), turn (id) as (
            select (select w.workspace_id from {Table} w where w.status = '{Waiting}' order by w.workspace_id limit 1)
            union all
            select (select w.workspace_id from {Table} w where w.status = '{Waiting}' and w.workspace_id > turn.id order by w.workspace_id limit 1)
            from turn where turn.id is not null
        )
        select (select now from clock),
            coalesce(max(case when {HasDue("(select now from clock)")} then 1 else 0 end), 0),
            min((select w.{From} from {Table} w
                where w.status = '{Waiting}' and w.workspace_id = turn.id and w.{From} > (select now from clock) order by w.{From}, w.id limit 1))
        from turn where turn.id is not null
        """;

    /// <summary>
    /// Whether the workspace of a turn has something due. Not as <c>exists</c>, which PostgreSQL makes a join of: with the statistics of an hour
    /// in which nothing waited it reads all that waits of all workspaces for it. Its plan is tested.
    /// </summary>
    private string HasDue(string now) =>
        $"(select 1 from {Table} w where w.status = '{Waiting}' and w.workspace_id = turn.id and w.{From} <= {now} limit 1) is not null";
}
