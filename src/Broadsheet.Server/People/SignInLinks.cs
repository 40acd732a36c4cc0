using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broadsheet.Core.Access;
using Broadsheet.Server.Storage;
using NodaTime;

namespace Broadsheet.Server.People;

/// <summary>Makes one-time links. The token leaves here once; the store keeps its SHA-256.</summary>
internal sealed class SignInLinks(AppDb db, Clock clock)
{
    public static readonly Duration Lifetime = Duration.FromHours(24);

    /// <summary>Adds a link to the caller's unit of work and returns its token.</summary>
    public string Add(PersonId person)
    {
        var token = NewToken();
        db.SignInLinks.Add(new SignInLinkRow { TokenSha256 = Sha256(token), PersonId = person, ExpiresAt = clock.Now + Lifetime });
        return token;
    }

    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Sha256(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Where the token signs in, below this server's address.</summary>
    public static string Path(string token) => "/signin/" + token;
}
