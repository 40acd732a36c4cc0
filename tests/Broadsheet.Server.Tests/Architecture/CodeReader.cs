using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Broadsheet.Server.Tests.Architecture;

/// <summary>Reads types and all that they name, bodies included, out of a compiled assembly.</summary>
internal static class CodeReader
{
    /// <summary>Types under here are seen as if they stood under <c>Broadsheet.</c></summary>
    public const string PlantedIn = "Broadsheet.Server.Tests.Architecture.Planted.";

    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string Runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static IReadOnlyList<CodeType> Read(Assembly assembly, Func<Type, bool> which) =>
    [
        .. assembly.GetTypes()
            .Where(t => !IsMade(t) && (Outermost(t).Name == "Program" || t.Namespace?.StartsWith("Broadsheet.", StringComparison.Ordinal) == true))
            .Where(which)
            .Select(Read),
    ];

    private static CodeType Read(Type type)
    {
        var types = new HashSet<Type>();
        var calls = new HashSet<string>(StringComparer.Ordinal);
        Collect(type, types, calls);
        var uses = types.SelectMany(Parts).Select(NameOf).ToHashSet();
        calls.UnionWith(uses.Select(u => "T:" + u));
        return new() { Home = NameOf(type), Type = type, Uses = uses, Calls = calls };
    }

    /// <summary>Made by the compiler or a generator: nobody wrote it.</summary>
    private static bool IsMade(MemberInfo member) =>
        member.Name.Contains('<') || member.IsDefined(typeof(CompilerGeneratedAttribute), false) ||
        member.IsDefined(typeof(GeneratedCodeAttribute), false) || (member.DeclaringType is { } outer && IsMade(outer));

    private static void Collect(Type type, HashSet<Type> types, HashSet<string> calls)
    {
        if (type.BaseType is { } parent) types.Add(parent);
        types.UnionWith(type.GetInterfaces());
        types.UnionWith(type.GetCustomAttributesData().Select(a => a.AttributeType));
        foreach (var field in type.GetFields(All)) types.Add(field.FieldType);
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All))) Collect(method, types, calls);
        foreach (var made in type.GetNestedTypes(All).Where(IsMade)) Collect(made, types, calls);
    }

    private static void Collect(MethodBase method, HashSet<Type> types, HashSet<string> calls)
    {
        if (method is MethodInfo { ReturnType: var result }) types.Add(result);
        types.UnionWith(method.GetParameters().Select(p => p.ParameterType));
        types.UnionWith(method.GetCustomAttributesData().Select(a => a.AttributeType));
        if (method.GetMethodBody() is not { } body) return;
        types.UnionWith(body.LocalVariables.Select(v => v.LocalType));
        foreach (var member in Instructions.MembersNamedBy(method, body))
        {
            if (member is Type type) types.Add(type);
            if (member.DeclaringType is { } owner) types.Add(owner);
            if (member is MethodBase called)
            {
                calls.Add(IdOf(called));
                if (called.IsGenericMethod) types.UnionWith(called.GetGenericArguments());
                if (called.IsSpecialName && called.Name.Length > 4 && called.Name[3] == '_') calls.Add($"P:{Owner(called)}.{called.Name[4..]}");
            }
        }
    }

    private static string Owner(MemberInfo member) => (member.DeclaringType is { IsGenericType: true } g ? g.GetGenericTypeDefinition() : member.DeclaringType)?.FullName ?? "";

    private static string IdOf(MethodBase method)
    {
        var name = $"M:{Owner(method)}.{method.Name.Replace('.', '#')}";
        var parameters = method.GetParameters();
        return parameters.Length == 0 ? name : $"{name}({string.Join(',', parameters.Select(p => p.ParameterType.FullName ?? p.ParameterType.Name))})";
    }

    /// <summary>A constructed type is its definition and its arguments; an array its element.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter || type.IsFunctionPointer) return [];
        return type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    public static CodeName NameOf(Type type)
    {
        type = Outermost(type);
        var place = type.Namespace ?? "";
        var assembly = type.Assembly.GetName().Name!;
        if (place.StartsWith(PlantedIn, StringComparison.Ordinal))
        {
            place = "Broadsheet." + place[PlantedIn.Length..];
            assembly = string.Join('.', place.Split('.')[..2]);
        }

        return new(assembly, place, type.Name, Path.GetDirectoryName(type.Assembly.Location) == Runtime);
    }
}
