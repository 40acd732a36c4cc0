using System.Text.Json.Nodes;
using Broadsheet.Core.Reports.Parameters;
using NodaTime;

namespace Broadsheet.Core.Tests.Reports;

public sealed class FiltersTests
{
    private static readonly Parameter[] Parameters =
    [
        new("region", ParameterType.Text) { Default = "EU" },
        new("period", ParameterType.Period) { Default = "last_week" },
        new("least", ParameterType.Number),
        new("severity", ParameterType.Choice) { Choices = ["low", "high"] },
        new("suites", ParameterType.Text) { Multiple = true },
        new("since", ParameterType.Date),
        new("open", ParameterType.Boolean),
    ];

    [Theory]
    [InlineData("""{}""", """{"period":{"from":"2026-11-16","to":"2026-11-22"},"region":"EU"}""")]
    [InlineData("""{"region":"US","least":"5","open":"true","since":"yesterday"}""", """{"least":5,"open":true,"period":{"from":"2026-11-16","to":"2026-11-22"},"region":"US","since":"2026-11-22"}""")]
    [InlineData("""{"suites":["a","b"],"period":{"from":"2026-01-01","to":"2026-01-02"}}""", """{"period":{"from":"2026-01-01","to":"2026-01-02"},"region":"EU","suites":["a","b"]}""")]
    public void Filters_resolve_to(string given, string resolved)
    {
        var result = Filters.Resolve(Parameters, JsonNode.Parse(given)!.AsObject(), Instant.FromUtc(2026, 11, 23, 8, 0), DateTimeZone.Utc, IsoDayOfWeek.Monday);
        Assert.True(result.IsOk, result.Problem?.Summary);
        Assert.Equal(resolved, result.Value.ToJson().ToJsonString());
    }

    [Theory]
    [InlineData("""{"regoin":"US"}""", "regoin", "unknown-filter", "region")]
    [InlineData("""{"period":"last_weak"}""", "period", "unknown-period", "last_week")]
    [InlineData("""{"period":{"from":"2026-02-02","to":"2026-02-01"}}""", "period.to", "reversed", null)]
    [InlineData("""{"period":{"from":"x","to":"2026-02-01"}}""", "period.from", "wrong-type", "2026-11-16")]
    [InlineData("""{"least":"many"}""", "least", "wrong-type", "1")]
    [InlineData("""{"severity":"hgih"}""", "severity", "unknown-choice", "high")]
    [InlineData("""{"suites":["a",{}]}""", "suites[1]", "wrong-type", null)]
    [InlineData("""{"since":"2026-02-30"}""", "since", "wrong-type", "2026-11-16")]
    [InlineData("""{"open":"perhaps"}""", "open", "wrong-type", "true")]
    [InlineData("""{"region":"a\nb"}""", "region", "wrong-type", null)]
    public void A_wrong_filter_says_where_and_what_instead(string given, string field, string code, string? suggestion)
    {
        var error = Assert.Single(Assert.IsType<Problem.Invalid>(Filters.Check(Parameters, JsonNode.Parse(given)!.AsObject()).Problem).Errors);
        Assert.Equal((field, code, suggestion), (error.Field, error.Code, error.Suggestion));
    }
}
