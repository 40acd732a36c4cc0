using System.Diagnostics;
using System.Globalization;

namespace Broadsheet.Benchmarks.Reports;

/// <summary>What a program took: wall time, processor time and the peak of memory, those of its children included.</summary>
internal sealed record Measured(double Seconds, double Cpu, double Megabytes, string Output)
{
    private const double TicksASecond = 100;

    /// <summary>Runs it to its end; null when it is not there or fails.</summary>
    public static async Task<Measured?> RunAsync(string program, IReadOnlyList<string> arguments, string? folder = null, CancellationToken ct = default)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder ?? "" };
        var started = Stopwatch.GetTimestamp();
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }

        using (process)
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
            var (peak, cpu) = (0.0, 0.0);
            var ended = process.WaitForExitAsync(ct);
            while (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, ct)) != ended)
            {
                var (memory, time) = Of(process.Id);
                (peak, cpu) = (Math.Max(peak, memory), Math.Max(cpu, time));
            }

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (process.ExitCode == 0) return new(seconds, cpu, peak, await output);
            Console.Error.WriteLine($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {(await errors).Trim()}");
            return null;
        }
    }

    /// <summary>Resident megabytes and processor seconds of a process and its children, by the kernel's own account.</summary>
    private static (double Memory, double Cpu) Of(int process)
    {
        try
        {
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ');
            double Field(int number) => double.Parse(fields[number - 3], CultureInfo.InvariantCulture);
            var (memory, cpu) = (Field(24) * Environment.SystemPageSize / 1048576, (Field(14) + Field(15) + Field(16) + Field(17)) / TicksASecond);
            foreach (var child in File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var (childMemory, childCpu) = Of(int.Parse(child, CultureInfo.InvariantCulture));
                (memory, cpu) = (memory + childMemory, cpu + childCpu);
            }

            return (memory, cpu);
        }
        catch (IOException)
        {
            return default;
        }
        catch (IndexOutOfRangeException)
        {
            return default;
        }
    }
}
