using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Broadsheet.Testing;
using Xunit;

namespace Broadsheet.Faults.Parts;

/// <summary>aiosmtpd in a process of its own, on a port that stays the same when it is started again. What it took is what arrived.</summary>
internal sealed class Mailbox : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly ConcurrentQueue<Mail> mails = new();
    private Process? process;

    public int Port { get; private set; }

    public IReadOnlyCollection<Mail> Mails => mails;

    public bool IsDead => process is null or { HasExited: true };

    /// <summary>Skips the test where there is no Python with aiosmtpd.</summary>
    public static async Task<Mailbox> StartAsync()
    {
        var mailbox = new Mailbox();
        await mailbox.GoAsync();
        return mailbox;
    }

    /// <summary>Starts it, or starts it again on its old port.</summary>
    public async Task GoAsync()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Parts", "mailbox.py");
        var port = Port.ToString(CultureInfo.InvariantCulture);
        process?.Dispose();
        process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", script, port, folder.Path])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _ = DrainAsync(process.StandardError);
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.SkipWhen(line is null, "/usr/bin/python3 has no aiosmtpd (apt install python3-aiosmtpd).");
        Port = JsonNode.Parse(line!)!["port"]!.GetValue<int>();
        _ = ReadAsync(process.StandardOutput);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        folder.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            var mail = JsonNode.Parse(line)!;
            mails.Enqueue(new(mail["to"]!.GetValue<string>(), mail["id"]!.GetValue<string>(), mail["text"]!.GetValue<string>()));
        }
    }

    private static async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is not null) { }
    }
}

/// <summary>A message as it arrived.</summary>
internal sealed record Mail(string To, string Id, string Text);
