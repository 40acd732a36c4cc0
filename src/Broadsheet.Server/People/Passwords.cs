using Broadsheet.Core;
using Microsoft.AspNetCore.Identity;

namespace Broadsheet.Server.People;

/// <summary>Hashes and checks passwords by ASP.NET Core Identity. An account that does not exist costs as much time as one that does.</summary>
internal sealed class Passwords
{
    public const int Shortest = 12;
    public const int Longest = 256;

    private readonly PasswordHasher<PersonRow> hasher = new();
    private readonly string decoy;

    public Passwords() => decoy = Hash(KeyText.New().Secret);

    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>Verifies against <paramref name="hash"/>, or as slowly against nothing.</summary>
    public bool Verify(string? hash, string password, out bool hashAgain)
    {
        var result = hasher.VerifyHashedPassword(null!, hash ?? decoy, password);
        hashAgain = result == PasswordVerificationResult.SuccessRehashNeeded;
        return hash is not null && result != PasswordVerificationResult.Failed;
    }

    /// <summary>Null when <paramref name="password"/> may be chosen. Length is what counts; no rules about kinds of letters.</summary>
    public static FieldError? Refuse(string field, string password, string email) => password switch
    {
        { Length: < Shortest } => new(field, "too-short", $"A password has at least {Shortest} characters; four random words do well."),
        { Length: > Longest } => new(field, "too-long", $"A password has at most {Longest} characters."),
        _ when password.Contains(email, StringComparison.OrdinalIgnoreCase) => new(field, "too-easy", "The password must not contain the e-mail address."),
        _ when password.Distinct().Count() < 5 => new(field, "too-easy", "The password needs more different characters."),
        _ => null,
    };
}
