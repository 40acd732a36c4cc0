using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>The peer that .NET teams have: Quartz.NET, clustered on PostgreSQL and tuned: batches of 100, 32 threads, prepared statements.</summary>
internal static class QuartzNode
{
    public static async Task RunAsync(string connection, bool seed)
    {
        var tuned = new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 60, MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, NoResetOnClose = true, Pooling = true }.ToString();
        await using var data = NpgsqlDataSource.Create(tuned);
        NoOpJob.Data = data;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddConsole().SetMinimumLevel(LogLevel.Error);
        builder.Services.AddQuartz(q =>
        {
            q.ConfigureScheduler(o =>
            {
                (o.InstanceName, o.InstanceId, o.MaxBatchSize) = ("core", "node", 32);
                o.BatchTriggerAcquisitionFireAheadTimeWindow = TimeSpan.Zero;
            });
            q.UseDefaultThreadPool(maxConcurrency: 32);
            q.UsePersistentStore(s =>
            {
                s.UsePostgres(tuned);
                s.UseClustering(_ => { });
                s.UseSystemTextJsonSerializer();
                s.ProvisionSchema();
                s.ConfigureStore(o => o.MisfireThreshold = TimeSpan.FromHours(1));
            });
        });
        builder.Services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        using var host = builder.Build();
        await host.StartAsync();
        if (seed) await SeedAsync(host);
        else
        {
            Console.WriteLine("READY");
            while (await Console.In.ReadLineAsync() is not null) { }
        }

        await host.StopAsync();
    }

    private static async Task SeedAsync(IHost host)
    {
        var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await scheduler.AddJob(JobBuilder.Create<NoOpJob>().WithIdentity("j", "g").StoreDurably().Build(), AddJobOptions.Replacing);
        await scheduler.ScheduleJob(TriggerBuilder.Create().WithIdentity("t0", "g").ForJob("j", "g").StartAt(DateTimeOffset.UtcNow.AddDays(1)).WithCronSchedule("0 0 9 ? * MON").Build());
        Console.WriteLine("READY");
    }
}

/// <summary>Records that it ran, as ours do.</summary>
internal sealed class NoOpJob : IJob
{
    public static NpgsqlDataSource Data { get; set; } = null!;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        await using var command = Data.CreateCommand("insert into bench_runs (name, slot, started_at) values ($1, $2, clock_timestamp())");
        command.Parameters.Add(new() { Value = context.Trigger.Key.Name });
        command.Parameters.Add(new() { Value = context.ScheduledFireTimeUtc!.Value.UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
