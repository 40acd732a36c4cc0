using Broadsheet.Adapters.Net;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Calendars;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Exports;
using Broadsheet.Server.Http;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Broadsheet.Server.Worker;
using Microsoft.Extensions.Options;

namespace Broadsheet.Server.Composition;

/// <summary>Reports, schedules, runs, deliveries, and the loops that move them.</summary>
internal static class WorkerSetup
{
    /// <summary>A run that is cut off is made again. A message that is cut off may have arrived, and is worth some seconds more.</summary>
    private static readonly (TimeSpan Runs, TimeSpan Sends) Grace = (TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(28));

    public static void AddWork(this IServiceCollection services, IConfiguration configuration)
    {
        var shared = configuration.GetConnectionString("Broadsheet") is { Length: > 0 };
        var works = configuration.GetValue("Broadsheet:Worker", true);
        services.AddSingleton(new WorkerSettings(works, Math.Max(4, Environment.ProcessorCount * 2), 16, shared ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(15)));
        AddReports(services);
        services.AddReportFolders(configuration);
        AddSchedules(services);
        AddDeliveries(services, shared);
        AddLoops(services, shared, works);
        AddWatch(services, configuration);
    }

    private static void AddReports(IServiceCollection services)
    {
        services.AddSingleton<RuleCache>().AddSingleton<DocumentCache>().AddSingleton<FormatCatalog>().AddSingleton<RenderReport>();
        services.AddScoped<ReportLibrary>().AddScoped<CheckTemplate>().AddScoped<ReadDraft>().AddScoped<CreateTemplate>().AddScoped<ReplaceTemplate>().AddScoped<DeleteTemplate>()
            .AddScoped<ReadTemplates>().AddScoped<ReadVersions>().AddScoped<RestoreVersion>().AddScoped<ReadChoices>().AddScoped<RenderTemplate>();
    }

    private static void AddSchedules(IServiceCollection services)
    {
        services.AddScoped<Recurrences>().AddScoped<ReadRecurrence>().AddScoped<CheckSchedule>().AddScoped<CreateSchedule>().AddScoped<ReplaceSchedule>().AddScoped<DeleteSchedule>()
            .AddScoped<PauseSchedule>().AddScoped<RunSchedule>().AddScoped<BackfillSchedule>().AddScoped<ReadSchedule>().AddScoped<ListSchedules>()
            .AddScoped<PreviewSchedule>().AddScoped<ParsePhrase>().AddScoped<FireDueSlots>().AddScoped<PlanRun>().AddScoped<RecordOutcome>().AddScoped<RecomputeSlots>().AddScoped<FindOverdue>().AddScoped<AskForOutsiders>().AddScoped<DryRunForEach>()
            .AddScoped<ReadExports>().AddScoped<SaveExport>().AddScoped<ProcessDue>();
        services.AddSingleton<FireOn>(p => db => new FireDueSlots(db, p.GetRequiredService<Clock>(), p.GetRequiredService<RuleCache>(), p.GetRequiredService<ILogger<FireDueSlots>>()));
        services.AddScoped(p => new ScheduleBell(p.GetRequiredService<AppDb>(), p.GetRequiredService<Wake>().Schedules.Ring));
        services.AddScoped<ScheduleSaved>(p => p.GetRequiredService<AskForOutsiders>().RunAsync);
        services.AddScoped<CalendarChanged>(p => p.GetRequiredService<RecomputeSlots>().OfCalendarAsync);
        services.AddScoped<RunEnded>(p => p.GetRequiredService<RecordOutcome>().RunAsync);
    }

    private static void AddDeliveries(IServiceCollection services, bool shared)
    {
        services.AddSingleton<ChannelCatalog>().AddSingleton(Randomness.Secure);
        if (shared) services.AddSingleton<IArtifactStore, SharedArtifacts>();
        else services.AddSingleton<IArtifactStore, FolderArtifacts>();
        services.AddScoped<ReadRuns>().AddScoped<CancelRun>().AddScoped<RetryRun>().AddScoped<RetryDelivery>().AddScoped<ReadArtifact>().AddScoped<ExpireFiles>().AddScoped<RemoveOldRuns>()
            .AddScoped<RequestRender>().AddScoped<RenderClaims>().AddScoped<MakeRender>().AddScoped<RenderRun>().AddScoped<KeepFiles>().AddScoped<KeepBurst>().AddScoped<ForEach>().AddScoped<RunBurst>().AddScoped<EndRun>()
            .AddScoped<SettleRun>().AddScoped<FanOut>().AddScoped<LogDelivery>().AddScoped<SendDelivery>().AddScoped<ExecuteRun>().AddScoped<CollectOrphans>();
        services.AddSingleton(p => new RenderFlights(p.GetRequiredService<TimeProvider>(), TimeSpan.FromMinutes(2))).AddSingleton<RenderBell>().AddSingleton<OrphanedWork>().AddSingleton(p => new SourcePermits(p.GetRequiredService<IOptions<LimitOptions>>().Value.ReadersPerSource))
            .AddSingleton(p => new ChannelPermits(p.GetRequiredService<IOptions<LimitOptions>>().Value.SendersPerChannel)).AddSingleton<ShareRender>();
        services.AddScoped<DeliverySettled>(p => p.GetRequiredService<SettleRun>().RunAsync);
    }

    private static void AddWatch(IServiceCollection services, IConfiguration configuration)
    {
        var address = configuration["Broadsheet:Heartbeat:Url"] is { Length: > 0 } text
            ? Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri
                : throw new SettingsException($"Broadsheet:Heartbeat:Url “{text}” is no address of the form https://…")
            : null;
        services.AddSingleton<Pulse>();
        services.AddSingleton(p => new OutsideMonitor((to, ct) => CallAddress.RunAsync(p.GetRequiredService<OutboundHttp>(), to, ct), address));
    }

    /// <summary>The lease first: hosted services stop in reverse, and it must outlive what it stands for.</summary>
    private static void AddLoops(IServiceCollection services, bool shared, bool works)
    {
        services.Configure<HostOptions>(o => o.ShutdownTimeout = Grace.Sends + TimeSpan.FromSeconds(7));
        services.AddSingleton<Wake>().AddSingleton<Node>().AddSingleton<LeaseKeeper>().AddSingleton<RunWorker>().AddSingleton<DeliveryWorker>().AddSingleton<WorkspacePump>();
        services.AddSingleton<ReservePlaces>(p => p.GetRequiredService<RunWorker>().Reserve);
        services.AddSingleton<WorkBell>(p => p.GetRequiredService<WorkspacePump>().Start);
        services.AddSingleton<StopRun>(p => run =>
        {
            p.GetRequiredService<Node>().Stop(run);
            p.GetRequiredService<Wake>().Runs.Ring();
        });
        services.AddHostedService(p => p.GetRequiredService<LeaseKeeper>());
        services.AddHostedService<Rescuer>();
        services.AddHostedService<Watchdog>();
        services.AddHostedService(p => p.GetRequiredService<DeliveryWorker>());
        services.AddHostedService(p => p.GetRequiredService<RunWorker>());
        services.AddHostedService(p => p.GetRequiredService<WorkspacePump>());
        if (shared) services.AddHostedService<ListenForChanges>();
        if (works) services.AddHostedService<Clockwork>();
        services.AddHostedService<Drain>();
        if (works) services.AddHostedService<Housekeeping>();
    }

    /// <summary>From the first sign of a shutdown work in hand has so long to end.</summary>
    public static void UseWork(this WebApplication app)
    {
        var node = app.Services.GetRequiredService<Node>();
        app.Lifetime.ApplicationStopping.Register(() => node.BeginShutdown(Grace.Runs, Grace.Sends));
    }

    public static void MapWork(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", HealthAsync).ExcludeFromDescription();
        routes.MapSchedules();
        routes.MapOwnership();
        routes.MapExports();
        routes.MapRuns();
        routes.MapArtifacts();
        routes.MapTemplates();
    }

    /// <summary>Readiness for everybody; how the engine does, for who asks from this machine.</summary>
    private static async Task<IResult> HealthAsync(HttpContext http, Readiness readiness, Pulse pulse, CancellationToken ct)
    {
        var found = await readiness.CheckAsync(ct);
        var engine = http.IsLocal() && pulse.Seen is { } seen ? new { seen.At, seen.LagSeconds, seen.Queued, seen.OldestQueuedSeconds, seen.Nodes, seen.Late, LastClaimAt = pulse.LastClaim } : null;
        return TypedResults.Json(new { found.Status, found.Checks, Engine = engine }, Wire.Json, statusCode: found.Status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
