using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Notifications;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Server.Deliveries;

/// <summary>The inbox in the app: always there. Without recipients it is the schedule owner's.</summary>
internal sealed class InboxChannel(IServiceScopeFactory scopes, Clock clock) : IDeliveryChannel
{
    public const string Name = "inbox";

    private static readonly Setting To = new("to", SettingKind.TextList, "E-mail addresses of members of the workspace; absent for the schedule's owner") { Example = "lead@example.com" };

    public string Type => Name;

    public bool SafeToRepeat => true;

    public SettingsSchema Destination { get; } = new([
        To,
        new("subject", SettingKind.Text, "One line, may hold placeholders as {{period}}") { MaxLength = 200 },
        new("text", SettingKind.MultilineText, "The message, may hold placeholders") { MaxLength = 10_000 },
    ]);

    public SettingsSchema Connection => SettingsSchema.None;

    public Result<IReadOnlyList<string>> Recipients(SettingValues destination)
    {
        var to = destination.TextList("to");
        var errors = to.Select((address, i) => (address, i)).Where(a => !EmailAddress.Parse(a.address).IsOk)
            .Select(a => new FieldError($"to[{a.i}]", "bad-address", "This is not an e-mail address.")).ToList();
        return errors.Count > 0 ? new Problem.Invalid(errors) : Result<IReadOnlyList<string>>.Ok([.. to.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    public async Task<DeliveryOutcome> SendAsync(Outgoing message, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var workspace = new WorkspaceId(Guid.Parse(message.Facts["workspace_id"]!.GetValue<string>()));
        var key = message.Recipient.ToLowerInvariant();
        var person = await (from p in db.People join m in db.Memberships on p.Id equals m.PersonId
            where m.WorkspaceId == workspace && p.EmailKey == key && p.DisabledAt == null select p).SingleOrDefaultAsync(ct);
        if (person is null) return new DeliveryOutcome.Rejected($"{message.Recipient} is not a member of this workspace: add them, or send by e-mail.");
        db.InboxItems.Add(new InboxItemRow
        {
            WorkspaceId = workspace,
            Id = clock.NewId(),
            PersonId = person.Id,
            RunId = Id(message, "run_id") is { } run ? new RunId(run) : null,
            ScheduleId = Id(message, "schedule_id") is { } schedule ? new ScheduleId(schedule) : null,
            Event = message.Facts["event"] is { } told ? Word<NoticeEvent>.Read(told.GetValue<string>()) : null,
            Link = message.Link?.AbsoluteUri,
            DeliveryId = message.Id,
            Subject = message.Subject,
            Text = message.Text,
            CreatedAt = clock.Now,
        });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            // It was put there before by an attempt that could not say so.
            return new DeliveryOutcome.Sent(null);
        }

        return new DeliveryOutcome.Sent(null);
    }

    private static Guid? Id(Outgoing message, string fact) => message.Facts[fact] is { } id ? Guid.Parse(id.GetValue<string>()) : null;

    public Task<Result<Done>> TestAsync(SettingValues connection, CancellationToken ct) => Task.FromResult<Result<Done>>(default(Done));
}
