using System.Globalization;
using System.Runtime.InteropServices;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Reports.Tables;
using Broadsheet.Server.Reports.Rendering;
using Xunit;

namespace Broadsheet.Server.Tests.Reports.Rendering;

/// <summary>Rows that are observed by the batch are observed as those that come one by one.</summary>
public sealed class ObservedRowsTests
{
    private static readonly Column[] Columns = [new("a", CellKind.Integer), new("b", CellKind.Text), new("c", CellKind.Decimal)];

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1, 7)]
    [InlineData(2_500, 2_600)]
    [InlineData(5_000, 10)]
    public async Task Sums_first_rows_and_hash_are_the_same_however_they_are_read(int count, int cells)
    {
        var made = Made(count);
        var (one, many) = (Observed(made, out var first), Observed(made, out var second));
        var read = 0;
        while (await one.NextAsync(default)) Assert.Equal(made[read++], one.Row.ToArray());
        var batch = new RowBatch(3, cells, default);
        var filled = new List<Cell[]>();
        for (var more = true; more; batch.Clear())
        {
            more = await many.FillAsync(batch, default);
            for (var row = 0; row < batch.Count; row++) filled.Add(batch[row].ToArray());
        }

        Assert.Equal(made, filled);
        Assert.Equal((first.ToString(), true, (long)count), (second.ToString(), many.Ended, many.Summary.RowCount));
        Assert.Equal(Slowly(made), second.ToString());
        Assert.Equal(one.Summary.FirstRows, many.Summary.FirstRows);
        for (var i = 0; i < 3; i++)
        {
            var (a, b) = (one.Summary.Stats[i], many.Summary.Stats[i]);
            Assert.Equal((a.Count, a.Numbers, a.Min, a.Max, a.Sum), (b.Count, b.Numbers, b.Min, b.Max, b.Sum));
            var present = made.Select(r => r[i]).Where(c => !c.IsNull).ToList();
            Assert.Equal(present.Count == 0 ? (Cell.Null, Cell.Null) : (present.Aggregate((x, y) => Cell.Compare(y, x) < 0 ? y : x), present.Aggregate((x, y) => Cell.Compare(y, x) > 0 ? y : x)), (b.Min, b.Max));
        }
    }

    [Theory]
    [InlineData(100, 200, -1, "rows")]
    [InlineData(100, 200, 150, "rows")]
    [InlineData(100, 200, 100, "rows")]
    [InlineData(100, 200, 99, "row 100, column “b”")]
    [InlineData(100, 200, 0, "row 1, column “b”")]
    [InlineData(100, 100, -1, "")]
    public async Task What_is_beyond_the_limits_comes_after_the_rows_before_it(int most, int count, int wide, string words)
    {
        var made = Made(count);
        if (wide >= 0) made[wide][1] = Cell.Of(new string('x', 51));
        RenderLimits limits = new() { MaxRows = most, MaxCell = 50 };
        var kept = Math.Min(most, wide < 0 ? most : wide);
        var (one, many) = (Observed(made, out var first, limits), Observed(made, out var second, limits));
        var (read, slow, fast) = (0, "", "");
        var batch = new RowBatch(3, 1_000, default);
        try
        {
            while (await one.NextAsync(default)) read++;
        }
        catch (ReportException failure)
        {
            slow = failure.Problem.Summary;
        }

        try
        {
            Assert.False(await many.FillAsync(batch, default));
        }
        catch (ReportException failure)
        {
            fast = failure.Problem.Summary;
        }

        Assert.Equal((kept, kept, slow, first.ToString()), (read, batch.Count, fast, second.ToString()));
        Assert.Contains(words, fast, StringComparison.Ordinal);
        Assert.Equal(words.Length > 0, fast.Length > 0);
    }

    [Fact]
    public async Task Rows_before_a_failure_are_observed()
    {
        var (many, digest) = (new ContentDigest(), new ContentDigest());
        var made = Made(10);
        var rows = new ObservedRows("q", new Failing(made), RenderLimits.Default, many);
        var batch = new RowBatch(3, 1_000, default);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await rows.FillAsync(batch, default));
        digest.Add(Columns);
        foreach (var row in made) digest.Add(row);
        Assert.Equal((10, 10L, false, digest.ToString()), (batch.Count, rows.Summary.RowCount, rows.Ended, many.ToString()));
    }

    private static ObservedRows Observed(List<Cell[]> rows, out ContentDigest digest, RenderLimits? limits = null) =>
        new("q", new MemoryRows(Columns, rows), limits ?? RenderLimits.Default, digest = new());

    private static List<Cell[]> Made(int count)
    {
        var random = new Random(20260110);
        return [.. Enumerable.Range(0, count).Select(i => new[]
        {
            random.Next(9) switch { 0 => Cell.Null, 1 => Cell.Of(random.NextDouble()), 2 => Cell.Of(i % 2 == 0 ? 7m : -7.5m), _ => Cell.Of((long)random.Next(-99, 99)) },
            random.Next(9) switch { 0 => Cell.Null, 1 => Cell.Of(""), _ => Cell.Of(new string((char)random.Next('a', 'ż'), random.Next(20))) },
            random.Next(9) switch { 0 => Cell.Of(new decimal(random.Next(), random.Next(), random.Next(), i % 2 == 0, 5)), 1 => Cell.Of(double.NaN), _ => Cell.Of(random.Next(1_000_000) / 100m) },
        })];
    }

    /// <summary>The hash as its definition is: what was kept of earlier reports is compared with it.</summary>
    private static string Slowly(List<Cell[]> rows)
    {
        var (a, b) = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F);
        foreach (var column in Columns) Add(Cell.Of(column.Name));
        Mix((ulong)Columns.Length);
        foreach (var cell in rows.SelectMany(r => r)) Add(cell);
        return string.Create(CultureInfo.InvariantCulture, $"{a:x16}{b:x16}");

        void Add(Cell cell)
        {
            Mix((ulong)cell.Kind);
            if (cell.Kind == CellKind.Text)
            {
                Mix((ulong)cell.AsText().Length);
                var bytes = MemoryMarshal.AsBytes(cell.AsText().AsSpan()).ToArray();
                foreach (var word in bytes.Chunk(8)) Mix(BitConverter.ToUInt64([.. word, .. new byte[8 - word.Length]]));
            }
            else if (cell.Kind == CellKind.Decimal)
            {
                var parts = decimal.GetBits(cell.AsDecimal());
                Mix(((ulong)(uint)parts[0] << 32) | (uint)parts[1]);
                Mix(((ulong)(uint)parts[2] << 32) | (uint)parts[3]);
            }
            else if (cell.Kind != CellKind.Null)
            {
                Mix((ulong)cell.Bits);
            }
        }

        void Mix(ulong word)
        {
            a = ulong.RotateLeft(unchecked((a ^ word) * 0x9FB21C651E98DF25), 29);
            b = unchecked(ulong.RotateLeft(b + word, 31) * 0xD6E8FEB86659FD93);
        }
    }

    private sealed class Failing(List<Cell[]> rows) : IRows
    {
        private readonly MemoryRows inner = new(ObservedRowsTests.Columns, rows);

        public IReadOnlyList<Column> Columns => inner.Columns;

        public ReadOnlySpan<Cell> Row => inner.Row;

        public async ValueTask<bool> NextAsync(CancellationToken ct) => await inner.NextAsync(ct) ? true : throw new InvalidOperationException("gone");

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
