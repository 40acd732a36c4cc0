using System.Reflection;

namespace Broadsheet.Server.Tests.Architecture.Rules;

/// <summary>What types may look like.</summary>
internal static class Shapes
{
    private const int MostDependencies = 5;

    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Frameworks that want to be inherited from.</summary>
    private static readonly string[] Inheritable = ["System.Exception", "Microsoft.EntityFrameworkCore.DbContext", "Microsoft.AspNetCore.Components.ComponentBase"];

    public static Rule Sealed { get; } = new("Classes are sealed or static, or closed: a union, a family in one folder, a framework's base", code =>
        Findings.Of(code.Types.Where(t => t.Type.IsClass && t.Type.BaseType != typeof(MulticastDelegate)), t => IsFine(t.Type) || IsFamily(code, t)
            ? []
            : [$"{t} is open: seal it, or close it by a private constructor"]))
    {
        Planted = () => Code.Planted("Core.Open"),
        Caught = "OpenThing is open",
    };

    public static Rule Interfaces { get; } = new("An interface is a port or has two implementations", code =>
        Findings.Of(code.Types.Where(t => t.Type.IsInterface), t =>
            t.IsIn("Broadsheet.Core.Ports") || code.Types.Count(o => o.Type is { IsInterface: false, IsAbstract: false } && o.Type.GetInterfaces().Any(i => Same(i, t.Type))) >= 2
                ? []
                : [$"{t} has fewer than two implementations"]))
    {
        Planted = () => Code.Planted("Core.Open"),
        Caught = "IThing has fewer",
    };

    public static Rule Dependencies { get; } = new($"A class has {MostDependencies} dependencies at most, clock and log aside", code =>
        Findings.Of(code.Types.Where(t => t.Type.IsClass && !IsRecord(t.Type)), t => t.Type.GetConstructors(Instance)
            .Select(c => c.GetParameters().Count(p => IsDependency(p.ParameterType)))
            .Where(count => count > Allowed(code, t))
            .Select(count => $"{t} takes {count}")))
    {
        Planted = () => Code.Planted("Core.Open"),
        Caught = "OpenThing takes 6",
    };

    /// <summary>Abstract and internal, with two or more kinds, all sealed and beside it: closed by the folder.</summary>
    private static bool IsFamily(Code code, CodeType type) =>
        type.Type is { IsAbstract: true, IsPublic: false } &&
        code.Types.Where(o => o.Type.BaseType is { } parent && Same(parent, type.Type)).ToList() is { Count: >= 2 } kinds &&
        kinds.TrueForAll(k => k.Type.IsSealed && k.Home.Namespace == type.Home.Namespace);

    private static bool Same(Type a, Type b) => (a.IsGenericType ? a.GetGenericTypeDefinition() : a) == b;

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Instance) is not null;

    private static int Allowed(Code code, CodeType type) =>
        code.List("many-dependencies.txt").TryGetValue(type.Home.ToString(), out var line) ? int.Parse(line.Split(' ')[0], null) : MostDependencies;

    /// <summary>Something that does, not something that is: no value, text, record, collection or delegate.</summary>
    private static bool IsDependency(Type type) =>
        !type.IsValueType && !type.IsArray && !type.IsGenericParameter && !IsRecord(type) && !typeof(Delegate).IsAssignableFrom(type) &&
        type.Namespace is not "System.Collections.Generic" && type != typeof(string) && type != typeof(object) && type != typeof(TimeProvider) && type.Name is not ("Clock" or "ILogger" or "ILogger`1");

    /// <summary>An entry point written as statements has no class that anybody could seal.</summary>
    private static bool IsFine(Type type) => type.IsSealed || type.Name == "Program" || IsClosed(type) || Ancestors(type).Any(Inheritable.Contains);

    /// <summary>Nobody outside of it can derive: all its constructors are private, the copying one of a record aside.</summary>
    private static bool IsClosed(Type type) => type.IsAbstract &&
        type.GetConstructors(Instance).All(c => c.IsPrivate || (c.GetParameters() is [var only] && only.ParameterType == type));

    private static IEnumerable<string> Ancestors(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType) yield return at.FullName ?? "";
    }
}
