using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults.Parts;

/// <summary>One real server, started from the built program, with a data folder and a port of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(5), ConnectTimeout = TimeSpan.FromSeconds(5) });

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Task reading;
    private volatile string? address;

    private ServerProcess(Process process)
    {
        this.process = process;
        reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public string Log => string.Join('\n', lines);

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <param name="program">Folder of the program; that of this build when null.</param>
    public static ServerProcess Start(IReadOnlyDictionary<string, string?> settings, string? program = null, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(program ?? AppContext.BaseDirectory, "Broadsheet.Server"), arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (key, value) in settings) start.Environment[key] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>Until it serves requests.</summary>
    public async Task<ServerProcess> ServingAsync(CancellationToken ct)
    {
        await Eventually.HoldsAsync("the server listens.", Patience, () => address is not null || HasExited, () => Log, ct);
        Assert.True(address is not null, "The server ended: " + Log);
        return this;
    }

    /// <summary>Until it ends by itself.</summary>
    public async Task<int> EndedAsync(TimeSpan patience, CancellationToken ct)
    {
        await Eventually.HoldsAsync("the server ends.", patience, () => HasExited, () => Log, ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    public void Send(Signal signal)
    {
        if (!HasExited) _ = Kill(process.Id, (int)signal);
    }

    public void Kill() => Send(Signal.Kill);

    /// <summary>True once the log has a line with <paramref name="text"/>.</summary>
    public bool Said(string text) => lines.Any(l => l.Contains(text, StringComparison.Ordinal));

    /// <summary>The answer, or null when nobody answered.</summary>
    public async Task<(int Status, JsonNode? Body)?> AskAsync(string method, string path, JsonNode? body, string? key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(new Uri(address!), path));
        if (key is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await Http.SendAsync(request, patience.Token);
            var text = await response.Content.ReadAsStringAsync(patience.Token);
            return ((int)response.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : JsonValue.Create(text));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>What its machine's clock says; null when nobody answered.</summary>
    public async Task<DateTimeOffset?> DateAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(address!), "/healthz/live"));
        try
        {
            using var response = await Http.SendAsync(request, ct);
            return response.Headers.Date;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync();
        await reading;
        process.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        const string Listening = "Now listening on: ";
        while (await output.ReadLineAsync() is { } line)
        {
            lines.Enqueue(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at) address = line[(at + Listening.Length)..].Trim();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
