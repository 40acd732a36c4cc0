using System.Reflection;
using System.Text.Json.Nodes;
using Broadsheet.Core.Access;
using Broadsheet.Core.DataSources;
using Broadsheet.Core.Ports;
using Broadsheet.Core.Reports;
using Broadsheet.Core.Workspaces;
using Broadsheet.Server.DataSources;
using Broadsheet.Server.Http;
using Broadsheet.Server.Reports;
using Broadsheet.Server.Storage;

namespace Broadsheet.Server.Demo;

/// <summary>Puts the demo into a new workspace: its data source and four reports that a QA lead would keep.</summary>
internal sealed class FillDemo(AppDb db, Clock clock, IDocumentReader reader, DemoFiles files, DemoSettings settings)
{
    public const string SourceName = "demo";

    public async Task RunAsync(WorkspaceId workspace, PersonId owner, CancellationToken ct)
    {
        if (!settings.Wanted) return;
        var now = clock.Now;
        db.DataSources.Add(new DataSourceRow
        {
            WorkspaceId = workspace,
            Id = new DataSourceId(clock.NewId()),
            Name = SourceName,
            Type = "sqlite",
            SettingsJson = Wire.Text(new JsonObject { ["path"] = files.Path }),
            CreatedAt = now,
            UpdatedAt = now,
        });
        foreach (var text in Texts())
        {
            var document = reader.Read(text);
            if (!document.IsOk) throw new InvalidOperationException($"A demo report cannot be read: {document.Problem.Summary}");
            CreateTemplate.Add(db, workspace, owner, document.Value, new TemplateId(clock.NewId()), now);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>The example reports, in order of name.</summary>
    public static IEnumerable<string> Texts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("Demo/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return text.ReadToEnd();
        }
    }
}
