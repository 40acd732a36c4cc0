using Broadsheet.Core;

namespace Broadsheet.Server.Http;

/// <summary>A field's error as callers get it. <see cref="Span"/> is [start, end) in UTF-16 units.</summary>
internal sealed record FieldErrorWire(string Field, string Code, string Message, int[]? Span, string? Suggestion)
{
    public static FieldErrorWire Of(FieldError error) =>
        new(error.Field, error.Code, error.Message, error.Span is { } s ? [s.Start, s.End] : null, error.Suggestion);
}
