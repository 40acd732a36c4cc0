using Broadsheet.Server.Http;

namespace Broadsheet.Server.Composition;

/// <summary>Health for whoever runs the process, metrics for whoever watches it.</summary>
internal static class TelemetrySetup
{
    public static void AddTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddSingleton<MeterRecorder>();
    }

    public static void MapTelemetry(this IEndpointRouteBuilder routes)
    {
        // Listening begins with the server, not with the first look at it.
        routes.ServiceProvider.GetRequiredService<MeterRecorder>();
        routes.MapGet("/healthz/live", () => TypedResults.Json(new ReadinessWire("live", new Dictionary<string, string>()), Wire.Json)).ExcludeFromDescription();
        routes.MapGet("/healthz/ready", ReadyAsync).ExcludeFromDescription();
        routes.MapGet("/metrics", Metrics).ExcludeFromDescription();
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken ct)
    {
        var found = await readiness.CheckAsync(ct);
        return TypedResults.Json(found, Wire.Json, statusCode: found.Serves ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Metrics(HttpContext http, MeterRecorder recorder) =>
        http.IsLocal() || http.FindActor()?.Key is not null
            ? TypedResults.Text(MetricsText.Write(recorder), MetricsText.MediaType)
            : Answers.Document(StatusCodes.Status401Unauthorized, "not-signed-in", "Not signed in.", "From another machine, metrics need an API key.");
}
