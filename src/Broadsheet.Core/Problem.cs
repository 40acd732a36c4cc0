namespace Broadsheet.Core;

/// <summary>Every way an operation can fail as expected. A bug is an exception, never one of these.</summary>
public abstract record Problem
{
    private Problem() { }

    /// <summary>The input was understood and refused; all errors at once, never empty.</summary>
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : Problem
    {
        public Invalid(string field, string code, string message, string? suggestion = null)
            : this([new FieldError(field, code, message, null, suggestion)]) { }
    }

    /// <summary>It does not exist, or the caller may not know that it does. <paramref name="What"/> is the kind: "schedule".</summary>
    public sealed record NotFound(string What) : Problem;

    /// <summary>The caller may see it and may not do this. <paramref name="Message"/> names the role that may.</summary>
    public sealed record Forbidden(string Message) : Problem;

    /// <summary>The state it is in does not allow this; <paramref name="Message"/> says what would.</summary>
    public sealed record Conflict(string Code, string Message) : Problem;

    /// <summary>Somebody changed it since the caller read it.</summary>
    public sealed record Stale(string What) : Problem;

    /// <summary>Something outside does not answer or refuses; trying later may help.</summary>
    public sealed record Unavailable(string Code, string Message) : Problem;

    /// <summary>One line for a log, a run's error or the command line.</summary>
    public string Summary => this switch
    {
        Invalid p => string.Join("; ", p.Errors.Select(e => e.Field.Length == 0 ? e.Message : $"{e.Field}: {e.Message}")),
        NotFound p => $"There is no such {p.What}.",
        Forbidden p => p.Message,
        Conflict p => p.Message,
        Stale p => $"The {p.What} was changed since it was read.",
        Unavailable p => p.Message,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
