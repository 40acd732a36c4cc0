using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Composition;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.People;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Server.Workspaces;
using Broadsheet.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Xunit;

namespace Broadsheet.Server.Tests.Storage;

/// <summary>A store without a server: empty, or with a workspace, its owner and one report.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly NpgsqlDataSource? postgres;
    private readonly Instant hour;

    private Store(string? connection)
    {
        if (connection is not null) postgres = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = true });
        Clock = new Server.Clock(Time);
        hour = Instant.FromUnixTimeSeconds((Clock.Now - Duration.FromMinutes(30)).ToUnixTimeSeconds() / 60 * 60);
    }

    public MovingClock Time { get; } = new();

    public Server.Clock Clock { get; }

    public AuditSeal Seal { get; } = new(new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider());

    public AuditChain Chain => field ??= new(Seal);

    public string Folder => folder.Path;

    private string Sqlite => new SqliteConnectionStringBuilder { DataSource = folder.File("store.db"), ForeignKeys = true, DefaultTimeout = 30 }.ToString();

    public WorkspaceId Workspace { get; } = new(Guid.CreateVersion7());

    public PersonId Owner { get; } = new(Guid.CreateVersion7());

    public TemplateId Report { get; } = new(Guid.CreateVersion7());

    public static async Task<Store> EmptyAsync(bool postgres)
    {
        if (postgres && PostgresCluster.WhyNot is { } reason) Assert.Skip(reason);
        return new Store(postgres ? await PostgresCluster.Start().CreateDatabaseAsync() : null);
    }

    public static async Task<Store> StartAsync(bool postgres)
    {
        var store = await EmptyAsync(postgres);
        await using var db = store.Open();
        var now = store.Clock.Now;
        await SchemaScripts.ApplyAsync(db, now, default);
        db.Add(new WorkspaceRow { Id = store.Workspace, Slug = "main", Name = "Main", Timezone = "UTC", WeekStart = 1, CreatedAt = now, UpdatedAt = now });
        db.Add(new PersonRow { Id = store.Owner, Email = "lead@example.com", EmailKey = "lead@example.com", Name = "Lead", SecurityStamp = "s", CreatedAt = now });
        await db.SaveChangesAsync();
        db.Add(new MembershipRow { WorkspaceId = store.Workspace, PersonId = store.Owner, Role = Role.Admin, CreatedAt = now });
        db.Add(new TemplateRow { WorkspaceId = store.Workspace, Id = store.Report, ReportType = "quality", Title = "Quality", Text = "", CreatedBy = store.Owner, CreatedAt = now, UpdatedAt = now });
        await db.SaveChangesAsync();
        return store;
    }

    public AppDb Open() => postgres is null
        ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>()
            .UseSqlite(Sqlite)
            .AddInterceptors(new SqliteSession(), Chain).Options)
        : new PostgresDb((DbContextOptions<PostgresDb>)StorageSetup.Over(new DbContextOptionsBuilder<PostgresDb>(), postgres).AddInterceptors(Chain).Options);

    /// <summary>The store as claims open it, on PostgreSQL.</summary>
    public ClaimStore Claims() => StorageSetup.Claims(postgres!.ConnectionString);

    /// <summary>Claims of a node of its own; each use has its own connection.</summary>
    public async Task<(int Read, int Runs)> FireAsync(AppDb db)
    {
        var batch = await BatchAsync(db, null);
        return (batch.Read, batch.Runs.Count);
    }

    /// <param name="eager">What the node that claims can start itself.</param>
    public async Task<FiredBatch> BatchAsync(AppDb db, EagerStart? eager)
    {
        var fire = new FireDueSlots(db, Clock, new RuleCache(), Microsoft.Extensions.Logging.Abstractions.NullLogger<FireDueSlots>.Instance);
        using var walk = new DueWalk();
        return await fire.BatchAsync(null, RunTrigger.Schedule, walk, eager, TestContext.Current.CancellationToken);
    }

    /// <summary>An expression for every hour, as <see cref="HourAgo"/> counts them, and so many minutes.</summary>
    public string Hourly(int minutes = 0) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(hour.ToUnixTimeSeconds() / 60 + minutes) % 60} * * * *");

    /// <summary>A schedule in UTC that is due at <paramref name="due"/>, not saved.</summary>
    public ScheduleRow Schedule(Instant due, string? cron = null, PolicyWire? policy = null) => new()
    {
        WorkspaceId = Workspace,
        Id = new ScheduleId(Guid.CreateVersion7()),
        Name = "Quality",
        ScheduleType = "cron",
        ScheduleConfigJson = $$"""{"expression":"{{cron ?? Hourly()}}","timezone":"UTC"}""",
        TemplateId = Report,
        Enabled = true,
        NextRunAt = due,
        CreatedAt = due,
        UpdatedAt = due,
        FormatsJson = """["csv"]""",
        DestinationsJson = """[{"type":"inbox"}]""",
        Channels = ",inbox,",
        PolicyJson = System.Text.Json.JsonSerializer.Serialize(policy ?? new PolicyWire(), Server.Http.Wire.Json),
        OwnerId = Owner,
        TzdbVersion = "test",
    };

    /// <summary>A pending delivery of a run, not saved.</summary>
    public DeliveryRow Delivery(RunRow run, string type, int index) => new()
    {
        WorkspaceId = run.WorkspaceId, Id = new DeliveryId(Guid.CreateVersion7()), RunId = run.Id, DestinationIndex = index, Type = type, Recipient = "lead@example.com",
        DestinationJson = "{}", MessageJson = "{}", Status = DeliveryState.Pending, MaxAttempts = 6, NextAttemptAt = HourAgo(0), CreatedAt = HourAgo(0),
    };

    /// <summary>A run of a schedule's slot, not saved.</summary>
    public RunRow Run(ScheduleId? schedule, Instant slot, RunState status, bool exclusive = true) => new()
    {
        WorkspaceId = Workspace,
        Id = new RunId(Guid.CreateVersion7()),
        ScheduleId = schedule,
        ScheduleName = "Quality",
        TemplateId = Report,
        ReportType = "quality",
        Trigger = RunTrigger.Schedule,
        ScheduledFor = slot,
        Slot = schedule is null ? null : slot,
        Status = status,
        OwnerId = Owner,
        QueuedAt = slot,
        NotBefore = slot,
        Exclusive = exclusive,
    };

    public async Task SaveAsync(params IEnumerable<object> rows)
    {
        await using var db = Open();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    /// <summary>
    /// The newest hour that is <paramref name="hours"/> behind. Hours begin half an hour before the test did, so that none passes while it runs.
    /// </summary>
    public Instant HourAgo(int hours) => hour - Duration.FromHours(hours);

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null) await postgres.DisposeAsync();
        using (var any = new SqliteConnection(Sqlite)) SqliteConnection.ClearPool(any);
        folder.Dispose();
    }
}
