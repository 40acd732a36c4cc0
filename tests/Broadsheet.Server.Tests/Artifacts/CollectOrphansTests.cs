using Broadsheet.Core.Runs;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Artifacts;
using Broadsheet.Server.Storage;
using Broadsheet.Server.Tests.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Artifacts;

public sealed class CollectOrphansTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_no_row_points_to_goes_after_an_hour_and_all_others_stay(bool postgres)
    {
        await using var server = await JobServer.StartAsync(postgres);
        var run = await server.RunAsync(await server.CreateAsync());
        Assert.Equal("succeeded", run["status"]!.GetValue<string>());
        await using var scope = server.Live.Services.CreateAsyncScope();
        var (db, store) = (scope.ServiceProvider.GetRequiredService<AppDb>(), scope.ServiceProvider.GetRequiredService<IArtifactStore>());
        var workspace = await db.Workspaces.Select(w => w.Id).SingleAsync();
        var now = Instant.FromDateTimeOffset(server.Live.Clock.GetUtcNow());
        var (old, young) = (Id(now - Duration.FromHours(2)), Id(now));
        foreach (var id in new[] { old, young }) await PutAsync(server, store, workspace, id);

        Assert.Equal(1, await new CollectOrphans(db, store).RunAsync(now, TestContext.Current.CancellationToken));
        Assert.False(await IsThereAsync(store, workspace, old));
        Assert.True(await IsThereAsync(store, workspace, young));
        var made = run["artifacts"]![0]!["id"]!.GetValue<string>();
        await server.Live.WantAsync(200, "GET", "/api/v1/reports/artifacts/" + made);
        Assert.Equal(2, await new CollectOrphans(db, store).RunAsync(now + Duration.FromHours(3), TestContext.Current.CancellationToken) + 1);
        await server.Live.WantAsync(200, "GET", "/api/v1/reports/artifacts/" + made);
    }

    private static ArtifactId Id(Instant made) => new(Guid.CreateVersion7(made.ToDateTimeOffset()));

    private static Task PutAsync(JobServer server, IArtifactStore store, WorkspaceId workspace, ArtifactId id)
    {
        var path = Path.Combine(server.Live.Data.Work, id.ToString());
        File.WriteAllText(path, "whole");
        return store.PutAsync(workspace, id, path, TestContext.Current.CancellationToken);
    }

    private static async Task<bool> IsThereAsync(IArtifactStore store, WorkspaceId workspace, ArtifactId id)
    {
        try
        {
            await using var file = await store.OpenAsync(workspace, id, 5, TestContext.Current.CancellationToken);
            return await file.ReadAsync(new byte[5], TestContext.Current.CancellationToken) == 5;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
