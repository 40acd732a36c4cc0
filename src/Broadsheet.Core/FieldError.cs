namespace Broadsheet.Core;

/// <summary>
/// One thing wrong with one input. <paramref name="Field"/> is the JSON path as the caller wrote it
/// (<c>schedule_config.times[0]</c>), empty for the whole; <paramref name="Code"/> is stable kebab-case for programs;
/// <paramref name="Message"/> says what is wrong and what to do; <paramref name="Span"/> points into a text field;
/// <paramref name="Suggestion"/>, where there is one, is a value that would be accepted.
/// </summary>
public sealed record FieldError(string Field, string Code, string Message, TextSpan? Span = null, string? Suggestion = null)
{
    /// <summary>The line it stands on, from 1, in the text that was read, where no span is known yet; else null.</summary>
    public int? Line { get; init; }

    /// <summary>The same error seen from an outer object: <c>times[0]</c> under <c>schedule_config</c>.</summary>
    public FieldError Under(string outer) =>
        this with { Field = Field.Length == 0 ? outer : Field[0] == '[' ? outer + Field : outer + "." + Field };
}
