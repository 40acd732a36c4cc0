using System.Text.Json.Nodes;
using Broadsheet.Core.Recurrence;

namespace Broadsheet.Core.Tests.Recurrence;

public sealed class PhraseVectorTests
{
    public static TheoryData<string> Accepted => [.. Vectors.Rows("language-accept.jsonl").Select(r => r.ToJsonString())];

    public static TheoryData<string> Rejected => [.. Vectors.Rows("language-reject.jsonl").Select(r => r.ToJsonString())];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_phrase_is_read_as_the_rule_it_says(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        var context = Some.Context(row.Text("zone"), row.Text("now"));
        var reading = RecurrenceRule.Read(row.Text("text"), context);
        Assert.True(reading.Status == PhraseStatus.Ok, reading.Error?.ToString());
        Assert.Equal(row.Texts("next"), Some.Next(reading.Rule!, row.Text("now"), row["next"]!.AsArray().Count));
        Assert.Equal(Expected(row, reading.Rule!, context), reading.Rule);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_phrase_has_the_notes_of_what_was_assumed(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        var reading = RecurrenceRule.Read(row.Text("text"), Some.Context(row.Text("zone"), row.Text("now")));
        var expected = row.Texts("notes").Select(n => n.Split(':')[0]).Distinct().Order();
        Assert.Equal(expected, reading.Notes.Select(n => n.Code).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void The_description_of_a_phrase_reads_back_without_notes(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        var context = Some.Context(row.Text("zone"), row.Text("now"));
        var rule = RecurrenceRule.Read(row.Text("text"), context).Rule!;
        var again = RecurrenceRule.Read(rule.Describe(), context);
        Assert.True(again.Status == PhraseStatus.Ok, $"{rule.Describe()}: {again.Error}");
        Assert.Equal(rule, again.Rule);
        Assert.Equal(rule.Describe(), again.Rule!.Describe());
        Assert.Empty(again.Notes);
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void A_phrase_that_says_no_single_rule_is_refused_or_asked_about_with_code_and_span(string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        var reading = RecurrenceRule.Read(row.Text("text"), Some.Context("Europe/Warsaw", "2026-01-15T11:00:00Z"));
        var span = row["span"]!.AsArray();
        var status = row.Text("verdict") == "reject" ? PhraseStatus.Error : PhraseStatus.Ambiguous;
        Assert.Equal((status, row.Text("code"), new TextSpan((int)span[0]!, (int)span[1]!)), (reading.Status, reading.Error?.Code, reading.Error?.Span));
        if (status == PhraseStatus.Ambiguous) Assert.NotEmpty(reading.Options);
        Assert.All(reading.Options, option => Assert.Equal(option.Description, RecurrenceRule.Read(option.Text,
            Some.Context("Europe/Warsaw", "2026-01-15T11:00:00Z")).Rule?.Describe()));
    }

    /// <summary>The row's configuration; an anchor is not in it, and is taken from the rule where the count needs one.</summary>
    private static RecurrenceRule Expected(JsonObject row, RecurrenceRule rule, RecurrenceContext context)
    {
        var config = row["expect"]!.DeepClone().AsObject();
        var type = (string)config["type"]!;
        config.Remove("type");
        config["timezone"] = row.Text("zone");
        foreach (var name in new[] { "start", "end" })
            if (row[name] is { } date) config[name] = date.DeepClone();
        if (rule.ToConfig()["anchor"] is { } anchor) config["anchor"] = anchor.DeepClone();
        return Some.Rule(type, config.ToJsonString(), context);
    }
}
