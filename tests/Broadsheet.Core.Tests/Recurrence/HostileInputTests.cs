using System.Globalization;
using System.Text.Json.Nodes;
using Broadsheet.Core.Recurrence;
using NodaTime;

namespace Broadsheet.Core.Tests.Recurrence;

/// <summary>Whatever comes in, an answer comes back: soon, without an exception, and with one error a cause.</summary>
public sealed class HostileInputTests
{
    private static readonly RecurrenceContext s_context = Some.Context("Europe/Warsaw");

    public static TheoryData<string> Texts =>
    [
        new string('*', 10_240), string.Join(',', Enumerable.Range(0, 3_000)), string.Concat(Enumerable.Repeat("0 9 * * ", 1_300)),
        string.Concat(Enumerable.Repeat("every monday and ", 33_334)), string.Concat(Enumerable.Repeat("every ", 160)),
        new string('(', 900), string.Concat(Enumerable.Repeat("((every [day)] ", 60)), new string('"', 999), new string('/', 999), new string('-', 999),
        "every day except except except", "at at at at", "every every every day", "\0\0\0\0", "💥 every day 💥", "\uD800 every day", "@" + new string('a', 9_000),
        string.Concat(Enumerable.Repeat("10 past ", 120)), string.Concat(Enumerable.Repeat("monday or ", 99)) + "tuesday", "1st or " + string.Concat(Enumerable.Repeat("first monday and ", 50)),
        string.Concat(Enumerable.Repeat("15th and the last friday and ", 30)), string.Concat(Enumerable.Repeat("twice a day ", 80)), string.Concat(Enumerable.Repeat("twenty ", 140)), "UTC+99", "+", ":5", ":", "9.99",
        "CRON_TZ=", "cron(", "cron()", "rate(", "OnCalendar=", "0 9 * * +", "+", "L", "W", "#", "0 0 L- * *", "0 0 L-W * *", "0 0 W * W", "0 0 * * #", "0 0 * * 1#",
        "1/ 1/ 1/ 1/ 1/", "- - - - -", ", , , , ,", "/ / / / /", "? ? ? ? ?", "999999999999 * * * *", "*/99999999999 * * * *", "every 99999999999 days", "every 2147483647 weeks",
        "every day at 99999999999", "wd99 at 9", "0th of the month", "every 0th day", "32nd to 40th", "until until", "from to", "between and", "1st to last", "zero to last day",
        "every day (", "every day ()", "every day (,)", "every day (cron", "except calendar", "with up to", "with up to 5", "counted from", "starting", "in in in", "the the the",
        "every day at 9 (Nowhere/Atall)", "Feb 30", "every Feb 29 Feb 30", "end of", "middle of", "to", "half past", "quarter to", "at half", "at quarter", "at seconds 5",
        "at minutes 5 of", "at every minute of", "weekday nearest", "weekday nearest 5", "5 days before", "5 business days before the", "moving to", "skipping", "every other", "every last", "next", "a", ".",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_has_an_answer_after_little_work(string text)
    {
        RecurrenceRule.Read(text, s_context);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var phrase = RecurrenceRule.Read(text, s_context);
        var cron = RecurrenceRule.Parse("cron", new JsonObject { ["expression"] = text }, s_context);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(phrase.Status == PhraseStatus.Ok ? phrase.Rule is not null && phrase.Errors.Count == 0 : phrase.Error is not null);
        Assert.True(cron.IsOk || cron.Errors.Count is >= 1 and <= 6);
        Assert.All(phrase.Errors.Concat(cron.Errors), e => AssertInside(e, text));

        // The time is the benchmark's to show, where no neighbour disturbs it; work that explodes shows in what it allocates.
        Assert.True(allocated < 4_000_000, $"{allocated} bytes");
    }

    [Fact]
    public void Every_unicode_digit_is_refused_by_name_and_never_read_as_a_number()
    {
        for (var c = (char)0x80; c < char.MaxValue; c++)
        {
            if (!char.IsDigit(c)) continue;
            var reading = RecurrenceRule.Parse("cron", new JsonObject { ["expression"] = $"{c} 9 * * *" }, s_context);
            var error = Assert.Single(reading.Errors);
            Assert.Equal(("unexpected-character", new TextSpan(0, 1)), (error.Code, error.Span));
            Assert.Equal($"{CharUnicodeInfo.GetDecimalDigitValue(c)} 9 * * *", error.Suggestion);
            Assert.NotEqual(PhraseStatus.Ok, RecurrenceRule.Read($"every day at {c}", s_context).Status);
        }
    }

    [Fact]
    public void Texts_made_of_our_own_words_in_any_order_have_an_answer()
    {
        string[] words = [.. Vectors.Rows("language-accept.jsonl").Concat(Vectors.Rows("language-reject.jsonl")).SelectMany(r => r.Text("text").Split(' '))
            .Concat(["(cron)", "(UTC)", "\"x\"", ",", "as", "well", "only", "if", "minutes", "hours", "of", "through", "*", "0", "-1", "99999"]).Distinct()];
        for (var seed = 0; seed < 20_000; seed++)
        {
            var dice = new Random(seed);
            var text = string.Join(' ', Enumerable.Range(0, dice.Next(1, 14)).Select(_ => words[dice.Next(words.Length)]));
            var reading = RecurrenceRule.Read(text, s_context);
            Assert.True(reading.Status == PhraseStatus.Ok == reading.Rule is not null, text);
            Assert.All(reading.Errors, e => AssertInside(e, text));
            if (reading.Rule is { } rule) Assert.Equal(rule, RecurrenceRule.Read(rule.Describe(), s_context).Rule);
        }
    }

    [Fact]
    public void Texts_made_of_cron_s_own_signs_in_any_order_have_an_answer()
    {
        const string signs = "0123456789*/-,?LW#+@ MONJAN:.";
        for (var seed = 0; seed < 50_000; seed++)
        {
            var dice = new Random(seed);
            var text = string.Join(' ', Enumerable.Range(0, dice.Next(4, 8)).Select(_ =>
                string.Concat(Enumerable.Range(0, dice.Next(1, 5)).Select(_ => signs[dice.Next(signs.Length)]))));
            var reading = RecurrenceRule.Parse("cron", new JsonObject { ["expression"] = text }, Some.Context(least: Duration.Zero));
            Assert.True(reading.IsOk ? reading.Errors.Count == 0 : reading.Errors.Count > 0, text);
            Assert.All(reading.Errors, e => AssertInside(e, text));
        }
    }

    [Theory]
    [InlineData("daily", """{"times":{"a":[]},"every":[1],"anchor":7,"months":"x","timezone":[],"exclude":{},"jitter":[],"start":{},"end":false}""", 9)]
    [InlineData("weekly", """{"times":[9,null,"25:00","9am"],"days":["xx",1,null,"mo"]}""", 5)]
    [InlineData("monthly", """{"times":"9:00","on":{"nth":[0,9],"weekdays":[]}}""", 3)]
    [InlineData("monthly", """{"times":"9:00","on":[[[[]]]]}""", 1)]
    [InlineData("cron", """{"expression":["0 9 * * *"]}""", 1)]
    [InlineData("cron", """{"expression":"0 9 * * *","exclude":["nope","nope","none"]}""", 2)]
    [InlineData("daily", """{"times":["9:00"],"time":"10:00"}""", 1)]
    [InlineData("weekly", """{"times":["9:00"],"days":["MO"],"day":"TU"}""", 1)]
    [InlineData("monthly", """{"times":["9:00"],"on":{"days":[1]},"day":15}""", 1)]
    [InlineData("fortnightly", "{}", 1)]
    public void A_configuration_names_every_field_that_is_wrong_at_once(string type, string config, int errors)
    {
        var reading = Some.Reading(type, config, s_context);
        Assert.Null(reading.Rule);
        Assert.True(reading.Errors.Count == errors, string.Join("\n", reading.Errors));
    }

    [Theory]
    [InlineData("every weekday at 9am", "not-cron", "0 9 * * 1-5")]
    [InlineData("every 2 weeks on Monday at 9am", "not-cron", null)]
    [InlineData("every 15 minutes", "not-cron", "*/15 * * * *")]
    [InlineData("daily", "not-cron", "@daily")]
    public void English_where_cron_text_is_expected_is_said_as_cron(string text, string code, string? suggestion)
    {
        var error = Assert.Single(RecurrenceRule.Parse("cron", new JsonObject { ["expression"] = text }, s_context).Errors);
        Assert.Equal((code, suggestion), (error.Code, error.Suggestion));
    }

    [Fact]
    public void A_field_given_twice_is_an_error_and_no_exception()
    {
        var reading = RecurrenceRule.Parse("daily", JsonNode.Parse("""{"times":["09:00"],"times":["10:00"]}""")!.AsObject(), s_context);
        Assert.Equal("duplicate-field", Assert.Single(reading.Errors).Code);
    }

    private static void AssertInside(FieldError error, string text)
    {
        if (error.Span is not { } span) return;
        Assert.True(span.Start >= 0 && span.Start <= span.End && span.End <= text.Length, $"{text}: {error}");
    }
}
