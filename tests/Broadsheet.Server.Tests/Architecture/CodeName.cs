namespace Broadsheet.Server.Tests.Architecture;

/// <summary>A top-level type that code names. <paramref name="Platform"/>: it belongs to the .NET runtime itself.</summary>
internal sealed record CodeName(string Assembly, string Namespace, string Name, bool Platform = false)
{
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}
