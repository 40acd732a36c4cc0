using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Broadsheet.Server.Tests.Http;

[Collection(nameof(TestRoutes))]
public sealed class IdempotencyTests
{
    private static readonly (string, string) Once = ("Idempotency-Key", "order-66");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_same_request_gets_the_same_answer_and_happens_once(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        var body = new { name = "once", role = "viewer" };
        var first = await server.WantAsync(201, "POST", "/api/v1/api-keys", body, null, Once);
        var second = await server.WantAsync(201, "POST", "/api/v1/api-keys", body, null, Once);
        Assert.Equal(first.Text, second.Text);
        Assert.Equal(first.Header("Location"), second.Header("Location"));
        Assert.Equal(first.Header("ETag"), second.Header("ETag"));
        Assert.Equal("true", second.Header("Idempotency-Replayed"));
        await server.StoreAsync(async db =>
        {
            Assert.Equal(1, await db.ApiKeys.CountAsync(k => k.Name == "once"));
            var secret = first.Json["key"]!.GetValue<string>();
            Assert.DoesNotContain(secret, System.Text.Encoding.UTF8.GetString((await db.IdempotencyKeys.SingleAsync()).Body!), StringComparison.Ordinal);
        });

        Assert.Equal("idempotency-key-reused", (await server.WantAsync(422, "POST", "/api/v1/api-keys", new { name = "other", role = "viewer" }, null, Once)).Code);
        Assert.Equal("idempotency-key-reused", (await server.WantAsync(422, "POST", "/api/v1/members", body, null, Once)).Code);
        server.Clock.Move(TimeSpan.FromHours(25));
        var third = await server.WantAsync(201, "POST", "/api/v1/api-keys", body, null, Once);
        Assert.NotEqual(first.Text, third.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_the_first_is_worked_on_the_second_waits_outside(bool postgres)
    {
        await using var server = await LiveServer.StartAsync(postgres);
        TestRoutes.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = TestRoutes.Calls;
        var first = server.SendAsync("POST", "/api/test/wait", null, null, Once);
        await People.AccessTests.WaitAsync(() => Task.FromResult(TestRoutes.Calls > calls));
        var second = await server.WantAsync(409, "POST", "/api/test/wait", null, null, Once);
        Assert.Equal("1", second.Header("Retry-After"));
        TestRoutes.Gate.SetResult();
        Assert.Equal(200, (int)(await first).Status);
        Assert.Equal((await first).Text, (await server.WantAsync(200, "POST", "/api/test/wait", null, null, Once)).Text);
        Assert.Equal(calls + 1, TestRoutes.Calls);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free_and_keys_are_ones_own()
    {
        await using var server = await LiveServer.StartAsync();
        await server.WantAsync(422, "POST", "/api/v1/api-keys", new { name = "", role = "viewer" }, null, Once);
        var made = await server.WantAsync(201, "POST", "/api/v1/api-keys", new { name = "now right", role = "admin" }, null, Once);
        await server.WantAsync(400, "POST", "/api/v1/api-keys", new { name = "x", role = "viewer" }, null, ("Idempotency-Key", new string('x', 300)));
        await server.WantAsync(201, "POST", "/api/v1/workspaces", new { slug = "second", name = "Second" }, made.Json["key"]!.GetValue<string>(), ("Idempotency-Key", "another"));
    }
}
