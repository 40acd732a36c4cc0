using System.Text.Json.Nodes;
using Broadsheet.Server.Storage.Changes;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Tests.People;
using Broadsheet.Server.Tests.Runs;
using Broadsheet.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Events;

public sealed class EventTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reader_hears_of_a_schedule_its_run_its_delivery_and_the_notification(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        await using var events = await EventStream.OpenAsync(server.Live);
        Assert.Equal("ready", (await events.NextAsync())!.Value.Type);
        var schedule = await server.CreateAsync();
        var made = await events.UntilAsync(e => Is(e, "schedule", schedule, "created"));
        Assert.Single(made);
        var run = (await server.RunAsync(schedule))["id"]!.GetValue<string>();
        var seen = await events.UntilAsync(e => Is(e, "run", run, "succeeded"));
        Assert.All(seen.Where(e => Text(e, "type") == "run"), e => Assert.Equal((run, schedule), (Text(e, "id"), Text(e, "schedule_id"))));
        Assert.Equal(["queued", "running", "succeeded"], seen.Where(e => Text(e, "type") == "run").Select(e => Text(e, "status")).Distinct());
        Assert.Equal(["pending", "sent"], seen.Where(e => Text(e, "type") == "delivery" && Text(e, "run_id") == run).Select(e => Text(e, "status")));
        Assert.Contains(seen, e => Text(e, "type") == "notification" && Text(e, "run_id") == run && Text(e, "status") == "unread");
        await server.Live.WantAsync(204, "DELETE", $"{JobServer.Schedules}/{schedule}");
        await events.UntilAsync(e => Is(e, "schedule", schedule, "deleted"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reader_that_comes_back_gets_what_it_missed_once_and_in_order(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        string last;
        var ids = new List<string>();
        await using (var first = await EventStream.OpenAsync(server.Live))
        {
            ids.Add(await server.CreateAsync());
            await first.UntilAsync(e => Is(e, "schedule", ids[0], "created"));
            last = first.LastId!;
        }

        for (var i = 0; i < 5; i++) ids.Add(await server.CreateAsync());
        await using var again = await EventStream.OpenAsync(server.Live, null, ("Last-Event-ID", last));
        Assert.Equal("ready", (await again.NextAsync())!.Value.Type);
        Assert.Equal(ids.Skip(1), (await again.UntilAsync(e => Is(e, "schedule", ids[^1], "created"))).Select(e => Text(e, "id")));
    }

    [Fact]
    public async Task What_is_too_old_to_go_on_from_is_a_reset()
    {
        await using var server = await JobServer.StartAsync(worker: false);
        await server.CreateAsync();
        await using var strange = await EventStream.OpenAsync(server.Live, null, ("Last-Event-ID", "never-was"));
        Assert.Equal("reset", (await strange.NextAsync())!.Value.Type);
        await server.Live.StoreAsync(db => db.Set<ChangeRow>().ExecuteDeleteAsync());
        await using var late = await EventStream.OpenAsync(server.Live, null, ("Last-Event-ID", "0-1"));
        Assert.Equal("reset", (await late.NextAsync())!.Value.Type);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_workspace_hears_nothing_and_another_person_not_my_notifications(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        await server.Live.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "second", name = "Second" });
        var (cookie, _) = await SessionTests.SignInAsync(server.Live);
        await using var elsewhere = await EventStream.OpenAsync(server.Live, "", cookie, ("X-Workspace", "second"));
        Assert.Equal("ready", (await elsewhere.NextAsync())!.Value.Type);
        var (other, _) = await MemberAsync(server.Live, "viewer");
        await using var viewer = await EventStream.OpenAsync(server.Live, "", other);
        Assert.Equal("ready", (await viewer.NextAsync())!.Value.Type);

        var schedule = await server.CreateAsync();
        var run = (await server.RunAsync(schedule))["id"]!.GetValue<string>();
        var seen = await viewer.UntilAsync(e => Is(e, "run", run, "succeeded"));
        Assert.DoesNotContain(seen, e => Text(e, "type") == "notification");
        var waiting = elsewhere.NextAsync();
        Assert.False(waiting.IsCompleted, "The other workspace heard something.");
    }

    [Fact]
    public async Task A_stream_ends_with_the_key_and_the_session_that_opened_it_and_a_worker_gets_none()
    {
        await using var server = await JobServer.StartAsync(worker: false);
        var key = (await server.Live.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "reader", role = "viewer" })).Json;
        await using var byKey = await EventStream.OpenAsync(server.Live, key["key"]!.GetValue<string>());
        Assert.Equal("ready", (await byKey.NextAsync())!.Value.Type);
        var (cookie, csrf) = await MemberAsync(server.Live, "viewer");
        await using var bySession = await EventStream.OpenAsync(server.Live, "", cookie);
        Assert.Equal("ready", (await bySession.NextAsync())!.Value.Type);

        await server.Live.WantAsync(204, "DELETE", "/api/v1/api-keys/" + key["id"]!.GetValue<string>());
        await server.Live.WantAsync(204, "DELETE", "/api/v1/session", null, "", cookie, csrf);
        await EndsAsync(byKey);
        await EndsAsync(bySession);
        var worker = await AccessTests.KeyAsync(server.Live, "worker");
        await server.Live.WantAsync(403, "GET", "/api/v1/events", null, worker);
        await server.Live.WantAsync(401, "GET", "/api/v1/events", null, "");
    }

    [Fact]
    public async Task On_two_nodes_each_hears_what_the_other_does_and_nothing_is_lost_to_a_transaction_that_commits_late()
    {
        if (PostgresCluster.WhyNot is { } reason) Assert.Skip(reason);
        var store = await PostgresCluster.Start().CreateStoreAsync();
        await using var one = await LiveServer.StartAsync(true, store);
        await using var other = await LiveServer.StartAsync(true, store);
        await using var events = await EventStream.OpenAsync(other);
        Assert.Equal("ready", (await events.NextAsync())!.Value.Type);

        var (early, late) = (Guid.NewGuid(), Guid.NewGuid());
        await one.StoreAsync(async slow =>
        {
            await using var transaction = await slow.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await NoteAsync(slow, one, early);
            await one.StoreAsync(fast => NoteAsync(fast, one, late));
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        });
        var seen = await events.UntilAsync(e => Text(e, "id") == late.ToString());
        Assert.Equal([early.ToString(), late.ToString()], seen.Select(e => Text(e, "id")));
    }

    [Fact]
    public async Task What_changes_by_the_hundred_at_once_is_one_reset_and_then_it_goes_on()
    {
        await using var server = await JobServer.StartAsync(postgres: true, worker: false);
        var first = await server.CreateAsync();
        await using var events = await EventStream.OpenAsync(server.Live);
        Assert.Equal("ready", (await events.NextAsync())!.Value.Type);
        await server.Live.StoreAsync(db => db.Database.ExecuteSqlRawAsync("""
            insert into report_schedules
            select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'name', s.name || n))).* from report_schedules s, generate_series(1, 200) n
            """, TestContext.Current.CancellationToken));

        // Another test's transaction may have been open when the stream began: then the making of the first one is told as well, and nothing else.
        var next = (await events.NextAsync())!.Value;
        while (next.Type == "change" && Is(next.Data!, "schedule", first, "created")) next = (await events.NextAsync())!.Value;
        Assert.Equal("reset", next.Type);
        await server.Live.WantAsync(204, "DELETE", $"{JobServer.Schedules}/{first}");
        Assert.Single(await events.UntilAsync(e => Is(e, "schedule", first, "deleted")));
    }

    private static async Task NoteAsync(Broadsheet.Server.Storage.AppDb db, LiveServer server, Guid id)
    {
        await db.Database.ExecuteSqlAsync($"insert into changes (workspace_id, type, object_id, status) values ({server.First!.Workspace.Value}, 'schedule', {id}, 'changed')", TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_notify('broadsheet_changes', '')", TestContext.Current.CancellationToken);
    }

    private static async Task EndsAsync(EventStream stream)
    {
        while (await stream.NextAsync() is not null) { }
    }

    private static async Task<((string Name, string Value) Cookie, (string Name, string Value) Csrf)> MemberAsync(LiveServer server, string role)
    {
        var link = (await server.WantAsync(201, "POST", "/api/v1/members", new { email = $"{Guid.NewGuid():N}@example.com", role })).Json["sign_in_path"]!.GetValue<string>();
        var opened = await server.WantAsync(302, "GET", link, null, "");
        return (("Cookie", opened.Cookies), ("X-CSRF-Token", opened.Header("X-CSRF-Token")!));
    }

    private static bool Is(JsonNode e, string type, string id, string status) => Text(e, "type") == type && Text(e, "id") == id && Text(e, "status") == status;

    private static string? Text(JsonNode e, string name) => e[name]?.GetValue<string>();
}
