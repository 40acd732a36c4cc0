using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Core.Ports;
using Broadsheet.Server.Composition;
using Broadsheet.Server.People;
using Broadsheet.Server.Storage;
using Broadsheet.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

/// <summary>The server on a free port, without worker and demo, with its store and a clock that can be moved on.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    public const string Email = "op@example.com";
    public const string Password = "Correct-horse-7-battery";
    public static readonly string Key = "bsk_accept01_" + new string('k', 43);

    private readonly TempFolder folder = new();
    private readonly ErrorLog errors = new();
    private readonly WebApplication app;
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });

    private LiveServer(bool postgres, string? connection, Action<WebApplicationBuilder>? more, IReadOnlyDictionary<string, string?> settings)
    {
        var builder = Web.NewBuilder();
        builder.Logging.ClearProviders().AddProvider(errors);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["ConnectionStrings:Broadsheet"] = connection,
            ["Broadsheet:Data"] = folder.Path,
            ["Broadsheet:Demo"] = "false",
            ["Broadsheet:Worker"] = "false",
            ["Broadsheet:Bootstrap:Email"] = Email,
            ["Broadsheet:Bootstrap:Password"] = Password,
            ["Broadsheet:Bootstrap:ApiKey"] = Key,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        OnPostgres = postgres;
        Connection = connection;
        builder.AddBroadsheet();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IDataSource, PretendSource>();
        more?.Invoke(builder);
        app = builder.Build();
        app.UseBroadsheet();
        TestRoutes.Map(app);
        Data = app.Services.GetRequiredService<Server.DataFolder>();
    }

    public MovingClock Clock { get; } = new();

    public Server.DataFolder Data { get; }

    public bool OnPostgres { get; }

    /// <summary>For another server on the same store; null on SQLite.</summary>
    public string? Connection { get; }

    public IServiceProvider Services => app.Services;

    public FirstStart? First { get; private set; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static Task<LiveServer> StartAsync(bool postgres = false, string? connection = null, params (string Key, string? Value)[] settings) => StartAsync(null, postgres, connection, settings);

    /// <param name="more">What else the server is made of.</param>
    public static async Task<LiveServer> StartAsync(Action<WebApplicationBuilder>? more, bool postgres, string? connection, params (string Key, string? Value)[] settings)
    {
        if (postgres && PostgresCluster.WhyNot is { } reason) Assert.Skip(reason);
        if (postgres) connection ??= await PostgresCluster.Start().CreateStoreAsync();
        var server = new LiveServer(postgres, connection, more, settings.ToDictionary(s => s.Key, s => s.Value));
        await using var scope = server.app.Services.CreateAsyncScope();
        await SchemaScripts.ApplyAsync(scope.ServiceProvider.GetRequiredService<AppDb>(), server.app.Services.GetRequiredService<Server.Clock>().Now, default);
        server.First = await scope.ServiceProvider.GetRequiredService<Bootstrap>().RunAsync(default);
        await server.app.StartAsync();
        return server;
    }

    /// <summary>Another node on the same store, which must be PostgreSQL, or on the same data folder in its turn.</summary>
    public Task<LiveServer> BesideAsync(params (string Key, string? Value)[] settings) =>
        StartAsync(OnPostgres, Connection, [("Broadsheet:Data", folder.Path), .. settings]);

    /// <summary>Sends as the operator's key unless <paramref name="key"/> says otherwise; "" is nobody.</summary>
    public async Task<Answer> SendAsync(string method, string path, object? body = null, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path));
        if ((key ?? Key) is { Length: > 0 } bearer) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + bearer);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(body))!.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join('\n', h.Value), StringComparer.OrdinalIgnoreCase);
        return new(response.StatusCode, all, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Posts a form as nobody, as a page without script does.</summary>
    public async Task<Answer> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path));
        request.Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var all = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join('\n', h.Value), StringComparer.OrdinalIgnoreCase);
        return new(response.StatusCode, all, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public async Task<Answer> WantAsync(int status, string method, string path, object? body = null, string? key = null, params (string Name, string Value)[] headers)
    {
        var answer = await SendAsync(method, path, body, key, headers);
        Assert.True((int)answer.Status == status, $"{method} {path} answered {answer}, wanted {status}\n{errors.Text}");
        return answer;
    }

    /// <summary>Opens an answer that does not end by itself; the caller disposes it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        if ((key ?? Key) is { Length: > 0 } bearer) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + bearer);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Moves the clock on to that minute of an hour: what a test does until the hour ends, it does within one, however slow the machine is.</summary>
    public void MoveToMinute(int minute)
    {
        var now = Clock.GetUtcNow();
        var hour = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        Clock.Move((now.Minute < minute ? hour : hour.AddHours(1)).AddMinutes(minute) - now);
    }

    /// <summary>Works on the store directly.</summary>
    public async Task StoreAsync(Func<AppDb, Task> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<AppDb>());
    }

    /// <summary>Its own alone: clearing all pools can close a connection that another test has just opened.</summary>
    private static void ClearPool(string store)
    {
        using var any = new SqliteConnection(store);
        SqliteConnection.ClearPool(any);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        string? store = null;
        if (!OnPostgres) await StoreAsync(db => Task.FromResult(store = db.Database.GetConnectionString()));
        await app.DisposeAsync();
        http.Dispose();
        if (store is not null) ClearPool(store);
        folder.Dispose();
    }
}
