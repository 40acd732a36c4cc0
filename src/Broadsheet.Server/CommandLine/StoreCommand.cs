using System.CommandLine;
using Broadsheet.Core.Access;
using Broadsheet.Server.Composition;
using Broadsheet.Server.Restores;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.CommandLine;

/// <summary>
/// <c>store restored</c> says that the store came from a backup where that cannot be seen; <c>store resume --missed skip|run</c> confirms
/// it. With the settings of the server, beside running nodes or before the first. Exit code 0: done; 1: not done, the reason is
/// on standard error; 2: the command is not valid.
/// </summary>
internal static class StoreCommand
{
    private const int Failed = 1;

    private static readonly Option<string> Missed = new("--missed")
    {
        Description = "What becomes of what was open at the time of the backup: skip (it may have been sent before) or run", Required = true,
    };

    public static Command Of(TextWriter output, TextWriter error)
    {
        var restored = new Command("restored", "The store was restored from a backup: nothing runs until it is resumed");
        restored.SetAction((_, ct) => DoAsync(output, error, DeclareAsync, ct));
        var resume = new Command("resume", "Confirm a restored store") { Missed };
        resume.SetAction((parsed, ct) => DoAsync(output, error, (services, to, token) => ResumeAsync(services, parsed.GetValue(Missed)!, to, token), ct));
        return new Command("store", "The server's database") { restored, resume };
    }

    /// <returns>What was done, or null and why not.</returns>
    private delegate Task<(string? Done, string? Reason)> Work(IServiceProvider services, Clock clock, CancellationToken ct);

    private static async Task<int> DoAsync(TextWriter output, TextWriter error, Work work, CancellationToken ct)
    {
        var builder = Web.NewBuilder();
        builder.Logging.ClearProviders();
        builder.AddBroadsheet();
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        var clock = scope.ServiceProvider.GetRequiredService<Clock>();
        try
        {
            await SchemaScripts.ApplyAsync(scope.ServiceProvider.GetRequiredService<AppDb>(), clock.Now, ct);
            var (done, reason) = await work(scope.ServiceProvider, clock, ct);
            if (done is not null) await output.WriteLineAsync(done);
            else await error.WriteLineAsync(reason);
            return done is null ? Failed : 0;
        }
        catch (Exception e) when (Startup.Explain(e) is { } reason)
        {
            await error.WriteLineAsync(reason);
            return Failed;
        }
    }

    private static async Task<(string? Done, string? Reason)> DeclareAsync(IServiceProvider services, Clock clock, CancellationToken ct)
    {
        await services.GetRequiredService<WatchRestore>().DeclareAsync("Its administrator said so.", ct);
        return ("The store is paused: nothing is run and nothing is sent until it is resumed.", null);
    }

    private static async Task<(string? Done, string? Reason)> ResumeAsync(IServiceProvider services, string missed, Clock clock, CancellationToken ct)
    {
        var db = services.GetRequiredService<AppDb>();
        var person = await db.People.Where(p => p.IsOperator && p.DisabledAt == null).OrderBy(p => p.CreatedAt).FirstOrDefaultAsync(ct);
        if (person is null) return (null, "The store has no operator: start the server once with Broadsheet__Bootstrap__Email.");
        var actor = new Actor(default, person.Id, person.Email, Role.Admin, "command line") { IsOperator = true };
        var resumed = await services.GetRequiredService<ResumeStore>().RunAsync(actor, new ResumeRequest { Missed = missed }, ct);
        return resumed.IsOk ? ("The store is resumed: nodes go on within seconds.", null) : (null, resumed.Problem.Summary);
    }
}
