using System.Text.Json.Nodes;
using Broadsheet.Core.Access;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Audit;

public sealed class AuditChainTests
{
    private const int Entries = 8;

    /// <summary>What somebody with a connection to the database might do to an eight-entry log, and what the check must say of it.</summary>
    public static TheoryData<string, string, string> Tampering => new()
    {
        { "another text", "update audit_entries set after = '{\"n\":99}' where number = 4", "4 edited" },
        { "another person", "update audit_entries set actor = 'Somebody else' where number = 1", "1 edited" },
        { "a failure made a success", "update audit_entries set failed = not failed where number = 5", "5 edited" },
        { "another hash", "update audit_entries set hash = @zero where number = 4", "4 edited" },
        { "the last one edited", "update audit_entries set origin = 'elsewhere' where number = 8", "8 edited" },
        { "one taken out", "delete from audit_entries where number = 4", "4 missing" },
        { "three taken out", "delete from audit_entries where number between 3 and 5", "3 missing" },
        { "one taken out and the rest moved up", "delete from audit_entries where number = 4; update audit_entries set number = -number + 1 where number > 4; update audit_entries set number = -number where number < 0", "4 edited" },
        { "two exchanged", "update audit_entries set number = 100 where number = 3; update audit_entries set number = 3 where number = 4; update audit_entries set number = 4 where number = 100", "3 edited" },
        { "the first cut off", "delete from audit_entries where number <= 2", "1 missing" },
        { "the tail cut off", "delete from audit_entries where number > 6", "7 cut" },
        { "the tail cut off and the head moved", "delete from audit_entries where number > 6; update audit_heads set number = 6, hash = (select hash from audit_entries where number = 6)", "6 head" },
        { "the beginning cut off and the base moved", "update audit_heads set base_number = 2, base_hash = (select hash from audit_entries where number = 2); delete from audit_entries where number <= 2", "8 head" },
        { "all of it gone", "delete from audit_entries", "1 cut" },
        { "the head gone", "delete from audit_heads", "1 head" },
        { "all of it gone with the head", "delete from audit_entries; delete from audit_heads", "1 head" },
        { "one put in behind", "insert into audit_entries select workspace_id, 9, @id, at, person_id, actor, api_key_id, origin, action, object_type, object_id, object_name, report_type, failed, before, after, hash from audit_entries where number = 8", "9 added" },
    };

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task What_is_done_to_it_behind_the_servers_back_is_found(string what, string sql, string finding)
    {
        foreach (var postgres in new[] { false, true })
        {
            await using var store = await Store.StartAsync(postgres);
            await WriteAsync(store, Entries);
            await using (var db = store.Open())
            {
                foreach (var statement in sql.Split(';'))
                {
                    (string, object?)[] given = [("zero", new byte[32]), ("id", Guid.CreateVersion7())];
                    await db.ExecuteAsync(statement, default, [.. given.Where(p => statement.Contains("@" + p.Item1, StringComparison.Ordinal))]);
                }
            }

            var verdict = await VerifyAsync(store);
            Assert.True(verdict.Status == AuditStatus.Broken, what);
            Assert.Equal(finding, $"{verdict.Findings[0].Number} {Word<AuditFindingKind>.Of(verdict.Findings[0].Kind)}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writers_on_many_connections_make_one_chain_without_gaps(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => WriteAsync(store, 15))));
        var verdict = await VerifyAsync(store);
        Assert.Equal((AuditStatus.Intact, 90L, 1L, 90L), (verdict.Status, verdict.Entries, verdict.FirstNumber, verdict.Number));
        Assert.Empty(verdict.Findings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_of_a_change_that_was_not_saved_is_in_no_log(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await using (var db = store.Open())
        {
            await using (await db.Database.BeginTransactionAsync())
            {
                Add(db, store, 1);
                await db.SaveChangesAsync();
            }

            db.Add(new Broadsheet.Server.Workspaces.WorkspaceRow { Id = new(Guid.CreateVersion7()), Slug = "main", Name = "Twice", Timezone = "UTC", WeekStart = 1, CreatedAt = store.Clock.Now, UpdatedAt = store.Clock.Now });
            Add(db, store, 2);
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
            db.ChangeTracker.Clear();
            Add(db, store, 3);
            await db.SaveChangesAsync();
            Assert.Equal(["3"], await db.AuditEntries.Where(e => e.WorkspaceId == store.Workspace).Select(e => e.ObjectId).ToListAsync());
        }

        Assert.Equal(AuditStatus.Intact, (await VerifyAsync(store)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_kept_after_the_old_is_removed_is_still_a_chain(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await WriteAsync(store, Entries);
        store.Time.Move(TimeSpan.FromDays(10));
        await WriteAsync(store, 2);
        await using (var db = store.Open())
        {
            var trim = new TrimAudit(db, store.Chain, Log(db, store));
            Assert.Equal(Entries, await trim.RunAsync(store.Workspace, store.Clock.Now - Duration.FromDays(5), default));
            Assert.Equal(0, await trim.RunAsync(store.Workspace, store.Clock.Now - Duration.FromDays(5), default));
        }

        var verdict = await VerifyAsync(store);
        Assert.Equal((AuditStatus.Intact, 3L, 9L, 11L), (verdict.Status, verdict.Entries, verdict.FirstNumber, verdict.Number));
        await using (var db = store.Open())
        {
            var trimmed = await db.AuditEntries.SingleAsync(e => e.WorkspaceId == store.Workspace && e.Action == "audit.trimmed");
            Assert.Equal(Entries, JsonNode.Parse(trimmed.Before!)!["through_number"]!.GetValue<int>());
            await db.ExecuteAsync("delete from audit_entries where number = 9", default);
        }

        Assert.Equal(AuditFindingKind.Missing, (await VerifyAsync(store)).Findings[0].Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_whole_older_state_put_back_is_found_by_the_number_and_hash_that_somebody_noted(bool postgres)
    {
        await using var store = await Store.StartAsync(postgres);
        await WriteAsync(store, Entries);
        await using var db = store.Open();
        var old = await db.AuditHeads.AsNoTracking().SingleAsync(h => h.WorkspaceId == store.Workspace);
        await WriteAsync(store, 2);
        var noted = await VerifyAsync(store);
        Assert.Equal(AuditStatus.Intact, (await VerifyAsync(store, new(noted.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), noted.Hash))).Status);

        await db.AuditEntries.Where(e => e.WorkspaceId == store.Workspace && e.Number > old.Number).ExecuteDeleteAsync();
        await db.AuditHeads.Where(h => h.WorkspaceId == store.Workspace).ExecuteUpdateAsync(s => s.SetProperty(h => h.Number, old.Number).SetProperty(h => h.Hash, old.Hash).SetProperty(h => h.Seal, old.Seal));
        Assert.Equal(AuditStatus.Intact, (await VerifyAsync(store)).Status);
        Assert.Equal(AuditFindingKind.Missing, (await VerifyAsync(store, new("10", noted.Hash))).Findings[0].Kind);
        Assert.Equal(AuditFindingKind.Edited, (await VerifyAsync(store, new("8", noted.Hash))).Findings[0].Kind);
    }

    [Fact]
    public async Task A_secret_is_taken_out_by_its_value_wherever_it_stands_and_however_it_is_written()
    {
        await using var store = await Store.StartAsync(postgres: false);
        await using var db = store.Open();
        var known = new KnownSecrets();
        known.Note(new JsonObject { ["password"] = "pa\"ss/wörd 9", ["keys"] = new JsonArray("second-secret"), ["port"] = 5432, ["short"] = "abc" });
        new AuditLog(db, store.Clock, known).Add(Actor(store), "x.failed", "x", "1", "of pa\"ss/wörd 9", null, new JsonObject
        {
            ["error"] = "login with pa\"ss/wörd 9 refused at https://u:pa%22ss%2Fw%C3%B6rd%209@host", ["header"] = "Basic " + Convert.ToBase64String("pa\"ss/wörd 9"u8), ["other"] = "second-secret", ["word"] = "abc",
        });
        await db.SaveChangesAsync();
        var entry = await db.AuditEntries.AsNoTracking().SingleAsync(e => e.WorkspaceId == store.Workspace);
        Assert.Equal("of [redacted]", entry.ObjectName);
        Assert.Equal("""{"error":"login with [redacted] refused at https://u:[redacted]@host","header":"Basic [redacted]","other":"[redacted]","word":"abc"}""", entry.After);
        Assert.Equal(AuditStatus.Intact, (await VerifyAsync(store)).Status);
    }

    private static async Task WriteAsync(Store store, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await using var db = store.Open();
            Add(db, store, i);
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
    }

    private static void Add(AppDb db, Store store, int n) => Log(db, store).Add(Actor(store), "thing.changed", "thing", n, "Thing " + n, null, new JsonObject { ["n"] = n });

    private static AuditLog Log(AppDb db, Store store) => new(db, store.Clock, new KnownSecrets());

    private static Actor Actor(Store store) => new(store.Workspace, store.Owner, "Lead", Role.Admin, "127.0.0.1");

    private static async Task<AuditVerdict> VerifyAsync(Store store, AuditAnchor? anchor = null)
    {
        await using var db = store.Open();
        return (await new VerifyAudit(db, store.Clock, store.Seal).RunAsync(Actor(store), anchor ?? new(null, null), TestContext.Current.CancellationToken)).Value!;
    }
}
