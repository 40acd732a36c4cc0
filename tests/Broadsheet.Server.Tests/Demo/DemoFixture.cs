using Broadsheet.Server.Demo;
using Broadsheet.Testing;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace Broadsheet.Server.Tests.Demo;

/// <summary>One demo database for the tests of a class.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    /// <summary>A Sunday.</summary>
    public static LocalDate Today { get; } = new(2026, 11, 22);

    public string Path => folder.File("demo.db");

    public async ValueTask InitializeAsync() => await DemoDatabase.CreateAsync(Path, Today, CancellationToken.None);

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
