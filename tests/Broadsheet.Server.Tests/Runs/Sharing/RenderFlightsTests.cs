using Broadsheet.Core;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.Reports.Rendering;
using Broadsheet.Server.Runs.Sharing;
using Broadsheet.Server.Tests.Http;
using Xunit;

namespace Broadsheet.Server.Tests.Runs.Sharing;

public sealed class RenderFlightsTests
{
    private static readonly RenderKey Key = new(new WorkspaceId(Guid.CreateVersion7()), "key");
    private readonly MovingClock clock = new();
    private readonly RenderFlights flights;
    private int made;

    public RenderFlightsTests() => flights = new(clock, TimeSpan.FromMinutes(2));

    [Fact]
    public async Task Who_comes_while_it_is_made_and_soon_after_takes_the_same()
    {
        var going = new TaskCompletionSource();
        var waiting = Enumerable.Range(0, 50).Select(_ => flights.JoinAsync(Key, MakeAsync, default)).ToList();
        going.SetResult();
        var results = await Task.WhenAll(waiting);
        Assert.Equal(1, made);
        Assert.Single(results.Distinct());
        Assert.Same(results[0], await flights.JoinAsync(Key, MakeAsync, default));

        async Task<Result<SharedRender>?> MakeAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref made);
            await going.Task.WaitAsync(ct);
            return Some();
        }
    }

    [Fact]
    public async Task Who_comes_later_makes_it_anew()
    {
        var forgetful = new RenderFlights(clock, TimeSpan.FromTicks(-1));
        var first = await forgetful.JoinAsync(Key, _ => Task.FromResult<Result<SharedRender>?>(Some()), default);
        Assert.NotSame(first, await forgetful.JoinAsync(Key, _ => Task.FromResult<Result<SharedRender>?>(Some()), default));
    }

    [Fact]
    public async Task A_failure_goes_to_those_who_wait_and_to_nobody_after_them()
    {
        var going = new TaskCompletionSource();
        var waiting = Enumerable.Range(0, 5).Select(_ => flights.JoinAsync(Key, FailAsync, default)).ToList();
        going.SetResult();
        Assert.All(await Task.WhenAll(waiting), r => Assert.IsType<Problem.Unavailable>(r!.Problem));
        Assert.True((await flights.JoinAsync(Key, _ => Task.FromResult<Result<SharedRender>?>(Some()), default))!.IsOk);

        async Task<Result<SharedRender>?> FailAsync(CancellationToken ct)
        {
            await going.Task.WaitAsync(ct);
            return new Problem.Unavailable("source", "The source is down.");
        }
    }

    [Fact]
    public async Task An_exception_goes_to_those_who_wait_and_to_nobody_after_them()
    {
        await Assert.ThrowsAsync<IOException>(() => flights.JoinAsync(Key, _ => Task.FromException<Result<SharedRender>?>(new IOException("disk")), default));
        Assert.True((await flights.JoinAsync(Key, _ => Task.FromResult<Result<SharedRender>?>(Some()), default))!.IsOk);
    }

    [Fact]
    public async Task One_who_leaves_stops_it_only_when_nobody_else_waits()
    {
        var stopped = new TaskCompletionSource();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var one = flights.JoinAsync(Key, ForeverAsync, first.Token);
        var two = flights.JoinAsync(Key, ForeverAsync, second.Token);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(stopped.Task.IsCompleted);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True((await flights.JoinAsync(Key, _ => Task.FromResult<Result<SharedRender>?>(Some()), default))!.IsOk);

        async Task<Result<SharedRender>?> ForeverAsync(CancellationToken ct)
        {
            await using var _ = ct.Register(stopped.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ct);
            return Some();
        }
    }

    [Fact]
    public async Task Keys_do_not_wait_for_each_other_and_old_ones_are_forgotten()
    {
        for (var i = 0; i < 450; i++)
            Assert.True((await flights.JoinAsync(Key with { Hash = $"{i}" }, _ => Task.FromResult<Result<SharedRender>?>(Some()), default))!.IsOk);
        await flights.JoinAsync(Key with { Hash = "0" }, _ =>
        {
            made++;
            return Task.FromResult<Result<SharedRender>?>(Some());
        }, default);
        Assert.Equal(1, made);
    }

    private static Result<SharedRender> Some() => new SharedRender(
        new RenderedReport { Files = [], Filters = [], Rows = 0, Title = "", EmailHtml = "", EmailText = "", ContentHash = "", Fill = t => t }, []);
}
