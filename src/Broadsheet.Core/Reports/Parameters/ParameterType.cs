namespace Broadsheet.Core.Reports.Parameters;

/// <summary>What a filter on a parameter may be.</summary>
public enum ParameterType
{
    /// <summary>A text of up to 2,000 characters without control characters.</summary>
    Text,

    /// <summary>A number of up to 28 digits.</summary>
    Number,

    Boolean,

    /// <summary><c>2026-11-16</c>, or <c>today</c> or <c>yesterday</c> against the slot.</summary>
    Date,

    /// <summary>A <see cref="Period"/>.</summary>
    Period,

    /// <summary>One of a list.</summary>
    Choice,
}
