using Microsoft.AspNetCore.Authentication.OAuth;

namespace Broadsheet.Server.People.Provider;

internal sealed class ProviderOptions : OAuthOptions
{
    public const string Scheme = "provider";
    public const string Start = "/signin/provider";
    public const string Callback = "/signin/provider/callback";

    /// <summary>Where people reach this server; null: as the request says.</summary>
    public Uri? PublicUrl { get; set; }
}
