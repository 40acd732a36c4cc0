using System.CommandLine;
using Broadsheet.Server.Composition;
using Broadsheet.Server.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Broadsheet.Server.CommandLine;

/// <summary>
/// <c>rotate-secrets</c>: a new key, and every stored secret protected with it. The server reads its settings as it does at a start, and
/// should not run meanwhile; with several nodes, restart them afterwards. Exit code 1: something could not be opened.
/// </summary>
internal static class RotateCommand
{
    private static readonly Option<bool> Revoke = new("--revoke-old-keys")
    {
        Description = "What the old keys protect opens no more: people sign in again, links in sent mails end, a copy of the old keys is worthless. Refused while anything cannot be opened",
    };

    public static Command Of(TextWriter output, TextWriter error)
    {
        var rotate = new Command("rotate-secrets", "Protect every stored secret with a new key") { Revoke };
        rotate.SetAction((parsed, ct) => RotateAsync(parsed.GetValue(Revoke), output, error, ct));
        return rotate;
    }

    private static async Task<int> RotateAsync(bool revoke, TextWriter output, TextWriter error, CancellationToken ct)
    {
        try
        {
            var builder = Web.NewBuilder();
            builder.AddBroadsheet();
            await using var app = builder.Build();
            return await RotateAsync(app.Services, revoke, output, error, ct);
        }
        catch (Exception e) when (Startup.Explain(e) is { } reason)
        {
            await error.WriteLineAsync(reason);
            return 1;
        }
    }

    /// <summary>On the store and the keys of <paramref name="services"/>.</summary>
    public static async Task<int> RotateAsync(IServiceProvider services, bool revoke, TextWriter output, TextWriter error, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        await SchemaScripts.ApplyAsync(db, services.GetRequiredService<Clock>().Now, ct);
        var rotated = await new RotateSecrets(db, services.GetRequiredService<Clock>(), services.GetRequiredService<IKeyManager>(), scope.ServiceProvider).RunAsync(revoke, ct);
        await output.WriteLineAsync($"{rotated.Renewed} secrets and seals are protected with a new key.");
        foreach (var what in rotated.Lost) await error.WriteLineAsync($"Not opened by any key of this server, and left as it was: {what}.");
        if (revoke) await output.WriteLineAsync(rotated.Lost.Count == 0 ? "The old keys are revoked." : "The old keys were not revoked: mend or remove what is named above, and run this again.");
        return rotated.Lost.Count == 0 ? 0 : 1;
    }
}
