using System.Diagnostics;
using System.Globalization;
using Broadsheet.Testing;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>A process of the measurement: it says READY, works, and ends when its input is closed. Its processor time is its own.</summary>
internal sealed class Child : IAsyncDisposable
{
    private const string Ready = "READY";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Child(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Line(e.Data);
        process.ErrorDataReceived += (_, e) => Line(e.Data);
        process.Exited += (_, _) => ended.TrySetResult();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it has written.</summary>
    public string Output
    {
        get
        {
            lock (lines) return string.Join('\n', lines);
        }
    }

    /// <summary>Processor seconds so far.</summary>
    public double Cpu
    {
        get
        {
            if (process.HasExited) return Last;
            process.Refresh();
            return Last = process.TotalProcessorTime.TotalSeconds;
        }
    }

    private double Last { get; set; }

    /// <summary>What it writes when it works; one that does not say READY does not look at its input either, and is ended.</summary>
    private string ReadyLine { get; init; } = Ready;

    /// <summary>This program again, as one of its parts.</summary>
    public static Task<Child> SelfAsync(params string[] args) => SelfAsync(args, _ => { });

    /// <summary>A node that makes nothing, compiled as the server is shipped: without profiles.</summary>
    public static Task<Child> NodeAsync(string connection) => SelfAsync(["engine-node", connection], start => start.Environment["DOTNET_TieredPGO"] = "0");

    private static async Task<Child> SelfAsync(string[] args, Action<ProcessStartInfo> change)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(Child).Assembly.Location, .. args] : args);
        change(start);
        var child = new Child(start);
        await child.ReadyAsync();
        return child;
    }

    public static async Task<Child> RunAsync(string program, string folder, params string[] args)
    {
        var child = new Child(new ProcessStartInfo(program, args) { WorkingDirectory = folder });
        await child.ReadyAsync();
        return child;
    }

    /// <summary>The server as it is shipped, on a free port, with a data folder of its own, open to the measurement's database.</summary>
    public static async Task<Child> ServerAsync(string connection)
    {
        var program = Repository.File("src/Broadsheet.Server/bin/Release/net10.0/Broadsheet.Server");
        var data = Directory.CreateTempSubdirectory("broadsheet-bench-").FullName;
        var child = new Child(new ProcessStartInfo(program,
            ["--urls", "http://127.0.0.1:0", "--ConnectionStrings:Broadsheet", connection, "--Broadsheet:Data", data, "--Broadsheet:Demo", "false", "--Broadsheet:Outbound:Allow", "127.0.0.1/32"]))
        {
            ReadyLine = "Application started",
        };
        await child.ReadyAsync();
        return child;
    }

    /// <summary>The value after <c>name=</c> in what it has written, the last one.</summary>
    public double Figure(string name)
    {
        var at = Output.LastIndexOf(name + "=", StringComparison.Ordinal);
        if (at < 0) throw new InvalidOperationException($"It did not say {name}: {Output}");
        var text = new string([.. Output.AsSpan(at + name.Length + 1).ToString().TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Until it ends by itself.</summary>
    public Task EndAsync(TimeSpan patience) => ended.Task.WaitAsync(patience);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            if (ReadyLine == Ready) await Task.WhenAny(ended.Task, Task.Delay(TimeSpan.FromSeconds(20)));
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task ReadyAsync()
    {
        await Task.WhenAny(ready.Task, ended.Task, Task.Delay(Patience));
        if (!ready.Task.IsCompleted) throw new InvalidOperationException($"It ended before it was ready, or was not ready within {Patience.TotalSeconds} s: {Output}");
    }

    private void Line(string? line)
    {
        if (line is null) return;
        lock (lines) lines.Add(line);
        if (line.Contains(ReadyLine, StringComparison.Ordinal)) ready.TrySetResult();
    }
}
