using System.Data.Common;
using Broadsheet.Core.Access;
using Broadsheet.Core.Audit;
using Broadsheet.Core.Calendars;
using Broadsheet.Core.Connections;
using Broadsheet.Core.DataSources;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Calendars;
using Broadsheet.Server.Connections;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Notifications;
using Broadsheet.Server.People;
using Broadsheet.Server.Recipients;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage.Changes;
using Broadsheet.Server.Workspaces;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Broadsheet.Server.Storage;

/// <summary>
/// The store, the same for both databases. What differs is in <see cref="SqliteDb"/> and <see cref="PostgresDb"/>. The schema is
/// made by the scripts in Schema/; a test holds this model against it.
/// </summary>
internal abstract class AppDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Audit entries that a save of the present transaction has met; <see cref="AuditChain"/> writes them when it is committed.</summary>
    private readonly List<AuditRow> audit = [];
    private readonly List<AuditRow> noted = [];

    public DbSet<WorkspaceRow> Workspaces => Set<WorkspaceRow>();
    public DbSet<WorkspaceLimitsRow> WorkspaceLimits => Set<WorkspaceLimitsRow>();
    public DbSet<PersonRow> People => Set<PersonRow>();
    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();
    public DbSet<SessionRow> Sessions => Set<SessionRow>();
    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();
    public DbSet<ExternalLoginRow> ExternalLogins => Set<ExternalLoginRow>();
    public DbSet<SignInLinkRow> SignInLinks => Set<SignInLinkRow>();
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    public DbSet<DataSourceRow> DataSources => Set<DataSourceRow>();
    public DbSet<ConnectionRow> Connections => Set<ConnectionRow>();
    public DbSet<TemplateRow> Templates => Set<TemplateRow>();
    public DbSet<TemplateVersionRow> TemplateVersions => Set<TemplateVersionRow>();
    public DbSet<CalendarRow> Calendars => Set<CalendarRow>();
    public DbSet<ScheduleRow> Schedules => Set<ScheduleRow>();
    public DbSet<RunRow> Runs => Set<RunRow>();
    public DbSet<RenderRow> Renders => Set<RenderRow>();
    public DbSet<ArtifactRow> Artifacts => Set<ArtifactRow>();
    public DbSet<ArtifactChunkRow> ArtifactChunks => Set<ArtifactChunkRow>();
    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();
    public DbSet<InboxItemRow> InboxItems => Set<InboxItemRow>();
    public DbSet<NotificationSettingsRow> NotificationSettings => Set<NotificationSettingsRow>();
    public DbSet<DigestItemRow> DigestItems => Set<DigestItemRow>();
    public DbSet<DeliverySettingsRow> DeliverySettings => Set<DeliverySettingsRow>();
    public DbSet<ApprovalRow> Approvals => Set<ApprovalRow>();
    public DbSet<SuppressionRow> Suppressions => Set<SuppressionRow>();
    public DbSet<DeliveryLinkRow> DeliveryLinks => Set<DeliveryLinkRow>();
    public DbSet<AuditRow> AuditEntries => Set<AuditRow>();
    public DbSet<AuditHeadRow> AuditHeads => Set<AuditHeadRow>();
    public DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();
    public DbSet<NodeRow> Nodes => Set<NodeRow>();
    public DbSet<StoreStateRow> StoreStates => Set<StoreStateRow>();
    public DbSet<ProtectionKeyRow> ProtectionKeys => Set<ProtectionKeyRow>();

    /// <summary>The statements that differ between the databases.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>
    /// Does <paramref name="work"/> on an open connection, the context's own unless one beside it is had more cheaply: the context's is there
    /// only when its model is.
    /// </summary>
    public virtual async Task ConnectedAsync(Func<DbConnection, Task> work, CancellationToken ct)
    {
        await Database.OpenConnectionAsync(ct);
        try
        {
            await work(Database.GetDbConnection());
        }
        finally
        {
            await Database.CloseConnectionAsync();
        }
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is not null)
        {
            Meet();
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        audit.Clear();
        var entries = TakeAudit();
        if (entries.Count == 0) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        audit.AddRange(entries);
        await transaction.CommitAsync(cancellationToken);
        return saved;
    }

    /// <summary>Adds an entry to the unit of work: it is written when, and only when, what is saved next is committed.</summary>
    public void Note(AuditRow entry) => noted.Add(entry);

    /// <summary>The entries of the present transaction, in the order they were added, to be written now.</summary>
    public IReadOnlyList<AuditRow> TakeAudit()
    {
        Meet();
        var taken = audit.ToList();
        audit.Clear();
        return taken;
    }

    /// <summary>Drops the entries of a transaction that was not committed.</summary>
    public void ForgetAudit() => audit.Clear();

    private void Meet()
    {
        audit.AddRange(noted);
        noted.Clear();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        WorkspaceRow.Map(modelBuilder);
        WorkspaceLimitsRow.Map(modelBuilder);
        PersonRow.Map(modelBuilder);
        MembershipRow.Map(modelBuilder);
        SessionRow.Map(modelBuilder);
        InvitationRow.Map(modelBuilder);
        ExternalLoginRow.Map(modelBuilder);
        SignInLinkRow.Map(modelBuilder);
        ApiKeyRow.Map(modelBuilder);
        DataSourceRow.Map(modelBuilder);
        ConnectionRow.Map(modelBuilder);
        TemplateRow.Map(modelBuilder);
        TemplateVersionRow.Map(modelBuilder);
        CalendarRow.Map(modelBuilder);
        ScheduleRow.Map(modelBuilder);
        RunRow.Map(modelBuilder);
        RenderRow.Map(modelBuilder);
        ArtifactRow.Map(modelBuilder);
        ArtifactChunkRow.Map(modelBuilder);
        DeliveryRow.Map(modelBuilder);
        InboxItemRow.Map(modelBuilder);
        NotificationSettingsRow.Map(modelBuilder);
        DigestItemRow.Map(modelBuilder);
        DeliverySettingsRow.Map(modelBuilder);
        ApprovalRow.Map(modelBuilder);
        SuppressionRow.Map(modelBuilder);
        DeliveryLinkRow.Map(modelBuilder);
        AuditRow.Map(modelBuilder);
        AuditHeadRow.Map(modelBuilder);
        IdempotencyRow.Map(modelBuilder);
        NodeRow.Map(modelBuilder);
        StoreStateRow.Map(modelBuilder);
        ProtectionKeyRow.Map(modelBuilder);
        ChangeRow.Map(modelBuilder);
        Columns.Name(modelBuilder, Dialect.JsonType);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        var text = Dialect.GuidsAreText;
        Columns.Id<WorkspaceId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<PersonId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<ApiKeyId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<DataSourceId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<ConnectionId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<TemplateId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<CalendarId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<ScheduleId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<RunId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<ArtifactId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<DeliveryId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<AuditId>(configurationBuilder, text, id => id.Value, value => new(value));
        Columns.Id<Guid>(configurationBuilder, text, id => id, value => value);
        Columns.Name<Role>(configurationBuilder);
        Columns.Name<RunState>(configurationBuilder);
        Columns.Name<RunTrigger>(configurationBuilder);
        Columns.Name<DeliveryState>(configurationBuilder);
        Columns.Name<DeliveryHold>(configurationBuilder);
        Columns.Name<ApprovalState>(configurationBuilder);
        Columns.Name<SendCondition>(configurationBuilder);
        Columns.Name<NoticeEvent>(configurationBuilder);
        Columns.Name<NoticeChannel>(configurationBuilder);
        configurationBuilder.Properties<Instant>().HaveConversion(Dialect.InstantConverter);
    }
}
