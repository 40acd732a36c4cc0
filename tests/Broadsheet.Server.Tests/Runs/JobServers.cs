using Xunit;

namespace Broadsheet.Server.Tests.Runs;

/// <summary>One server a database for the tests of a class that do not mind each other; each starts at its first use.</summary>
public sealed class JobServers : IAsyncLifetime
{
    private JobServer? sqlite;
    private JobServer? postgres;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<JobServer> ForAsync(bool onPostgres) => onPostgres
        ? postgres ??= await JobServer.StartAsync(postgres: true)
        : sqlite ??= await JobServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (sqlite is not null) await sqlite.DisposeAsync();
        if (postgres is not null) await postgres.DisposeAsync();
    }
}
