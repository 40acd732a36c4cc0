using System.Text.Json;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Http;
using Broadsheet.Server.Schedules;
using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Exports;

/// <summary>Makes and changes schedules in the second seed's dialect, through the schedules' own operations.</summary>
internal sealed class SaveExport(AppDb db, CreateSchedule create, ReplaceSchedule replace, ReadSchedule read, ReadExports exports)
{
    private const int Tries = 5;

    private static readonly string[] Delivery = ["delivery_method", "email", "slack_webhook", "slack_channel", "phone", "webhook_url"];

    public async Task<Result<ExportWire>> CreateAsync(Actor actor, Result<ExportBody> body, CancellationToken ct)
    {
        if (actor.Refuse(Permission.Schedule) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        var errors = Missing(body.Value);
        var schedule = ScheduleOf(body.Value, errors);
        if (errors.Count > 0) return Together(errors, await create.CheckAsync(actor, schedule, ct), body.Value.DeliveryMethod);
        var created = await create.RunAsync(actor, schedule, ct);
        return created.IsOk ? await exports.WireAsync(actor, created.Value, ct) : Renamed(created.Problem, body.Value.DeliveryMethod);
    }

    /// <summary>Merges what was given over what is there; a null takes a field away.</summary>
    /// <param name="patch">What was sent: a field that is not there stays.</param>
    public async Task<Result<ExportWire>> PatchAsync(Actor actor, ScheduleId id, Result<ExportBody> given, JsonObject patch, string? ifMatch, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var present = await read.RunAsync(actor, id, ct);
            if (!present.IsOk) return present.Problem;
            if (!given.IsOk) return given.Problem;
            var errors = new List<FieldError>();
            var (changed, delivers) = await ChangedAsync(actor, present.Value, given.Value, patch, ct);
            var body = Merge(present.Value, changed, patch, delivers, errors);
            if (errors.Count > 0) return Renamed(new Problem.Invalid(errors), given.Value.DeliveryMethod);
            var replaced = await replace.RunAsync(actor, id, body, ifMatch ?? ETags.OfVersion(present.Value.Version), ct);
            if (replaced.IsOk) return await exports.WireAsync(actor, replaced.Value, ct);
            if (replaced.Problem is not Problem.Stale || ifMatch is not null || attempt == Tries) return Renamed(replaced.Problem, given.Value.DeliveryMethod ?? Method(present.Value));

            // Somebody changed another field meanwhile: merge over what they left.
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>
    /// Without what was only sent back as it was read: the recurrence and the destination then stay as they are, also where this dialect says less
    /// of them than is stored.
    /// </summary>
    private async Task<(ExportBody Changed, bool Delivers)> ChangedAsync(Actor actor, ScheduleWire present, ExportBody given, JsonObject patch, CancellationToken ct)
    {
        var sent = Delivery.Where(patch.ContainsKey).ToList();
        if (given.Recurrence is null && sent.Count == 0) return (given, false);
        var shown = await exports.WireAsync(actor, present, ct);
        var json = JsonSerializer.SerializeToNode(shown, Wire.Json)!;
        var delivers = sent.Count > 0 && (given.DeliveryMethod is null || sent.Exists(name => !JsonNode.DeepEquals(patch[name], json[name])));
        return (given.Recurrence == shown.Recurrence ? given with { Recurrence = null } : given, delivers);
    }

    private static List<FieldError> Missing(ExportBody body)
    {
        var errors = new List<FieldError>();
        if (body.ReportType is null) errors.Add(new("report_type", "required", "“report_type” says which report."));
        if (body.Recurrence is null) errors.Add(new("recurrence", "required", "“recurrence” says when: cron text or plain English.", null, "0 9 * * 1"));
        return errors;
    }

    /// <summary>With what is wrong or missing left at something valid: then it is only checked, never saved.</summary>
    private static ScheduleBody ScheduleOf(ExportBody body, List<FieldError> errors)
    {
        var (destination, error) = ExportMethod.Destination(body);
        if (error is not null) errors.Add(error);
        return new ScheduleBody
        {
            Name = body.Name,
            ReportType = body.ReportType ?? "",
            Recurrence = body.Recurrence ?? "@daily",
            Timezone = body.Timezone,
            Filters = body.Filters,
            Formats = [body.Format ?? "csv"],
            Destinations = [destination ?? new JsonObject { ["type"] = InboxChannel.Name }],
            Enabled = Enabled(body.Status, errors) ?? true,
        };
    }

    private static ScheduleBody Merge(ScheduleWire present, ExportBody given, JsonObject patch, bool delivers, List<FieldError> errors)
    {
        var rest = present.Destinations.Select(d => d!.DeepClone().AsObject()).ToList();
        if (delivers)
        {
            var (destination, error) = ExportMethod.Destination(given.DeliveryMethod is null ? given with { DeliveryMethod = Method(present) } : given);
            if (error is not null) errors.Add(error);
            else if (rest.Count > 0) rest[0] = destination!;
            else rest.Add(destination!);
        }

        var timed = patch.ContainsKey("recurrence") || patch.ContainsKey("timezone");
        var config = present.ScheduleConfig.DeepClone().AsObject();
        if (timed && given.Recurrence is null && given.Timezone is not null) config["timezone"] = given.Timezone;
        var formats = present.Formats.Select(f => f!.GetValue<string>()).ToList();
        if (given.Format is not null) formats[0] = given.Format;
        return new ScheduleBody
        {
            Name = given.Name ?? present.Name,
            TemplateId = given.ReportType is null ? present.TemplateId : null,
            ReportType = given.ReportType,
            Recurrence = given.Recurrence,
            Timezone = given.Recurrence is null ? null : given.Timezone ?? config["timezone"]?.GetValue<string>(),
            ScheduleType = given.Recurrence is null ? present.ScheduleType : null,
            ScheduleConfig = given.Recurrence is null ? config : null,
            Filters = patch.ContainsKey("filters") ? given.Filters : present.Filters.DeepClone().AsObject(),
            Formats = [.. formats.Distinct()],
            Destinations = rest,
            ForEach = present.ForEach?.DeepClone().AsObject(),
            Condition = present.Condition,
            Policy = present.Policy,
            Enabled = Enabled(given.Status, errors) ?? present.Enabled,
        };
    }

    private static bool? Enabled(string? status, List<FieldError> errors)
    {
        if (status is null or "active") return status is null ? null : true;
        if (status == "paused") return false;
        errors.Add(new("status", "unknown-status", "“status” is active or paused.", null, Nearest.To(status, ["active", "paused"])));
        return null;
    }

    private static string? Method(ScheduleWire schedule) => schedule.Destinations.Count > 0 ? schedule.Destinations[0]!["type"]?.GetValue<string>() : null;

    private static Problem Together(List<FieldError> errors, Problem? more, string? method)
    {
        var fields = errors.Select(e => e.Field).ToHashSet();
        if (more is Problem.Invalid && Renamed(more, method) is Problem.Invalid renamed) errors.AddRange(renamed.Errors.Where(e => fields.Add(e.Field)));
        return new Problem.Invalid(errors);
    }

    /// <summary>Errors in the words of this dialect: <c>formats[0]</c> is its <c>format</c>.</summary>
    private static Problem Renamed(Problem problem, string? method) => problem is not Problem.Invalid invalid ? problem : new Problem.Invalid([.. invalid.Errors.Select(e => e with
    {
        Field = e.Field switch
        {
            "formats[0]" => "format",
            "template_id" => "report_type",
            "enabled" => "status",
            _ when e.Field.StartsWith("destinations[0].", StringComparison.Ordinal) => ExportMethod.FieldOf(method, e.Field["destinations[0].".Length..]),
            _ when e.Field.StartsWith("schedule_config", StringComparison.Ordinal) => e.Field.EndsWith("timezone", StringComparison.Ordinal) ? "timezone" : "recurrence",
            _ => e.Field,
        },
    })]);
}
