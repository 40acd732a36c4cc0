using System.Runtime.CompilerServices;

namespace Broadsheet.Core.Recurrence;

/// <summary>A place in a cron text and the character there. Behind the end, and nowhere, there is a space: what ends a field.</summary>
internal ref struct CronCursor
{
    /// <summary>Where nothing is read any more.</summary>
    public const int Nowhere = -2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CronCursor(ReadOnlySpan<char> text, int at)
    {
        Text = text;
        MoveTo(at);
    }

    public ReadOnlySpan<char> Text { get; }

    public int At { get; private set; }

    public char Sign { get; private set; }

    /// <summary>The character behind this one.</summary>
    public readonly char Following
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => SignAt(At + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveTo(int at)
    {
        At = at;
        Sign = SignAt(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next() => MoveTo(At + 1);

    /// <summary>Moves over one to four digits.</summary>
    /// <returns>False where there is none, and where there are more.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Number(out int value)
    {
        value = Sign - '0';
        if ((uint)value > 9) return false;
        Next();
        for (var left = 3; char.IsAsciiDigit(Sign); left--)
        {
            if (left == 0) return false;
            value = value * 10 + Sign - '0';
            Next();
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly char SignAt(int at) => (uint)at < (uint)Text.Length ? Text[at] : ' ';
}
