using System.Globalization;
using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Access;
using Broadsheet.Core.Runs;
using Broadsheet.Core.Schedules;
using Broadsheet.Server.Deliveries;
using Broadsheet.Server.Recipients;
using Broadsheet.Server.Runs;
using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Schedules;

/// <summary>Who a schedule with <c>for_each</c> would reach, and what one of them would get.</summary>
internal sealed record ForEachAnswer(int Count, IReadOnlyList<ForEachRecipientWire> Recipients, ForEachShownWire? Shown);

/// <summary>One recipient with all their filters; <paramref name="Problem"/> says why they would get nothing.</summary>
internal sealed record ForEachRecipientWire(int Index, string To, JsonObject Filters, string? Problem);

/// <summary>What one recipient would get.</summary>
internal sealed record ForEachShownWire(int Index, string To, JsonObject Filters, long? Rows, string? Subject, string? Text, string? Html, string? Problem);

/// <summary>A dry run of <c>for_each</c>: how many, and any one of them. Sends and saves nothing.</summary>
internal sealed class DryRunForEach(CheckSchedule check, ForEach people, Destinations destinations, RenderRun render, AppDb db, Clock clock)
{
    private const int MostListed = 200;

    /// <param name="show">Which recipient to show, from 0, as the query said; null for the first.</param>
    public async Task<Result<ForEachAnswer>> RunAsync(Actor actor, Result<ScheduleBody> body, string? show, CancellationToken ct)
    {
        if (actor.Refuse(Permission.Schedule) is { } refused) return refused;
        if (!body.IsOk) return body.Problem;
        var valid = await check.RunAsync(actor, body.Value, null, ct);
        if (!valid.IsOk) return valid.Problem;
        if (valid.Value.ForEach is null) return new Problem.Invalid("for_each", "required", "“for_each” says who gets a report of their own: a “list”, or a “query”.");
        var index = 0;
        if (show is not null && (!int.TryParse(show, CultureInfo.InvariantCulture, out index) || index < 0)) return new Problem.Invalid("show", "out-of-range", "“show” is the index of a recipient, from 0.");
        var read = await people.ReadAsync(actor.Workspace, valid.Value.ForEach, valid.Value.Report.Document, valid.Value.Filters, ct);
        if (!read.IsOk) return read.Problem is Problem.Invalid invalid ? new Problem.Invalid([.. invalid.Errors.Select(e => e.Under("for_each"))]) : read.Problem;
        var all = read.Value.Select((r, i) => Listed(actor, valid.Value, r, i)).ToList();
        if (all.Count > 0 && index >= all.Count) return new Problem.Invalid("show", "out-of-range", $"There are {all.Count} recipients: “show” is 0 to {all.Count - 1}.");
        return new ForEachAnswer(all.Count, [.. all.Take(MostListed)], all.Count == 0 ? null : await ShowAsync(actor, valid.Value, all[index], ct));
    }

    private ForEachRecipientWire Listed(Actor actor, CheckedSchedule valid, ForEachRecipient recipient, int index)
    {
        var wrong = Core.Reports.Parameters.Filters.Check(valid.Report.Document.Parameters, recipient.Filters).Problem
            ?? valid.Destinations.Select(d => destinations.Open(actor.Workspace, KeepBurst.To(d, recipient.To)).Problem).FirstOrDefault(p => p is not null);
        return new(index, recipient.To, recipient.Filters, wrong?.Summary);
    }

    private async Task<ForEachShownWire> ShowAsync(Actor actor, CheckedSchedule valid, ForEachRecipientWire one, CancellationToken ct)
    {
        ForEachShownWire Not(string? why) => new(one.Index, one.To, one.Filters, null, null, null, null, why);
        if (one.Problem is not null) return Not(one.Problem);
        var schedule = CreateSchedule.New(actor, valid, new ScheduleId(clock.NewId()), clock.Now);
        var plan = PlanRun.Of(schedule, valid.Rule.Zone.Id) with { Filters = one.Filters.DeepClone().AsObject(), Formats = [] };
        var run = RunSchedule.New(actor, schedule, valid.Report.Row.ReportType, plan, RunTrigger.Manual, clock);
        var rendered = await render.RunAsync(run, plan, 0, ct);
        if (!rendered.IsOk) return Not(rendered.Problem.Summary);
        if (Directory.Exists(rendered.Value.Folder)) Directory.Delete(rendered.Value.Folder, recursive: true);
        var destination = destinations.Open(actor.Workspace, KeepBurst.To(plan.Destinations[0], one.To));
        if (!destination.IsOk) return Not(destination.Problem.Summary);
        var settings = await DeliverySettingsRow.OfAsync(db, actor.Workspace, ct);
        var composed = ComposeMessage.For(run, plan, rendered.Value.Report, FilePlan.Of([], destination.Value, settings, clock.Now), destination.Value, settings, null);
        if (!composed.IsOk) return Not(composed.Problem.Summary);
        var message = composed.Value.Message(new(null, null));
        return new(one.Index, one.To, rendered.Value.Report.Filters, rendered.Value.Report.Rows, message["subject"]!.GetValue<string>(), message["text"]!.GetValue<string>(), message["html"]?.GetValue<string>(), null);
    }
}
