using Broadsheet.Core.Reports.Tables;
using Broadsheet.Server.Reports.Rendering;
using Xunit;

namespace Broadsheet.Server.Tests.Reports.Rendering;

/// <summary>Reading ahead changes when rows are read, never which, and never more of them at once than fit.</summary>
public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 3)]
    [InlineData(866, 3)]
    [InlineData(867, 3)]
    [InlineData(100_000, 3)]
    [InlineData(5_000, 1)]
    [InlineData(400, 2_601)]
    public async Task Every_row_comes_once_and_in_order(int count, int width)
    {
        var made = 0;
        await using var rows = Of(width, (cells, at) =>
        {
            if (made == count) return ValueTask.FromResult(false);
            for (var i = 0; i < width; i++) cells[at + i] = Cell.Of((long)made * width + i);
            made++;
            return ValueTask.FromResult(true);
        });
        for (long row = 0; row < count; row++)
        {
            Assert.True(await rows.NextAsync(default));
            Assert.Equal(width, rows.Row.Length);
            Assert.Equal((row * width, row * width + width - 1), (rows.Row[0].AsInteger(), rows.Row[^1].AsInteger()));
        }

        Assert.False(await rows.NextAsync(default));
        Assert.False(await rows.NextAsync(default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(2_600)]
    [InlineData(10_001)]
    public async Task A_failure_comes_after_the_rows_before_it_and_stays(int at)
    {
        var made = 0;
        await using var rows = Of(1, async (cells, i) =>
        {
            await Task.Yield();
            if (made == at) throw new InvalidOperationException("division by zero");
            cells[i] = Cell.Of((long)made++);
            return true;
        });
        for (var row = 0; row < at; row++)
        {
            Assert.True(await rows.NextAsync(default));
            Assert.Equal(row, rows.Row[0].AsInteger());
        }

        for (var again = 0; again < 2; again++) Assert.Equal("division by zero", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await rows.NextAsync(default))).Message);
    }

    [Fact]
    public async Task A_small_result_is_read_by_its_caller_alone()
    {
        var (made, caller) = (0, Environment.CurrentManagedThreadId);
        await using var rows = Of(2, (cells, at) =>
        {
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
            return ValueTask.FromResult(made++ < 50);
        });
        var read = 0;
        while (await rows.NextAsync(default)) read++;
        Assert.Equal(50, read);
    }

    [Fact]
    public async Task Wide_cells_are_not_hoarded()
    {
        var wide = new string('x', 700_000);
        var (made, taken, most) = (0, 0, 0);
        await using var rows = Of(1, (cells, at) =>
        {
            most = Math.Max(most, made - Volatile.Read(ref taken));
            if (made == 60) return ValueTask.FromResult(false);
            cells[at] = Cell.Of(wide);
            made++;
            return ValueTask.FromResult(true);
        });
        while (await rows.NextAsync(default)) Volatile.Write(ref taken, taken + 1);
        Assert.Equal(60, taken);
        Assert.InRange(most, 0, 4);
    }

    [Fact]
    public async Task Whoever_leaves_early_waits_for_the_row_that_is_being_read_and_no_longer()
    {
        var (reading, made) = (0, 0);
        var rows = Of(1, async (cells, at) =>
        {
            Interlocked.Increment(ref reading);
            await Task.Yield();
            cells[at] = Cell.Of((long)made++);
            Interlocked.Decrement(ref reading);
            return true;
        });
        for (var row = 0; row < 6_000; row++) Assert.True(await rows.NextAsync(default));
        await rows.DisposeAsync();
        var then = made;
        Assert.Equal(0, Volatile.Read(ref reading));
        await Task.Yield();
        Assert.Equal(then, made);
    }

    private static ReadAhead Of(int width, Func<Cell[], int, ValueTask<bool>> read) => new(new MadeRows(width, read));

    /// <summary>Rows of so many cells as a test makes them.</summary>
    private sealed class MadeRows(int width, Func<Cell[], int, ValueTask<bool>> read) : IRows
    {
        private readonly Cell[] row = new Cell[width];

        public IReadOnlyList<Column> Columns { get; } = [.. Enumerable.Range(0, width).Select(i => new Column($"c{i}", CellKind.Integer))];

        public ReadOnlySpan<Cell> Row => row;

        public ValueTask<bool> NextAsync(CancellationToken ct) => read(row, 0);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
