using Broadsheet.Core;

namespace Broadsheet.Server.People;

/// <summary>The section "Broadsheet:Bootstrap", checked.</summary>
internal sealed record BootstrapSettings(EmailAddress? Email, string? Password, KeyText? Key)
{
    private const string Section = "Broadsheet:Bootstrap:";

    /// <summary>All errors at once; none says a value.</summary>
    public static Result<BootstrapSettings> Read(string? email, string? password, string? key)
    {
        var errors = new List<FieldError>();
        var (address, text) = (Given(email) is { } e ? EmailAddress.Read(e) : null, Given(key) is { } k ? KeyText.Read(k) : null);
        if (Given(email) is not null && address is null) errors.Add(new(Section + "Email", "bad-address", "This is not an e-mail address."));
        if (Given(key) is not null && text is null) errors.Add(new(Section + "ApiKey", "bad-key", "A key is bsk_<id>_<secret>: an id of 4 to 32 letters or digits, a secret of 32 or more letters, digits, - or _."));
        if (Given(password) is { } chosen && Passwords.Refuse(Section + "Password", chosen, address?.Text ?? "@") is { } refused) errors.Add(refused);
        if (Given(password) is not null && Given(email) is null) errors.Add(new(Section + "Email", "required", "A password needs an e-mail address to sign in with."));
        return errors.Count > 0 ? new Problem.Invalid(errors) : new BootstrapSettings(address, Given(password), text);
    }

    /// <summary>Without the secrets, should it ever be written somewhere.</summary>
    public override string ToString() => $"first operator {Email?.Text}";

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
