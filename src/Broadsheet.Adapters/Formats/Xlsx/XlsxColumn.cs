namespace Broadsheet.Adapters.Formats.Xlsx;

/// <summary>The styles of a column, one for each kind of value that may turn up in it.</summary>
internal readonly record struct XlsxColumn(int Number, int Date, int Moment, int Time)
{
    /// <summary>A, B … Z, AA … for the column at <paramref name="index"/> from 0.</summary>
    public static string Letters(int index)
    {
        var letters = "";
        for (var i = index + 1; i > 0; i = (i - 1) / 26) letters = (char)('A' + ((i - 1) % 26)) + letters;
        return letters;
    }
}
