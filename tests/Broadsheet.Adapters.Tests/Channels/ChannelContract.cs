using System.Text.Json.Nodes;
using Broadsheet.Core;
using Broadsheet.Core.Deliveries;
using Broadsheet.Core.Ports;
using Xunit;

namespace Broadsheet.Adapters.Tests.Channels;

/// <summary>What every channel promises, whatever is at its other end. A channel's suite derives from this and adds its own.</summary>
public abstract class ChannelContract
{
    private static readonly string[] SecretWords = ["password", "token", "secret", "api_key"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract Task<IChannelUnderTest> MakeAsync();

    [Fact]
    public async Task Its_type_is_a_stable_lower_case_word()
    {
        await using var under = await MakeAsync();
        Assert.Matches("^[a-z][a-z0-9_]{1,20}$", under.Channel.Type);
    }

    [Fact]
    public async Task Its_schemas_are_sane()
    {
        await using var under = await MakeAsync();
        foreach (var schema in new[] { under.Channel.Destination, under.Channel.Connection })
        {
            Assert.Equal(schema.Settings.Count, schema.Settings.Select(s => s.Name).Distinct().Count());
            Assert.All(schema.Settings, s =>
            {
                Assert.Matches("^[a-z][a-z0-9_]*$", s.Name);
                Assert.NotEmpty(s.Description);
                Assert.NotEqual("type", s.Name);
                Assert.Equal(s.Kind == SettingKind.Choice, s.Choices.Count > 0);
                Assert.False(s.Secret && s.Default is not null, $"{s.Name} is a secret with a default");
            });
        }
    }

    [Fact]
    public async Task A_destination_has_no_setting_of_the_servers_own_names()
    {
        await using var under = await MakeAsync();
        Assert.DoesNotContain(under.Channel.Destination.Settings, s => s.Name is "type" or "connection");
    }

    [Fact]
    public async Task What_needs_a_connection_has_one_to_describe_and_refuses_to_send_without()
    {
        await using var under = await MakeAsync();
        var message = Message(under);
        if (!under.Channel.NeedsConnection(message.Destination)) return;
        Assert.NotEmpty(under.Channel.Connection.Settings);
        Assert.IsType<DeliveryOutcome.Rejected>(await under.Channel.SendAsync(message with { Connection = null }, Ct));
        Assert.Empty(await under.ArrivedAsync());
    }

    [Fact]
    public async Task What_is_secret_is_flagged()
    {
        await using var under = await MakeAsync();
        var named = under.Channel.Destination.Settings.Concat(under.Channel.Connection.Settings)
            .Where(s => SecretWords.Any(w => s.Name.Contains(w, StringComparison.Ordinal)));
        Assert.All(named, s => Assert.True(s.Secret, $"{s.Name} is not flagged as a secret"));
    }

    [Fact]
    public async Task A_setting_that_is_not_known_is_refused_by_name()
    {
        await using var under = await MakeAsync();
        foreach (var (schema, json) in new[] { (under.Channel.Destination, under.Destination), (under.Channel.Connection, under.Connection) })
        {
            if (json is null) continue;
            var given = (JsonObject)JsonNode.Parse(json)!;
            Assert.True(SettingValues.Parse(schema, (JsonObject)given.DeepClone()).IsOk);
            given["sbject"] = "x";
            Assert.Contains(Assert.IsType<Problem.Invalid>(SettingValues.Parse(schema, given).Problem).Errors, e => e is { Field: "sbject", Code: "unknown-field" });
        }
    }

    [Fact]
    public async Task The_connection_passes_its_own_check()
    {
        await using var under = await MakeAsync();
        if (under.Connection is null) return;
        Assert.Null(under.Channel.Check(Some.Values(under.Channel.Connection, under.Connection)).Problem);
    }

    [Fact]
    public async Task Recipients_are_named_once_and_without_secrets()
    {
        await using var under = await MakeAsync();
        var recipients = under.Channel.Recipients(Some.Values(under.Channel.Destination, under.Destination)).Value!;
        Assert.NotEmpty(recipients);
        Assert.DoesNotContain(recipients, r => under.Secrets.Any(s => r.Contains(s, StringComparison.Ordinal)));
        if (under.Repeated is null) return;
        Assert.Single(under.Channel.Recipients(Some.Values(under.Channel.Destination, under.Repeated)).Value!);
    }

    [Fact]
    public async Task A_wrong_destination_is_an_error_at_its_path()
    {
        await using var under = await MakeAsync();
        var (json, path) = under.Wrong;
        var read = SettingValues.Parse(under.Channel.Destination, (JsonObject)JsonNode.Parse(json)!);
        var problem = read.IsOk ? under.Channel.Recipients(read.Value).Problem : read.Problem;
        Assert.Contains(Assert.IsType<Problem.Invalid>(problem).Errors, e => e.Field == path && e.Message.Length > 0);
    }

    [Fact]
    public async Task A_message_arrives()
    {
        await using var under = await MakeAsync();
        Assert.IsType<DeliveryOutcome.Sent>(await SendAsync(under));
        Assert.Single(await under.ArrivedAsync());
    }

    [Fact]
    public async Task A_second_attempt_is_recognisably_the_same_message()
    {
        await using var under = await MakeAsync();
        var message = Message(under);
        Assert.IsType<DeliveryOutcome.Sent>(await under.Channel.SendAsync(message, Ct));
        Assert.IsType<DeliveryOutcome.Sent>(await under.Channel.SendAsync(message with { Attempt = 2, Now = message.Now + NodaTime.Duration.FromMinutes(5) }, Ct));
        Assert.Single((await under.ArrivedAsync()).Distinct());
    }

    [Fact]
    public async Task A_refusal_is_an_outcome_that_says_why_and_shows_no_secret()
    {
        await using var under = await MakeAsync();
        under.Refuse();
        AssertFailed(under, await SendAsync(under));
    }

    [Fact]
    public async Task Nobody_at_the_other_side_is_an_outcome()
    {
        await using var under = await MakeAsync();
        await under.VanishAsync();
        AssertFailed(under, await SendAsync(under));
    }

    [Fact]
    public async Task Cancelled_before_it_began_nothing_leaves()
    {
        await using var under = await MakeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => under.Channel.SendAsync(Message(under), new CancellationToken(canceled: true)));
        Assert.Empty(await under.ArrivedAsync());
    }

    [Theory]
    [InlineData("one\r\nBcc: evil@example.org")]
    [InlineData("two\nthree\r.\r\nQUIT")]
    [InlineData(".")]
    [InlineData("\u760d\u760a\u560d\u560aBcc: evil@example.org")]
    [InlineData("=?utf-8?Q?=0D=0ABcc:_evil@example.org?=")]
    [InlineData("nul \u0000 and \u2028 and \u0085")]
    public async Task Hostile_text_stays_text(string text)
    {
        await using var under = await MakeAsync();
        var outcome = await under.Channel.SendAsync(Message(under) with { Subject = text, Text = text, Html = null }, Ct);
        Assert.IsType<DeliveryOutcome.Sent>(outcome);
        Assert.Single(await under.ArrivedAsync());
    }

    [Fact]
    public async Task Sixty_four_kilobytes_of_subject_do_no_harm()
    {
        await using var under = await MakeAsync();
        var outcome = await under.Channel.SendAsync(Message(under) with { Subject = new string('ż', 32 * 1024) }, Ct);
        Assert.True(outcome is DeliveryOutcome.Sent or DeliveryOutcome.Rejected, outcome.ToString());
        Assert.True((await under.ArrivedAsync()).Count <= 1);
    }

    [Fact]
    public async Task A_file_that_is_not_the_recorded_one_is_never_delivered()
    {
        await using var under = await MakeAsync();
        var file = Some.File("quality.csv", "a,b\r\n1,2\r\n") with { Sha256 = new string('0', 64) };
        var outcome = await under.Channel.SendAsync(Message(under) with { Attachments = [file] }, Ct);
        if (SendsFiles) Assert.IsType<DeliveryOutcome.Failed>(outcome);
        Assert.Equal(SendsFiles ? 0 : 1, (await under.ArrivedAsync()).Count);
    }

    /// <summary>Whether attachments themselves leave, rather than a link to them.</summary>
    protected virtual bool SendsFiles => true;

    protected static Outgoing Message(IChannelUnderTest under)
    {
        var destination = Some.Values(under.Channel.Destination, under.Destination);
        var connection = under.Connection is null ? null : Some.Values(under.Channel.Connection, under.Connection);
        var message = Some.Message(destination, under.Channel.Recipients(destination).Value![0], connection) with
        {
            Attachments = [Some.File("quality.csv", "a,b\r\n1,2\r\n")],
            Link = new Uri("https://reports.example.com/r/1"),
        };
        return under.Prepare(message);
    }

    protected static Task<DeliveryOutcome> SendAsync(IChannelUnderTest under) => under.Channel.SendAsync(Message(under), Ct);

    private static void AssertFailed(IChannelUnderTest under, DeliveryOutcome outcome)
    {
        var why = outcome switch
        {
            DeliveryOutcome.Rejected o => o.Why,
            DeliveryOutcome.Failed o => o.Why,
            _ => throw new Xunit.Sdk.XunitException($"{outcome} is no failure"),
        };
        Assert.InRange(why.Length, 10, 1_000);
        Assert.DoesNotContain(why, char.IsControl);
        Assert.DoesNotContain(under.Secrets, s => why.Contains(s, StringComparison.Ordinal));
    }
}
