using System.Globalization;
using Broadsheet.Core.Reports.Tables;

namespace Broadsheet.Core.Tests.Reports;

/// <summary>Sums are exact as long as they can be, whatever the values are and in whatever order they come.</summary>
public sealed class ColumnStatsTests
{
    [Theory]
    [InlineData("1 2 3", "6", "2")]
    [InlineData("9223372036854775807 1", "9223372036854775808", "4.611686018427388E+18")]
    [InlineData("9223372036854775807 9223372036854775807 -9223372036854775808", "9223372036854775806", "3.0744573456182584E+18")]
    [InlineData("-9223372036854775808 -1", "-9223372036854775809", "-4.611686018427388E+18")]
    [InlineData("1 0.5 2", "3.5", "1.1666666666666667")]
    [InlineData("0.1 0.2", "0.3", "0.15")]
    [InlineData("79228162514264337593543950335 1", "7.922816251426434E+28", "3.961408125713217E+28")]
    [InlineData("5 79228162514264337593543950335", "7.922816251426434E+28", "3.961408125713217E+28")]
    public void It_adds_up(string values, string sum, string average)
    {
        var stats = new ColumnStats();
        foreach (var value in values.Split(' ')) stats.Add(Of(value));
        Assert.Equal((sum, average), (stats.Sum.ToString(), stats.Average.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Smallest_and_largest_of_any_kind(bool backwards)
    {
        Cell[][] columns =
        [
            [Cell.Of(-3L), Cell.Of(0L), Cell.Of(7L)],
            [Cell.Of(-1.5m), Cell.Of(2.0m), Cell.Of(2.25m)],
            [Cell.Of(-1.5), Cell.Of(0.0), Cell.Of(double.PositiveInfinity)],
            [Cell.Of("Ala"), Cell.Of("Ola"), Cell.Of("ala")],
            [Cell.Of(false), Cell.Of(true)],
            [Cell.Of(new DateOnly(1, 1, 1)), Cell.Of(new DateOnly(9999, 12, 31))],
            [Cell.Of(new DateTime(2026, 1, 1)), Cell.Of(new DateTime(2026, 1, 1, 0, 0, 1))],
            [Cell.Of(2L), Cell.Of(2.5m), Cell.Of(3.0)],
        ];
        foreach (var column in columns)
        {
            var stats = new ColumnStats();
            foreach (var cell in backwards ? column.Reverse() : column) stats.Add(cell);
            Assert.Equal((column[0], column[^1]), (stats.Min, stats.Max));
        }
    }

    [Fact]
    public void What_is_not_a_number_adds_nothing_to_doubles_and_counts_as_one()
    {
        var stats = new ColumnStats();
        foreach (var value in new[] { -1.5, double.NaN, 2.0, double.NaN }) stats.Add(Cell.Of(value));
        Assert.Equal((4, 4, "0.5", "0.125"), (stats.Count, stats.Numbers, stats.Sum.ToString(), stats.Average.ToString()));
    }

    [Theory]
    [InlineData(1.5, 2.5, -1)]
    [InlineData(-0.0, 0.0, 0)]
    [InlineData(double.NegativeInfinity, double.MinValue, -1)]
    [InlineData(double.NaN, double.NaN, 0)]
    public void Doubles_are_compared_both_ways(double a, double b, int sign)
    {
        Assert.Equal((sign, -sign), (Math.Sign(Cell.Compare(Cell.Of(a), Cell.Of(b))), Math.Sign(Cell.Compare(Cell.Of(b), Cell.Of(a)))));
        Assert.NotEqual(0, Cell.Compare(Cell.Of(double.NaN), Cell.Of(double.IsNaN(a) ? 0 : a)));
    }

    /// <summary>What is seen at a glance is what comparing says; where nothing is seen, comparing decides.</summary>
    [Fact]
    public void Between_two_is_never_beyond_either()
    {
        var random = new Random(20260111);
        var cells = Enumerable.Range(0, 300).Select(i => (i % 9) switch
        {
            0 => Cell.Of((long)random.Next(-5, 5)),
            1 => Cell.Of(new decimal(random.Next(9), random.Next(3) == 0 ? 1 : 0, random.Next(5) == 0 ? 1 : 0, random.Next(2) == 0, (byte)random.Next(3))),
            2 => Cell.Of(random.Next(9) switch { 0 => double.NaN, 1 => -0.0, 2 => double.PositiveInfinity, _ => random.Next(-3, 3) / 2.0 }),
            3 => Cell.Of(new string((char)random.Next('a', 'e'), random.Next(3))),
            4 => Cell.Of(random.Next(2) == 0),
            5 => Cell.Of(DateOnly.FromDayNumber(random.Next(5))),
            6 => Cell.Of(new decimal(random.Next(-9, 9)) / 4),
            7 => Cell.Of(new DateTime(random.Next(5))),
            _ => Cell.Null,
        }).ToList();
        var seen = 0;
        foreach (var cell in cells)
        {
            foreach (var low in cells)
            {
                var high = cells[random.Next(cells.Count)];
                if (!cell.IsWithin(low, high)) continue;
                seen++;
                Assert.True(Cell.Compare(low, cell) <= 0 && Cell.Compare(cell, high) <= 0, $"{low} {cell} {high}");
            }
        }

        Assert.InRange(seen, 100, 90_000);
    }

    private static Cell Of(string value) => long.TryParse(value, CultureInfo.InvariantCulture, out var whole) ? Cell.Of(whole) : Cell.Of(decimal.Parse(value, CultureInfo.InvariantCulture));
}
