using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Broadsheet.Server.Tests.Http;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Server.Tests.Deliveries;

/// <summary>The built program as a process of its own, which can be killed as a crash kills it.</summary>
internal sealed class KilledServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process process;
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { UseProxy = false });

    private KilledServer(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Once it serves.</summary>
    public static async Task<KilledServer> StartAsync(string data, IEnumerable<(string Key, string? Value)> settings)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Broadsheet.Server")) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        (string Key, string? Value)[] own =
        [
            ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Broadsheet__Data", data), ("Broadsheet__Demo", "true"),
            ("Broadsheet__Bootstrap__Email", LiveServer.Email), ("Broadsheet__Bootstrap__Password", LiveServer.Password), ("Broadsheet__Bootstrap__ApiKey", LiveServer.Key),
            .. settings.Select(s => (s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value)),
        ];
        foreach (var (key, value) in own) start.Environment[key] = value;
        var started = Process.Start(start)!;
        var listens = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        started.OutputDataReceived += (_, said) => Hear(said.Data, listens);
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        var server = new KilledServer(started, await listens.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await Eventually.HoldsAsync("the server serves.", Patience, server.ServesAsync, null, TestContext.Current.CancellationToken);
        return server;
    }

    public async Task<JsonNode> WantAsync(int status, string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveServer.Key);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{method} {path} answered {response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<(int Status, string Text)> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LiveServer.Key);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        http.Dispose();
    }

    /// <summary>The port is the server's choice: one that is free now may be another's by the time it listens. No line is its end.</summary>
    private static void Hear(string? line, TaskCompletionSource<Uri> listens)
    {
        const string Listening = "Now listening on: ";
        if (line is null) listens.TrySetException(new InvalidOperationException("The server ended by itself."));
        else if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at) listens.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
    }

    private async Task<bool> ServesAsync()
    {
        Assert.False(process.HasExited, "The server ended by itself.");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "/healthz/ready"));
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
