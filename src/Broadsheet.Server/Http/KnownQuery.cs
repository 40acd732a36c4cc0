using Broadsheet.Core;
using Microsoft.AspNetCore.Http.Metadata;

namespace Broadsheet.Server.Http;

/// <summary>
/// Refuses query parameters that an endpoint does not read, by name and with the nearest known one: a filter misspelt must not
/// answer as if there were none.
/// </summary>
internal sealed class KnownQuery(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Query.Count == 0 || !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || http.GetEndpoint() is not { } endpoint) return next(http);
        var known = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Select(NameOf).OfType<string>().ToList();
        var errors = http.Request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => Unknown(name, known)).ToList();
        return errors.Count == 0 ? next(http) : new Problem.Invalid(errors).Answer().ExecuteAsync(http);
    }

    private static string? NameOf(IParameterBindingMetadata parameter) =>
        parameter.ParameterInfo.GetCustomAttributes(inherit: false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name;

    private static FieldError Unknown(string name, List<string> known)
    {
        var shown = name.Length > 64 ? name[..64] + "…" : name;
        var near = Nearest.To(shown, known);
        return new FieldError(shown, "unknown-parameter", $"There is no query parameter “{shown}” here." + (near is null ? "" : $" Did you mean “{near}”?"), null, near);
    }
}
