using System.Reflection;
using System.Runtime.CompilerServices;

namespace Broadsheet.Server.Tests.Architecture.Rules;

/// <summary>Hidden inputs: clocks, randomness, the machine; and hidden waiting.</summary>
internal static class Purity
{
    /// <summary>What Core may not reach for: it is handed in.</summary>
    private static readonly string[] Impure =
    [
        "M:System.Guid.NewGuid", "M:System.Guid.CreateVersion7", "M:System.Random.", "T:System.Security.Cryptography.RandomNumberGenerator",
        "P:System.Environment.", "M:System.Environment.", "T:System.Console", "T:System.IO.File", "T:System.IO.Directory", "T:System.IO.FileStream",
        "T:System.Diagnostics.Stopwatch", "T:System.TimeProvider", "T:System.Net.Http.HttpClient", "T:System.Threading.Thread",
        "M:System.Threading.Tasks.Task.Run", "M:System.Threading.Tasks.Task.Delay",
    ];

    /// <summary>What the compiler writes into every iterator.</summary>
    private static readonly string[] IteratorsOwn =
        ["P:System.Environment.CurrentManagedThreadId", "M:System.Environment.get_CurrentManagedThreadId"];

    private static readonly string[] Blocking =
        ["M:System.Threading.Tasks.Task.Wait", "P:System.Threading.Tasks.Task`1.Result", "P:System.Threading.Tasks.ValueTask`1.Result"];

    public static Rule OneClock { get; } = new("What BannedSymbols.txt bans is used nowhere, pragma or not", code =>
    {
        var banned = Banned(code);
        var allowed = code.List("banned-exceptions.txt");
        return Findings.Of(banned.Count == 0 ? [] : code.Types, t => allowed.ContainsKey(t.Home.ToString())
            ? []
            : t.Calls.Where(banned.Contains).Select(c => $"{t} uses {c}"));
    })
    {
        Planted = () => Code.Planted("Core.Clocks", Code.Ours.Files.Single(f => f.Path == "BannedSymbols.txt")),
        Caught = "uses P:System.DateTime.UtcNow",
    };

    public static Rule SystemClock { get; } = new("The system's clock is taken in the composition only", code =>
        Findings.Of(code.Types.Where(t => !t.IsIn("Broadsheet.Server.Composition") && t.Home.Name != "Program"), t => t.Calls
            .Where(c => c == "P:System.TimeProvider.System")
            .Select(_ => $"{t} takes TimeProvider.System")))
    {
        Planted = () => Code.Planted("Core.Clocks"),
        Caught = "takes TimeProvider.System",
    };

    public static Rule CoreIsPure { get; } = new("Core reaches for no clock, chance, file or thread", code =>
        Findings.Of(code.In("Broadsheet.Core"), t => t.Calls
            .Where(c => Impure.Any(i => i[0] == 'T' ? c == i : c.StartsWith(i, StringComparison.Ordinal)) && !IteratorsOwn.Contains(c))
            .Select(c => $"{t} uses {c}")))
    {
        Planted = () => Code.Planted("Core.Clocks"),
        Caught = "uses M:System.Guid.NewGuid",
    };

    public static Rule NoBlocking { get; } = new("Nothing waits for a task by blocking, and nothing async returns void", code =>
        Findings.Of(code.Types, t => t.Calls
            .Where(Blocking.Contains)
            .Select(c => $"{t} blocks in {c}")
            .Concat(Methods(t.Type).Where(m => m.ReturnType == typeof(void) && m.IsDefined(typeof(AsyncStateMachineAttribute), false))
                .Select(m => $"{t}.{m.Name} is async void"))))
    {
        Planted = () => Code.Planted("Core.Clocks"),
        Caught = "is async void",
    };

    public static Rule Cancellation { get; } = new("A cancellation token is the last parameter, params aside, without a default", code =>
        Findings.Of(code.Types.SelectMany(t => Methods(t.Type).Where(m => IsOurs(m) && m.GetParameters().Any(IsToken)).Select(m => (Type: t, Method: m))), x =>
            x.Method.GetParameters().Last(p => !p.IsDefined(typeof(ParamArrayAttribute), false)) is var last && (!IsToken(last) || last.HasDefaultValue) ? [$"{x.Type}.{x.Method.Name}"] : []))
    {
        Planted = () => Code.Planted("Core.Clocks"),
        Caught = "ReadAsync",
    };

    private static HashSet<string> Banned(Code code) =>
    [
        .. (code.Files.FirstOrDefault(f => f.Path == "BannedSymbols.txt")?.Text ?? "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(';')[0]),
    ];

    private static bool IsToken(ParameterInfo parameter) => parameter.ParameterType == typeof(CancellationToken);

    /// <summary>A signature that a framework's base class or interface dictates is not ours.</summary>
    private static bool IsOurs(MethodInfo method) =>
        !method.Name.Contains('<') && method.Name != nameof(Action.BeginInvoke) && method.GetBaseDefinition().DeclaringType == method.DeclaringType &&
        !method.DeclaringType!.GetInterfaces().Where(_ => !method.DeclaringType.IsInterface)
            .Any(i => i.Assembly.GetName().Name?.StartsWith("Broadsheet.", StringComparison.Ordinal) != true && method.DeclaringType.GetInterfaceMap(i).TargetMethods.Contains(method));

    private static MethodInfo[] Methods(Type type) => type.GetMethods(
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly);
}
