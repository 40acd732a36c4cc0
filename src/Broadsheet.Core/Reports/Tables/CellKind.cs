namespace Broadsheet.Core.Reports.Tables;

/// <summary>What a cell holds, and what a column promises to hold mostly.</summary>
public enum CellKind
{
    Null,

    /// <summary>UTF-16 text of any length; also numbers that no .NET number holds exactly, digit for digit.</summary>
    Text,

    /// <summary>64-bit whole number.</summary>
    Integer,

    /// <summary>Exact decimal of up to 28 digits, its scale kept.</summary>
    Decimal,

    /// <summary>64-bit floating point, NaN and infinities included.</summary>
    Real,

    Boolean,

    /// <summary>A calendar day, years 1 to 9999.</summary>
    Date,

    /// <summary>A day and a time without a zone, in steps of 100 ns.</summary>
    DateTime,

    /// <summary>A point on the time line, in steps of 100 ns; shown in the report's zone.</summary>
    Instant,

    /// <summary>A time of day, in steps of 100 ns.</summary>
    Time,
}
