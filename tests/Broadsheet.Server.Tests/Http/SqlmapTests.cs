using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Broadsheet.Server.Tests.Deliveries;
using Broadsheet.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>
/// sqlmap against the program itself, on both stores: every parameter of a query that the API document names, filters of every type, names in bodies,
/// headers and links that are looked up.
/// </summary>
public sealed class SqlmapTests
{
    private const int AtATime = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sqlmap_finds_no_parameter_that_can_be_injected(bool postgres)
    {
        Assert.SkipWhen(Sqlmap.WhyNot is not null, Sqlmap.WhyNot ?? "");
        if (postgres && PostgresCluster.WhyNot is { } reason) Assert.Skip(reason);
        using var folder = new TempFolder();
        (string, string?)[] settings = [("Broadsheet:Limits:PerCaller", "10000000"), ("Broadsheet:Limits:PerAddress", "10000000"), ("Broadsheet:Limits:SignIns", "10000000"), ("Broadsheet:Worker", "false"), ("Broadsheet:Outbound:Allow", "127.0.0.0/8")];
        if (postgres) settings = [.. settings, ("ConnectionStrings:Broadsheet", await PostgresCluster.Start().CreateStoreAsync())];
        await using var server = await KilledServer.StartAsync(folder.Path, settings);
        var targets = await SqlmapTargets.PrepareAsync(server, Path.Combine(folder.Path, "sources"), postgres);
        var wrong = new ConcurrentBag<string>();
        var tried = 0;
        await AllAsync(await targets.ReadingAsync());

        // The statements that write are the same for both stores: once is enough.
        if (postgres) await AllAsync(await targets.WritingAsync());

        // By itself: each attempt is an entry of the audit log, and counts against the address that is tried.
        await TryAsync(SqlmapTargets.SignIn);
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
        Assert.True(tried >= 95, $"Only {tried} parameters were tried.");

        Task AllAsync(IReadOnlyList<SqlmapTarget> all)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', all.Select(t => $"{t}: {string.Join(", ", t.Parameters)}")));
            return Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = TestContext.Current.CancellationToken }, async (target, _) => await TryAsync(target));
        }

        async Task TryAsync(SqlmapTarget target)
        {
            var (found, cleared, text) = await Sqlmap.RunAsync(server.Address, LiveServer.Key, postgres ? "PostgreSQL" : "SQLite", target);
            var untried = target.Parameters.Where(p => !cleared.Contains(p)).ToList();
            Interlocked.Add(ref tried, cleared.Count);
            if (found || untried.Count > 0) wrong.Add($"{target}: {(found ? "injectable" : "did not try " + string.Join(", ", untried))}\n{text}");
        }
    }

    [Fact]
    public async Task Sqlmap_finds_the_one_that_can_be()
    {
        Assert.SkipWhen(Sqlmap.WhyNot is not null, Sqlmap.WhyNot ?? "");
        await using var open = new Injectable();
        var (found, cleared, text) = await Sqlmap.RunAsync(open.Address, LiveServer.Key, "SQLite", new("/people?name=ann&other=1", ["name", "other"]));
        Assert.True(found && !cleared.Contains("name"), text);
    }

    /// <summary>A server that pastes what it is asked for into its SQL.</summary>
    private sealed class Injectable : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly SqliteConnection people = new("Data Source=:memory:");
        private readonly Task answering;

        public Injectable()
        {
            using (var free = new TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
            }

            people.Open();
            Read("create table people (name text, city text); insert into people values ('ann', 'Oslo'), ('bob', 'Rome');");
            listener.Prefixes.Add(Address.ToString());
            listener.Start();
            answering = AnswerAsync();
        }

        public Uri Address { get; }

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await answering;
            listener.Close();
            await people.DisposeAsync();
        }

        private string Read(string sql)
        {
            using var command = people.CreateCommand();
#pragma warning disable CA2100 // It is what this server is for.
            command.CommandText = sql;
#pragma warning restore CA2100
            var text = "";
            using var reader = command.ExecuteReader();
            while (reader.Read()) text += $"<li>{reader.GetValue(0)} of {reader.GetValue(1)}</li>";
            return text;
        }

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    var text = "<h1>People</h1>";
                    try
                    {
                        text += Read($"select name, city from people where name = '{context.Request.QueryString["name"]}'");
                    }
                    catch (SqliteException e)
                    {
                        text += e.Message;
                    }

                    await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
