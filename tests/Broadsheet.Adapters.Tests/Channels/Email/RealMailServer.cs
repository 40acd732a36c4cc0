using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels.Email;

/// <summary>aiosmtpd in a process of its own, where this machine has it; tests without it are skipped and say so.</summary>
public sealed class RealMailServer : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly Channel<JsonObject> mails = Channel.CreateUnbounded<JsonObject>();
    private JsonObject? ports;
    private Process? process;

    /// <summary>Why it is not there; null where it is.</summary>
    public string? Missing { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Python() is not { } python)
        {
            Missing = "there is no Python with aiosmtpd (python3-aiosmtpd)";
            return;
        }

        await File.WriteAllTextAsync(folder.At("cert.pem"), TestCertificate.Shared.ExportCertificatePem());
        await File.WriteAllTextAsync(folder.At("key.pem"), System.Security.Cryptography.X509Certificates.RSACertificateExtensions
            .GetRSAPrivateKey(TestCertificate.Shared)!.ExportPkcs8PrivateKeyPem());
        var script = Path.Combine(AppContext.BaseDirectory, "Channels", "Email", "mail_server.py");
        process = Process.Start(new ProcessStartInfo(python, ["-W", "ignore", script, folder.At("cert.pem"), folder.At("key.pem")])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the mail server did not start");
        ports = JsonNode.Parse(line)!["ports"]!.AsObject();
        _ = ReadAsync(process.StandardOutput);
    }

    /// <summary>The port of <c>plain</c>, <c>ascii</c>, <c>starttls</c>, <c>login</c> or <c>tls</c>; skips the test where there is no server.</summary>
    public int Port(string kind)
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return ports![kind]!.GetValue<int>();
    }

    /// <summary>The next message that <paramref name="recipient"/> got, as Python's email package reads it.</summary>
    public async Task<JsonObject> MailAsync(string recipient, CancellationToken ct)
    {
        var others = new List<JsonObject>();
        try
        {
            while (true)
            {
                var mail = await mails.Reader.ReadAsync(ct);
                if (mail["rcpt_tos"]!.AsArray().Any(r => r!.GetValue<string>() == recipient)) return mail;
                others.Add(mail);
            }
        }
        finally
        {
            foreach (var other in others) mails.Writer.TryWrite(other);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line) mails.Writer.TryWrite(JsonNode.Parse(line)!["mail"]!.AsObject());
    }

    private static string? Python() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python =>
    {
        try
        {
            using var asked = Process.Start(new ProcessStartInfo(python, ["-c", "import aiosmtpd"]) { UseShellExecute = false, RedirectStandardError = true })!;
            asked.WaitForExit();
            return asked.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });
}
