using System.Security.Cryptography;
using System.Text;
using Broadsheet.Core.Access;

namespace Broadsheet.Server.Http;

/// <summary>
/// A POST with an Idempotency-Key happens once in 24 hours: sent again it gets the same answer. A request that was refused or failed
/// changed nothing, so its key stays free; so does one whose answer is a file of more than a megabyte. Such a request is carried to
/// its end even when its caller hangs up, who will ask again.
/// </summary>
internal sealed class Idempotency(RequestDelegate next, IdempotencyKeys keys)
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";

    private const int LongestKey = 255;
    private const int LargestAnswer = 1024 * 1024;
    private static readonly TimeSpan SavingMayTake = TimeSpan.FromSeconds(10);
    private static readonly string[] KeptHeaders = ["Content-Type", "Location", "ETag"];

    public async Task InvokeAsync(HttpContext http)
    {
        var key = http.Request.Headers[Header].ToString();
        if (key.Length == 0 || !HttpMethods.IsPost(http.Request.Method) || http.FindActor() is not { } actor)
            await next(http);
        else if (key.Length > LongestKey || key.Any(c => c is < ' ' or > '~'))
            await Answers.Document(400, "bad-idempotency-key", "The request cannot be read.", $"An {Header} has 1 to {LongestKey} printable ASCII characters.").ExecuteAsync(http);
        else
            await OnceAsync(http, actor, key);
    }

    private async Task OnceAsync(HttpContext http, Actor actor, string key)
    {
        var request = await FingerprintAsync(http);
        switch (await keys.TakeAsync(actor, key, request, http.RequestAborted))
        {
            case Taken.Mine:
                await WorkAsync(http, actor, key);
                break;
            case Taken.Kept kept:
                await ReplayAsync(http, kept.Answer);
                break;
            case Taken.OtherRequest:
                await Answers.Document(422, "idempotency-key-reused", "The request is not valid.", $"This {Header} was used within the last 24 hours for a different request. Take a new one.").ExecuteAsync(http);
                break;
            case Taken.InProgress:
                http.Response.Headers.RetryAfter = "1";
                await Answers.Document(409, "in-progress", "Not possible in its present state.", $"A request with this {Header} is still being worked on.").ExecuteAsync(http);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private async Task WorkAsync(HttpContext http, Actor actor, string key)
    {
        var client = http.Response.Body;
        using var held = new HeldAnswer(client, LargestAnswer);
        http.Response.Body = held;
        http.RequestAborted = CancellationToken.None;
        var kept = false;
        try
        {
            await next(http);
            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
            if (!held.IsOutgrown && http.Response.StatusCode is >= 200 and < 300)
            {
                using var saving = new CancellationTokenSource(SavingMayTake);
                await keys.KeepAsync(actor, key, Answer(http, held), saving.Token);
                kept = true;
            }
        }
        finally
        {
            http.Response.Body = client;
            using var saving = new CancellationTokenSource(SavingMayTake);
            if (!kept) await keys.ReleaseAsync(actor, key, saving.Token);
        }

        await held.ReleaseAsync(CancellationToken.None);
    }

    private static KeptAnswer Answer(HttpContext http, HeldAnswer held) =>
        new(http.Response.StatusCode, KeptHeaders.Where(h => http.Response.Headers.ContainsKey(h)).ToDictionary(h => h, h => http.Response.Headers[h].ToString()), held.Bytes());

    private static async Task ReplayAsync(HttpContext http, KeptAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers) http.Response.Headers[name] = value;
        http.Response.Headers[Replayed] = "true";
        if (answer.Body.Length > 0) await http.Response.Body.WriteAsync(answer.Body, http.RequestAborted);
    }

    /// <summary>SHA-256 of method, address and body; the body can be read again afterwards.</summary>
    private static async Task<byte[]> FingerprintAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0) hash.AppendData(buffer, 0, read);
        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
