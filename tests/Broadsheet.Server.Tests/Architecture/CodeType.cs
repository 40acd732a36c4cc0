namespace Broadsheet.Server.Tests.Architecture;

/// <summary>
/// A type as people wrote it: what the compiler made for it (closures, state machines) is counted as its own code.
/// </summary>
internal sealed record CodeType
{
    /// <summary>Its outermost type, by which rules speak of it.</summary>
    public required CodeName Home { get; init; }

    public required Type Type { get; init; }

    /// <summary>Every type named in a signature, a body, an attribute or as a base.</summary>
    public required IReadOnlySet<CodeName> Uses { get; init; }

    /// <summary>
    /// Every member named in a body, as documentation ids: <c>P:System.DateTime.Now</c>,
    /// <c>M:System.Threading.Thread.Sleep(System.Int32)</c>; and <c>T:</c> for each type in <see cref="Uses"/>.
    /// </summary>
    public required IReadOnlySet<string> Calls { get; init; }

    public bool IsIn(string @namespace) => Home.Namespace == @namespace || Home.Namespace.StartsWith(@namespace + ".", StringComparison.Ordinal);

    public override string ToString() =>
        Type.IsNested ? $"{Home} ({Type.Name})" : Home.ToString();
}
