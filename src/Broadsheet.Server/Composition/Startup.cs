using Broadsheet.Server.Demo;
using Broadsheet.Server.People;
using Broadsheet.Server.Restores;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Broadsheet.Server.Composition;

/// <summary>What happens before the first request: schema, first operator, demo. Any of it that cannot be done stops the start with its reason.</summary>
internal static class Startup
{
    /// <summary>The model of the rows, made on another core while the routes, the schema and the demo are.</summary>
    public static Task WarmModelAsync(this WebApplication app) => Task.Run(() =>
    {
        using var scope = app.Services.CreateScope();
        _ = scope.ServiceProvider.GetRequiredService<AppDb>().Model;
    }, app.Lifetime.ApplicationStopping);

    /// <param name="model">Ends when there is one.</param>
    public static async Task PrepareStoreAsync(this WebApplication app, Task model)
    {
        var ct = app.Lifetime.ApplicationStopping;
        app.Services.GetRequiredService<DataFolder>().EmptyWork();
        var demo = app.Services.GetRequiredService<DemoFiles>();
        var file = demo.EnsureAsync(ct);
        var routes = MakeRoutesAsync(app, model);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var clock = app.Services.GetRequiredService<Clock>();
        var asked = clock.Time.GetTimestamp();
        clock.Agree(await db.Dialect.NowAsync(db, clock, ct), asked);
        await SchemaScripts.ApplyAsync(db, clock.Now, ct);
        var restored = await scope.ServiceProvider.GetRequiredService<WatchRestore>().OpenAsync(ct);
        if (restored is not null) app.Lifetime.ApplicationStarted.Register(() => Console.Write($"\n{restored.Notice}\n\n"));
        var first = await scope.ServiceProvider.GetRequiredService<Bootstrap>().RunAsync(ct);
        if (first is { IsNew: true }) await scope.ServiceProvider.GetRequiredService<FillDemo>().RunAsync(first.Workspace, first.Operator, ct);
        await scope.ServiceProvider.GetRequiredService<RecomputeSlots>().OfZonesAsync(ct);
        await file;
        await routes;
        if (first?.SignInToken is { } token) app.Lifetime.ApplicationStarted.Register(() => PrintLink(app, token));
    }

    /// <summary>
    /// The handler of every route, which the first request would wait for. The framework's own list of routes makes its handlers anew for
    /// whoever asks; here they are made once.
    /// </summary>
    private static async Task MakeRoutesAsync(WebApplication app, Task model)
    {
        await model;
        var sources = ((IEndpointRouteBuilder)app).DataSources;
        var endpoints = new DefaultEndpointDataSource([.. sources.SelectMany(s => s.Endpoints)]);
        sources.Clear();
        sources.Add(endpoints);
    }

    /// <summary>One sentence for a failure that the person who starts the server can mend; null for a bug.</summary>
    public static string? Explain(Exception error) => error switch
    {
        SettingsException or NewerSchemaException or TablesInUseException => error.Message,
        OptionsValidationException e => string.Join(" ", e.Failures),
        NpgsqlException e => $"PostgreSQL cannot be used (ConnectionStrings__Broadsheet): {e.Message}",
        IOException e when e.Message.Contains("address already in use", StringComparison.OrdinalIgnoreCase) => $"{e.Message} Set ASPNETCORE_URLS to a free one.",
        UnauthorizedAccessException e => $"The data folder cannot be written (Broadsheet__Data): {e.Message}",
        _ => null,
    };

    private static void PrintLink(WebApplication app, string token)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:5080";
        var link = address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal) + SignInLinks.Path(token);

        // One write: the log's own lines must not come between.
        Console.Write($"\nWelcome to Broadsheet. Sign in with this link; it works once, within 24 hours:\n  {link}\n\n");
    }
}
