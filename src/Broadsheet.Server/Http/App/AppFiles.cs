using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Broadsheet.Server.Http.App;

/// <summary>
/// The browser app, built from web/ into this program, so that there is nothing to install beside it. Empty when it was built without
/// npm. Compressed forms are made by the build; serving them costs a copy.
/// </summary>
internal sealed class AppFiles
{
    /// <summary>The page that every address of the app answers; the browser's router does the rest.</summary>
    public const string Page = "index.html";

    private const string Prefix = "App/";

    private readonly FrozenDictionary<string, AppFile> files;

    public AppFiles()
        : this(Read(Assembly.GetExecutingAssembly()))
    {
    }

    /// <param name="files">By path below the app's root.</param>
    internal AppFiles(IReadOnlyDictionary<string, AppFile> files) => this.files = files.ToFrozenDictionary(StringComparer.Ordinal);

    public bool IsBuilt => files.ContainsKey(Page);

    public AppFile? Find(string path) => files.GetValueOrDefault(path);

    private static Dictionary<string, AppFile> Read(Assembly assembly)
    {
        var names = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return names.Where(n => MediaTypeOf(n) is not null).ToDictionary(n => n[Prefix.Length..], n => FileOf(assembly, names, n), StringComparer.Ordinal);
    }

    private static AppFile FileOf(Assembly assembly, HashSet<string> names, string name)
    {
        var plain = BytesOf(assembly, name);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(plain))[..32]}\"";
        return new(MediaTypeOf(name)!, tag, plain, Form(".br"), Form(".gz"));
        byte[]? Form(string suffix) => names.Contains(name + suffix) ? BytesOf(assembly, name + suffix) : null;
    }

    private static byte[] BytesOf(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Null for what is only a form of another file.</summary>
    private static string? MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".woff2" => "font/woff2",
        ".webmanifest" or ".json" => "application/json",
        ".txt" => "text/plain; charset=utf-8",
        _ => null,
    };
}
