using System.Globalization;

namespace Broadsheet.Server.Storage.Changes;

/// <summary>A place in the log of changes: everything up to it has been read. Written <c>812-40077</c>.</summary>
internal readonly record struct ChangePoint(long Transaction, long Seq)
{
    /// <summary>Null for what <see cref="ToString"/> did not write.</summary>
    public static ChangePoint? Read(string? text)
    {
        var parts = text?.Split('-');
        return parts is [var transaction, var seq]
            && long.TryParse(transaction, NumberStyles.None, CultureInfo.InvariantCulture, out var t)
            && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
            ? new(t, s)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}-{Seq}");
}
