using System.Data.Common;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Runs;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Storage.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Runs.Sharing;

/// <summary>What becomes of a shared render's files when its maker is stopped at the moment in which it says that they are made.</summary>
public sealed class MakeRenderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_maker_stopped_after_the_store_took_it_leaves_the_files_to_those_who_have_them(bool postgres)
    {
        var (rows, files) = await StoppedAsync(postgres, new Stopped(after: true));
        Assert.Equal(Assert.Single(rows).Contents, files);
        Assert.Single(files);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_maker_stopped_before_that_leaves_nothing(bool postgres)
    {
        var (rows, files) = await StoppedAsync(postgres, new Stopped(after: false));
        Assert.Empty(rows);
        Assert.Empty(files);
    }

    /// <summary>The renders of the store, and the files that it keeps for them.</summary>
    private static async Task<(IReadOnlyList<RenderRow> Rows, IReadOnlyList<ArtifactId> Files)> StoppedAsync(bool postgres, Stopped stopped)
    {
        await using var server = await JobServer.StartAsync(postgres, worker: false);
        var ct = TestContext.Current.CancellationToken;
        await using var scope = server.Live.Services.CreateAsyncScope();
        await using var db = Over(scope.ServiceProvider, postgres, stopped);
        var make = ActivatorUtilities.CreateInstance<MakeRender>(scope.ServiceProvider, new RenderClaims(db, server.Live.Services.GetRequiredService<Server.Clock>()));
        var key = new RenderKey((await db.Workspaces.AsNoTracking().SingleAsync(ct)).Id, "some-render");
        var request = new RenderRequest
        {
            Document = scope.ServiceProvider.GetRequiredService<IDocumentReader>().Read("---\ntitle: Words\nreport_type: words\n---\n# Words\n\nNothing else.\n").Value!,
            Version = "1",
            Filters = [],
            Slot = JobServer.Now,
            Zone = DateTimeZone.Utc,
            WeekStart = IsoDayOfWeek.Monday,
            Formats = ["html"],
            Source = (name, _) => throw new InvalidOperationException(name),
            Folder = Path.Combine(server.Live.Data.Work, "some-render"),
            Limits = RenderLimits.Default,
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => make.RunAsync(key, Guid.CreateVersion7(), request, [], [], ct));
        Assert.True(stopped.Happened);
        var files = new List<ArtifactId>();
        await foreach (var (_, id) in scope.ServiceProvider.GetRequiredService<IArtifactStore>().ListAsync(ct)) files.Add(id);
        return (await scope.ServiceProvider.GetRequiredService<AppDb>().Renders.AsNoTracking().ToListAsync(ct), files);
    }

    private static AppDb Over(IServiceProvider services, bool postgres, Stopped stopped) => postgres
        ? new PostgresDb(new DbContextOptionsBuilder<PostgresDb>(services.GetRequiredService<DbContextOptions<PostgresDb>>()).AddInterceptors(stopped).Options)
        : new SqliteDb(new DbContextOptionsBuilder<SqliteDb>(services.GetRequiredService<DbContextOptions<SqliteDb>>()).AddInterceptors(stopped).Options);

    /// <summary>Cancels whoever says that a render is made, before or after the store has heard it.</summary>
    private sealed class Stopped(bool after) : DbCommandInterceptor
    {
        public bool Happened { get; private set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            after ? ValueTask.FromResult(result) : Heard(command, result);

        public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
            after ? Heard(command, result) : ValueTask.FromResult(result);

        private ValueTask<T> Heard<T>(DbCommand command, T result)
        {
            if (!command.CommandText.StartsWith("UPDATE", StringComparison.OrdinalIgnoreCase) || !command.CommandText.Contains("renders", StringComparison.Ordinal)) return ValueTask.FromResult(result);
            Happened = true;
            throw new OperationCanceledException();
        }
    }
}
