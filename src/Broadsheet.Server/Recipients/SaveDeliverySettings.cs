using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Reports.Templates;
using Broadsheet.Server.Audit;
using Broadsheet.Server.Http;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Recipients;

/// <summary>Reads and replaces how a workspace delivers: allowed domains, attachments or links, the texts by default.</summary>
internal sealed class SaveDeliverySettings(AppDb db, Clock clock, AuditLog audit)
{
    private const long MostBytes = 200_000_000;
    private const int MostDomains = 200;
    private const int MostDays = 365;
    private const int LongestSubject = 500;
    private const int LongestText = 20_000;

    public async Task<Result<DeliverySettingsWire>> ReadAsync(Actor actor, CancellationToken ct) =>
        actor.Refuse(Permission.See) is { } refused ? refused : DeliverySettingsWire.Of(await DeliverySettingsRow.OfAsync(db, actor.Workspace, ct));

    public async Task<Result<DeliverySettingsWire>> RunAsync(Actor actor, DeliverySettingsBody body, string? ifMatch, CancellationToken ct)
    {
        if (actor.Refuse(Permission.ManageWorkspace) is { } refused) return refused;
        var errors = new List<FieldError>();
        var domains = Domains(body.AllowedDomains ?? [], errors);
        if (body.AttachUpTo is < 0 or > MostBytes) errors.Add(new("attach_up_to", "out-of-range", $"“attach_up_to” is a number of bytes from 0 to {MostBytes}.", null, "15000000"));
        if (body.LinkDays is < 1 or > MostDays) errors.Add(new("link_days", "out-of-range", $"“link_days” is a number of days from 1 to {MostDays}.", null, "3"));
        Check("subject", body.Subject, LongestSubject, errors);
        Check("text", body.Text, LongestText, errors);
        if (errors.Count > 0) return new Problem.Invalid(errors);
        var row = await db.DeliverySettings.SingleOrDefaultAsync(s => s.WorkspaceId == actor.Workspace, ct);
        if (!ETags.Matches(ifMatch, row?.Version ?? 0)) return new Problem.Stale("delivery settings");
        var before = Shown(row ?? DeliverySettingsRow.Default(actor.Workspace));
        if (row is null) db.DeliverySettings.Add(row = DeliverySettingsRow.Default(actor.Workspace));
        row.AllowedDomainsJson = JsonSerializer.Serialize(domains);
        (row.AttachUpTo, row.LinkDays) = (body.AttachUpTo ?? DeliverySettingsRow.DefaultAttachUpTo, body.LinkDays ?? DeliverySettingsRow.DefaultLinkDays);
        (row.Subject, row.Text) = (Word(body.Subject), Word(body.Text));
        row.Version++;
        row.UpdatedAt = clock.Now;
        audit.Add(actor, "delivery_settings.edited", "workspace", actor.Workspace, null, before, Shown(row));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || db.Dialect.IsUniqueViolation(e))
        {
            return new Problem.Stale("delivery settings");
        }

        return DeliverySettingsWire.Of(row);
    }

    private static List<string> Domains(IReadOnlyList<string> given, List<FieldError> errors)
    {
        var read = new List<string>();
        if (given.Count > MostDomains) errors.Add(new("allowed_domains", "too-many", $"At most {MostDomains} domains."));
        for (var i = 0; i < given.Count; i++)
        {
            var below = given[i].StartsWith("*.", StringComparison.Ordinal);
            var address = EmailAddress.Parse("x@" + given[i].Trim()[(below ? 2 : 0)..]);
            if (address.IsOk) read.Add((below ? "*." : "") + address.Value.Domain);
            else errors.Add(new($"allowed_domains[{i}]", "bad-domain", "This is not a domain such as example.com, or *.example.com for all below it.", null, "example.com"));
        }

        return [.. read.Distinct()];
    }

    private static void Check(string field, string? template, int longest, List<FieldError> errors)
    {
        if (template is null) return;
        if (template.Length > longest) errors.Add(new(field, "length", $"“{field}” has at most {longest} characters."));
        else if (Template.Parse(template).Problem is Problem.Invalid invalid) errors.AddRange(invalid.Errors.Select(e => e.Under(field)));
    }

    private static string? Word(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static JsonObject Shown(DeliverySettingsRow row) => new()
    {
        ["allowed_domains"] = JsonNode.Parse(row.AllowedDomainsJson), ["attach_up_to"] = row.AttachUpTo, ["link_days"] = row.LinkDays, ["subject"] = row.Subject, ["text"] = row.Text,
    };
}
