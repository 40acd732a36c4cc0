namespace Broadsheet.Core.Recurrence;

/// <summary>
/// What a text was read as. <see cref="PhraseStatus.Ok"/>: a rule, with notes of what was assumed;
/// <see cref="PhraseStatus.Ambiguous"/>: options to choose from, each with a text that reads as it, and an error that asks;
/// <see cref="PhraseStatus.Error"/>: errors, the first of them in <see cref="Error"/>.
/// </summary>
public sealed record PhraseReading
{
    public required PhraseStatus Status { get; init; }

    /// <summary>Set for <see cref="PhraseStatus.Ok"/> only.</summary>
    public RecurrenceRule? Rule { get; init; }

    public IReadOnlyList<PhraseNote> Notes { get; init; } = [];

    /// <summary>For cron text: what is worth knowing about it.</summary>
    public IReadOnlyList<FieldError> Warnings { get; init; } = [];

    public IReadOnlyList<PhraseOption> Options { get; init; } = [];

    /// <summary>All that is wrong, or the one question of an ambiguous text. Fields are empty: the text is the whole input.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>The first of <see cref="Errors"/>.</summary>
    public FieldError? Error => Errors.Count > 0 ? Errors[0] : null;
}
