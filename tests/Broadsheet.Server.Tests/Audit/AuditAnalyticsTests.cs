using Broadsheet.Core.Access;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Tests.Storage;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Broadsheet.Server.Tests.Audit;

/// <summary>What the log says in numbers, against the same entries counted one by one here.</summary>
public sealed class AuditAnalyticsTests
{
    private const int Entries = 900;
    private const int Top = 20;

    private static readonly string[] Actions = ["schedule.edited", "artifact.read", "artifact.read_by_link", "delivery.sent", "delivery.failed", "template.rendered", "session.refused", .. Enumerable.Range(0, 18).Select(i => $"thing.done_{i:00}")];
    private static readonly string[] Reports = [.. Enumerable.Range(0, 24).Select(i => $"report_{i:00}")];

    private sealed record Told(Instant At, string Action, PersonId? Person, string Actor, string Type, string Object, string? Report, bool Failed);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public async Task Actions_over_time_by_person_by_object_failures_and_reports_are_what_was_written(bool postgres, int seed)
    {
        await using var store = await Store.StartAsync(postgres);
        var elsewhere = new WorkspaceId(Guid.CreateVersion7());
        await store.SaveAsync(new Server.Workspaces.WorkspaceRow { Id = elsewhere, Slug = "second", Name = "Second", Timezone = "UTC", WeekStart = 1, CreatedAt = store.Clock.Now, UpdatedAt = store.Clock.Now });
        var told = await WriteAsync(store, elsewhere, new Random(seed));

        // The first entry of the period counts, the first after it doesn't.
        var (from, to) = (told[Entries / 5].At, told[Entries * 4 / 5].At);
        var counted = told.Where(t => t.At >= from && t.At < to).ToList();
        await using var db = store.Open();
        var analytics = (await new AnalyseAudit(db, store.Clock).RunAsync(new(store.Workspace, store.Owner, "Lead", Role.Auditor, "127.0.0.1"), new(InstantPattern.ExtendedIso.Format(from), InstantPattern.ExtendedIso.Format(to)), TestContext.Current.CancellationToken)).Value!;

        Assert.Equal((counted.Count, counted.Count(t => t.Failed)), ((int)analytics.Entries, (int)analytics.Failed));
        Assert.Equal(
            counted.GroupBy(t => t.At.InUtc().Date).OrderBy(g => g.Key).Select(g => new AuditDayWire(g.Key.ToString("uuuu-MM-dd", null), g.Count(), g.Count(t => t.Failed))), analytics.OverTime);
        Assert.Equal(ByAction(counted), analytics.ByAction);
        Assert.Equal(ByAction(counted.Where(t => t.Failed)), analytics.Failures);
        Assert.Equal(
            counted.GroupBy(t => (t.Person, t.Actor)).Select(g => new AuditPersonWire(g.Key.Person?.Value, g.Key.Actor, g.Count(), g.Count(t => t.Failed), g.Max(t => t.At)))
                .OrderByDescending(p => p.Count).ThenBy(p => p.Actor, StringComparer.Ordinal).Take(Top), analytics.ByPerson);
        Assert.Equal(
            counted.GroupBy(t => (t.Type, t.Object)).Select(g => new AuditObjectWire(g.Key.Type, g.Key.Object, "Name of " + g.Key.Object, g.Count(), g.Max(t => t.At)))
                .OrderByDescending(o => o.Count).ThenBy(o => o.ObjectId, StringComparer.Ordinal).Take(Top), analytics.ByObject);
        Assert.Equal(ByReport(counted), analytics.Reports);
        Assert.All(new[] { analytics.ByAction.Count, analytics.ByPerson.Count, analytics.ByObject.Count, analytics.Reports.Count }, n => Assert.Equal(Top, n));
        Assert.True(analytics.OverTime.Count > 10 && analytics.Failures.Count > 5, "The entries are too much alike to show anything.");
    }

    private static IEnumerable<AuditActionWire> ByAction(IEnumerable<Told> told) =>
        told.GroupBy(t => t.Action).Select(g => new AuditActionWire(g.Key, g.Count(), g.Max(t => t.At))).OrderByDescending(a => a.Count).ThenBy(a => a.Action, StringComparer.Ordinal).Take(Top);

    private static IEnumerable<AuditReportWire> ByReport(IEnumerable<Told> told) =>
        told.Where(t => t.Report is not null).GroupBy(t => t.Report!).Select(g => new AuditReportWire(g.Key, g.Count(t => !t.Failed), g.Count(t => t.Action is "artifact.read" or "artifact.read_by_link"),
            g.Count(t => t.Action == "delivery.sent"), g.Count(t => t.Action == "template.rendered"), g.Where(t => t.Person is not null).Select(t => t.Person).Distinct().Count(), g.Max(t => t.At)))
            .OrderByDescending(r => r.Uses).ThenBy(r => r.ReportType, StringComparer.Ordinal).Take(Top);

    /// <summary>Some weeks of entries by people, the worker and nobody, and some of another workspace amid them.</summary>
    private static async Task<List<Told>> WriteAsync(Store store, WorkspaceId elsewhere, Random random)
    {
        var people = Enumerable.Range(0, 26).Select(i => (Id: (PersonId?)new PersonId(Guid.CreateVersion7()), Name: $"Person {i:00}")).Append((null, "worker")).Append((null, "somebody")).ToArray();
        var told = new List<Told>();
        store.Time.Move(-TimeSpan.FromDays(60));
        await using var db = store.Open();
        var log = new AuditLog(db, store.Clock, new KnownSecrets());
        for (var i = 0; i < Entries; i++)
        {
            store.Time.Move(TimeSpan.FromMinutes(1 + random.Next(80)));
            var (person, action, thing) = (people[random.Next(random.Next(people.Length) + 1)], Actions[random.Next(random.Next(Actions.Length) + 1)], random.Next(random.Next(60) + 1));
            var failed = action is "delivery.failed" or "session.refused" || random.Next(9) == 0;
            var report = random.Next(3) == 0 ? null : Reports[random.Next(random.Next(Reports.Length) + 1)];
            var happened = new AuditEvent { Action = action, ObjectType = thing % 2 == 0 ? "schedule" : "artifact", ObjectId = $"object-{thing:00}", Name = $"Name of object-{thing:00}", Report = report, Failed = failed };
            log.Add(new Actor(store.Workspace, person.Id ?? default, person.Name, Role.Editor, "127.0.0.1"), happened);
            if (random.Next(3) == 0) log.Add(new Actor(elsewhere, person.Id ?? default, person.Name, Role.Editor, "127.0.0.1"), happened);
            told.Add(new(default, action, person.Id, person.Name, happened.ObjectType, $"object-{thing:00}", report, failed));
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        // When each was written is the log's to say; everything else is counted from what was told to it.
        await using var reading = store.Open();
        var at = reading.AuditEntries.Where(e => e.WorkspaceId == store.Workspace).OrderBy(e => e.Number).Select(e => e.At).ToList();
        return [.. told.Zip(at, (t, when) => t with { At = when })];
    }
}
