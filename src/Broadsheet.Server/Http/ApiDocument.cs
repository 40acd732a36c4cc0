using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace Broadsheet.Server.Http;

/// <summary>What the API document says beyond the endpoints' own types: how to sign in, problems, headers, examples.</summary>
internal static class ApiDocument
{
    private const string Bearer = "bearer";
    private const string Session = "session";
    private const string ProblemName = "Problem";

    private const string SentBack =
        "What GET answers can be sent back changed: members that only an answer has are accepted as they stand, and a version counts as If-Match. " +
        "Another value in one is 422, but for those that change by themselves, such as last_run_at: these are not compared.";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer(DescribeAsync);
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        document.Info = new()
        {
            Title = "Broadsheet",
            Version = "v1",
            Description = "Reports over your databases, made and delivered on schedule. Times are UTC; ids are UUIDs; lists are paged by cursor; errors are RFC 9457 problem documents.",
        };
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "bsk_<id>_<secret>", Description = "An API key." },
            [Session] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = Names.SessionCookie, Description = "A person's session; changes also need the header " + Names.CsrfHeader + "." },
        };
        document.AddComponent(ProblemName, ProblemSchema());
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations ?? []).Select(o => o.Value)) AddProblems(document, operation);
        return Task.CompletedTask;
    }

    private static void AddProblems(OpenApiDocument document, OpenApiOperation operation)
    {
        operation.Responses ??= [];
        var isOpen = operation.Security is { Count: 0 };
        operation.Security = isOpen ? [] :
        [
            new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new() { [new OpenApiSecuritySchemeReference(Session, document)] = [] },
        ];
        foreach (var (status, text) in Problems(operation, isOpen))
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = text,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(ProblemName, document) } },
            });
        }
    }

    private static IEnumerable<(string Status, string Text)> Problems(OpenApiOperation operation, bool isOpen)
    {
        yield return ("401", "Nobody is signed in, or the key is not good.");
        if (!isOpen) yield return ("403", "Your role may not do this.");
        if (operation.Parameters?.Any(p => p.In == ParameterLocation.Path) == true) yield return ("404", "It does not exist, or is not yours to see.");
        if (operation.RequestBody is not null) yield return ("400", "The body is not JSON.");
        if (operation.RequestBody is not null || operation.Parameters?.Count > 0) yield return ("422", "Understood and refused: every wrong field with reason and remedy.");
        yield return ("429", "Too many requests; Retry-After says how long to wait.");
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<IAllowAnonymous>().Any()) operation.Security = [];
        var example = metadata.OfType<RequestExample>().LastOrDefault();
        if (example is not null && operation.RequestBody?.Content is { } content)
        {
            foreach (var media in content.Values.OfType<OpenApiMediaType>()) media.Example = JsonNode.Parse(example.Json);
        }

        var method = context.Description.HttpMethod;
        if ((method == HttpMethods.Put || method == HttpMethods.Patch) && metadata.OfType<IProducesResponseTypeMetadata>().Any(p => p is { StatusCode: StatusCodes.Status200OK, Type: not null })) operation.Description ??= SentBack;
        if (method == HttpMethods.Post) AddHeader(operation, Idempotency.Header, "Makes the request happen once in 24 hours: sent again with the same body, it gets the same answer.");
        if (method == HttpMethods.Put || method == HttpMethods.Patch || method == HttpMethods.Delete) AddHeader(operation, "If-Match", "The ETag that was read; 412 when the resource has changed since.");
        return Task.CompletedTask;
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });

    private static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Instant))
        {
            schema.Type = type == context.JsonTypeInfo.Type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Format = "date-time";
            schema.Examples = ["2026-11-23T08:00:00Z"];
        }
        else if (type == typeof(JsonObject))
        {
            schema.Type = JsonSchemaType.Object;
            schema.AdditionalProperties = new OpenApiSchema();
        }
        else if (schema.Type is { } kind && (kind.HasFlag(JsonSchemaType.Integer) || kind.HasFlag(JsonSchemaType.Number)))
        {
            // The serializer could read numbers from strings; this API neither writes nor takes them so.
            schema.Type = kind & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema()
    {
        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
        return new()
        {
            Type = JsonSchemaType.Object,
            Description = "An RFC 9457 problem document.",
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Text("A URN of the kind of problem."),
                ["title"] = Text("The kind of problem, for people."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = Text("What happened here and what to do."),
                ["code"] = Text("The kind of problem, for programs."),
                ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "Of a 422: each wrong field.", Items = FieldSchema(Text) },
            },
        };
    }

    private static OpenApiSchema FieldSchema(Func<string, OpenApiSchema> text) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["field"] = text("Its path, as you wrote it: destinations[0].to[1]."),
            ["code"] = text("What is wrong, for programs."),
            ["message"] = text("What is wrong and what to do."),
            ["span"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "Where in the text: start and end.", Items = new OpenApiSchema { Type = JsonSchemaType.Integer } },
            ["suggestion"] = text("A value that would be accepted."),
        },
    };
}
