using Broadsheet.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Broadsheet.Server.Http;

/// <summary>Where people reach this server: for links in messages. Without <c>Broadsheet:PublicUrl</c> the first address it listens on.</summary>
internal sealed class PublicAddress(Uri? configured, IServer server)
{
    private const string Unknown = "http://127.0.0.1:5080";

    /// <summary>The setting, checked: an absolute http or https address without query; a path is kept, for a server behind a prefix.</summary>
    public static Result<Uri?> Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Result<Uri?>.Ok(null);
        return Uri.TryCreate(text.Trim().TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.UserInfo.Length == 0
            ? Result<Uri?>.Ok(url)
            : new Problem.Invalid("Broadsheet:PublicUrl", "bad-url", "Broadsheet:PublicUrl is the address people open, such as https://reports.example.com.");
    }

    /// <summary>The address of a page.</summary>
    /// <param name="path">Begins with a slash.</param>
    public Uri Of(string path) => new(configured ?? new Uri(Listening()), path.TrimStart('/'));

    private string Listening()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? Unknown;
        return address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal).TrimEnd('/') + "/";
    }
}
