using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Broadsheet.Server.Storage;

/// <summary>The data protection keys of all nodes, in the database they share.</summary>
internal sealed class SharedKeys(IServiceScopeFactory scopes) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<AppDb>().ProtectionKeys.Select(k => k.Xml).AsEnumerable().Select(x => XElement.Parse(x))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        db.ProtectionKeys.Add(new ProtectionKeyRow { Id = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        db.SaveChanges();
    }
}
