using System.Diagnostics;
using System.Globalization;

namespace Broadsheet.Benchmarks.Engine;

/// <summary>A process of the measurement: it says READY, works, and ends when its input is closed. Its processor time is its own.</summary>
internal sealed class Child : IAsyncDisposable
{
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

    /// <summary>This program again, as one of its parts.</summary>
    public static async Task<Child> SelfAsync(params string[] args)
    {
        var child = new Child(new ProcessStartInfo(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(Child).Assembly.Location, .. args] : args));
        await child.ReadyAsync();
        return child;
    }

    public static async Task<Child> RunAsync(string program, string folder, params string[] args)
    {
        var child = new Child(new ProcessStartInfo(program, args) { WorkingDirectory = folder });
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
            await Task.WhenAny(ended.Task, Task.Delay(TimeSpan.FromSeconds(20)));
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
        if (line.StartsWith("READY", StringComparison.Ordinal)) ready.TrySetResult();
    }
}
